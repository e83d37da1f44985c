package dev.millrace.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.engine.Snapshot;
import dev.millrace.executor.engine.Transaction;
import dev.millrace.server.catalog.AttachmentCodec;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.config.AccessRule;
import dev.millrace.server.config.ServerConfig;
import dev.millrace.server.login.Verifier;
import dev.millrace.server.session.Authentication;
import dev.millrace.server.session.Database;

/** Who may come in when a server starts: a listener that others can reach asks for TLS and roles with passwords. */
final class AccessSetup {

    private static final String SECRET_FILE = "login-secret";
    private static final int SECRET_BYTES = 32;

    private final ServerConfig config;
    private final Database database;

    AccessSetup(ServerConfig config, Database database) {
        this.config = config;
        this.database = database;
    }

    private static boolean isReachedByOthers(ServerConfig config) {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        return address.isUnresolved() || !address.getAddress().isLoopbackAddress();
    }

    /** Before anything is opened. */
    static void check(ServerConfig config) throws StartException {
        boolean hasOwnRules = !config.access().rules().equals(AccessRule.DEFAULT);
        if (isReachedByOthers(config) && config.access().certificateFile() == null && !hasOwnRules) {
            throw new StartException(
                    "cannot listen on " + config.host() + " without TLS: set ssl_cert_file and ssl_key_file, or say in"
                            + " access who may come without, e.g. \"host all all 10.0.0.0/8 scram-sha-256\"",
                    null);
        }
    }

    private Roles roles() {
        try (Snapshot newest = database.engine().snapshot()) {
            return database.catalogs().of(newest).roles();
        }
    }

    /** The first role's password from a file, when it has none: so a server can begin behind a network. */
    void takePassword() throws StartException {
        Path file = config.access().passwordFile();
        Role role = roles().find(Role.BOOTSTRAP).orElseThrow();
        if (file == null || role.verifier() != null) {
            return;
        }
        String password;
        try {
            password = Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new StartException("cannot read password_file " + file + ": " + e.getMessage(), e);
        }
        if (password.isEmpty()) {
            throw new StartException("password_file " + file + " is empty", null);
        }
        Verifier parsed = Verifier.parse(password);
        Verifier verifier = parsed == null ? Verifier.of(password, new SecureRandom()) : parsed;
        try (Transaction transaction = database.engine().begin()) {
            transaction.create(new ObjectDefinition(
                    role.id(), new ObjectDefinition.Described(),
                    AttachmentCodec.encode(role.withVerifier(verifier.text()), DatabaseObject.SHARED)));
            database.engine().commit(transaction).join();
        }
    }

    void checkSomebodyCanLogIn() throws StartException {
        boolean somebodyCan = roles().all().stream().anyMatch(role -> role.logsIn() && role.verifier() != null);
        if (isReachedByOthers(config) && !somebodyCan) {
            throw new StartException(
                    "cannot listen on " + config.host() + ": no role has a password, so that nobody could log in;"
                            + " start once on 127.0.0.1 and run ALTER ROLE " + Server.USER
                            + " PASSWORD '...', or name a password_file",
                    null);
        }
    }

    Authentication authentication() throws StartException {
        try {
            return new Authentication(config.access().rules(), secret(config.dataDirectory()));
        } catch (IOException e) {
            throw new StartException("cannot keep a secret in " + config.dataDirectory() + ": " + e.getMessage(), e);
        }
    }

    /** Made once for a data directory, so that what is made up from it stays the same. */
    private static byte[] secret(Path directory) throws IOException {
        Path file = directory.resolve(SECRET_FILE);
        if (Files.exists(file)) {
            byte[] known = Files.readAllBytes(file);
            if (known.length == SECRET_BYTES) {
                return known;
            }
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Path draft = directory.resolve(SECRET_FILE + ".new");
        Files.deleteIfExists(draft);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(draft, secret);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return secret;
    }
}
