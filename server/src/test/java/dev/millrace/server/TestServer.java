package dev.millrace.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

import dev.millrace.server.config.ConfigException;
import dev.millrace.server.config.ConfigKey;
import dev.millrace.server.config.ConfigReader;

/** A server in this JVM, on a free port and a directory of its own. */
final class TestServer implements AutoCloseable {

    private final Path directory;
    private final Map<ConfigKey, String> configuration;
    private Server server;

    private TestServer(Path directory, Map<ConfigKey, String> more) {
        this.directory = directory;
        configuration = new EnumMap<>(Map.of(
                ConfigKey.DATA_DIR, directory.toString(), ConfigKey.PORT, "0", ConfigKey.SHUTDOWN_SECONDS, "0"));
        configuration.putAll(more);
    }

    static TestServer start() throws IOException, StartException, ConfigException {
        return start(Map.of());
    }

    /** @param more configuration beside directory and port */
    static TestServer start(Map<ConfigKey, String> more) throws IOException, StartException, ConfigException {
        TestServer test = new TestServer(Files.createTempDirectory("millrace-server"), more);
        test.open();
        return test;
    }

    private void open() throws StartException, ConfigException {
        server = Server.start(ConfigReader.read(configuration, Map.of(), null));
    }

    /** Stops in order and starts again on the same directory. */
    void restart() throws StartException, ConfigException {
        server.close();
        open();
    }

    int port() {
        return server.port();
    }

    Path directory() {
        return directory;
    }

    /** @param parameters of the URL, all of them */
    Connection connectWith(String... parameters) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port() + "/millrace?gssEncMode=disable&"
                + String.join("&", parameters));
    }

    Connection connect(String... parameters) throws SQLException {
        String more = String.join("&", parameters);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port()
                + "/millrace?user=millrace&sslmode=disable&gssEncMode=disable" + (more.isEmpty() ? "" : "&" + more));
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
