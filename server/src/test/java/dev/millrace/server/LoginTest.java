package dev.millrace.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.millrace.server.config.ConfigException;
import dev.millrace.server.config.ConfigKey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Logins by password, as drivers and psql do them, and those that fail. */
final class LoginTest {

    @TempDir
    private static Path directory;

    private static TestCertificate certificate;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        certificate = TestCertificate.create(directory, "server", "EC");
        server = TestServer.start(Map.of(
                ConfigKey.SSL_CERT_FILE, certificate.certificate().toString(),
                ConfigKey.SSL_KEY_FILE, certificate.key().toString()));
        try (Connection millrace = server.connect(); Statement statement = millrace.createStatement()) {
            statement.execute("create role alice login password 'wonder\u00adland'");
            statement.execute("create role without login");
            statement.execute("create role group_only password 'x'");
            statement.execute("create role expired login password 'x' valid until '2001-01-01'");
            statement.execute("create role one_only login password 'x' connection limit 1");
            // PostgreSQL's verifier of the password "pencil".
            statement.execute("create role ready login password 'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
                    + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU='");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String login(String user, String password, String... more) {
        List<String> parameters = new ArrayList<>(List.of("user=" + user, "password=" + password));
        parameters.addAll(List.of(more));
        if (Stream.of(more).noneMatch(one -> one.startsWith("sslmode"))) {
            parameters.add("sslmode=disable");
        }
        try (Connection connection = server.connectWith(parameters.toArray(String[]::new));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select current_user || ' ' || session_user")) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        }
    }

    /** Of less goes first: everybody's, the database's, the role's, the role's in the database; then the client's. */
    @Test
    void settingsOfRolesAndTheDatabase() throws Exception {
        try (Connection millrace = server.connect(); Statement statement = millrace.createStatement()) {
            statement.execute("create role kept login");
            statement.execute("alter role all set my.a = 'all'; alter role all set my.b = 'all';"
                    + "alter role all set my.c = 'all'; alter role all set my.d = 'all'");
            statement.execute("alter database millrace set my.b = 'database'; alter database millrace set my.c = 'x';"
                    + "alter database millrace set my.d = 'x'");
            statement.execute("alter role kept set my.c = 'role'; alter role kept set my.d = 'x';"
                    + "alter role kept set role = 'alice'; alter role kept set application_name = 'x'");
            statement.execute("alter role kept in database millrace set my.d = 'both'");
        }
        try (Connection connection = server.connectWith("user=kept", "sslmode=disable", "ApplicationName=asked");
                Statement statement = connection.createStatement()) {
            statement.execute("set my.c = 'set'; reset my.c");
            ResultSet rows = statement.executeQuery("select current_setting('my.a') || ' ' || current_setting('my.b')"
                    + " || ' ' || current_setting('my.c') || ' ' || current_setting('my.d') || ' ' || current_user"
                    + " || ' ' || current_setting('application_name')");
            rows.next();
            assertEquals("all database role both kept asked", rows.getString(1));
        } finally {
            try (Connection millrace = server.connect(); Statement statement = millrace.createStatement()) {
                statement.execute("drop role kept; alter role all reset all; alter database millrace reset all");
                ResultSet rows = statement.executeQuery("select count(*) from pg_db_role_setting");
                rows.next();
                assertEquals(0, rows.getInt(1));
            }
        }
    }

    @Test
    void rightPasswords() {
        assertEquals("alice alice", login("alice", "wonderland"));
        assertEquals("ready ready", login("ready", "pencil"));
        assertEquals("without without", login("without", "anything"));
        assertEquals("millrace millrace", login("millrace", ""));
    }

    @Test
    void wrongOnesAreAllTheSame() {
        for (String user : List.of("alice", "nobody", "expired")) {
            assertEquals(
                    "28P01 FATAL: password authentication failed for user \"" + user + "\"",
                    login(user, user.equals("expired") ? "x" : "wrong"));
        }
    }

    @Test
    void notEverybodyMayLogIn() throws Exception {
        assertEquals("28000 FATAL: role \"group_only\" is not permitted to log in", login("group_only", "x"));
        try (Connection first = server.connectWith("user=one_only", "password=x", "sslmode=disable")) {
            assertEquals("53300 FATAL: too many connections for role \"one_only\"", login("one_only", "x"));
            assertTrue(first.isValid(5));
        }
        try (Connection millrace = server.connect(); Statement statement = millrace.createStatement()) {
            statement.execute("revoke connect on database millrace from public");
            assertTrue(login("alice", "wonderland").startsWith("42501 FATAL: permission denied for database"));
            assertEquals("millrace millrace", login("millrace", ""));
            statement.execute("grant connect on database millrace to public");
        }
        assertTrue(login("alice", "wonderland", "options=-c%20role=millrace").startsWith("42501"));
        assertTrue(login("alice", "wonderland", "options=-c%20session_authorization=millrace").startsWith("42501"));
    }

    @Test
    void driverBindsToTheChannel() {
        String root = "sslrootcert=" + certificate.certificate();
        assertEquals("alice alice",
                login("alice", "wonderland", "sslmode=verify-full", root, "channelBinding=require"));
        assertEquals("alice alice",
                login("alice", "wonderland", "sslmode=verify-full", root, "channelBinding=disable"));
        assertTrue(login("alice", "wrong", "sslmode=verify-full", root, "channelBinding=require")
                .startsWith("28P01"));
    }

    @Test
    void psqlBindsToTheChannel() throws Exception {
        assumeTrue(Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "psql"))), "psql is not installed");
        assertEquals("alice\n", psql("alice", "wonderland"));
        assertTrue(psql("alice", "wrong").contains("password authentication failed for user \"alice\""));
        assertTrue(psql("nobody", "wrong").contains("password authentication failed for user \"nobody\""));
    }

    private static String psql(String user, String password) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("psql", "-XAtc", "select current_user",
                "host=localhost port=" + server.port() + " user=" + user + " dbname=millrace sslmode=verify-full"
                        + " channel_binding=require sslrootcert=" + certificate.certificate())
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", password);
        Process psql = builder.start();
        String said = new String(psql.getInputStream().readAllBytes(), UTF_8);
        assertTrue(psql.waitFor(1, TimeUnit.MINUTES));
        return said;
    }

    /** What the server says first of a login: the same salt each time, whether somebody is there or not. */
    @Test
    void nobodyLooksLikeSomebody() throws Exception {
        String nobody = challenge("nobody");
        assertEquals(nobody, challenge("nobody"));
        assertNotEquals(nobody, challenge("somebody_else"));
        assertEquals(challenge("alice"), challenge("alice"));
        assertEquals(nobody.length(), challenge("alice").length());
    }

    /** The server's first message without the nonces. */
    private static String challenge(String user) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] parameters = ("user\0" + user + "\0database\0millrace\0\0").getBytes(UTF_8);
            out.write(ByteBuffer.allocate(8 + parameters.length)
                    .putInt(8 + parameters.length).putInt(3 << 16).put(parameters).array());
            assertEquals("SCRAM-SHA-256", message(in).substring(4).replace("\0", ""));
            byte[] first = "n,,n=,r=abcdef".getBytes(UTF_8);
            byte[] mechanism = "SCRAM-SHA-256\0".getBytes(UTF_8);
            out.write(ByteBuffer.allocate(9 + mechanism.length + first.length).put((byte) 'p')
                    .putInt(8 + mechanism.length + first.length).put(mechanism).putInt(first.length).put(first)
                    .array());
            String answer = message(in);
            return answer.substring(answer.indexOf(",s="));
        }
    }

    private static String message(DataInputStream in) throws IOException {
        assertEquals('R', in.readByte());
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return new String(body, UTF_8);
    }

    @Test
    void networksNeedPasswordsAndTls() throws Exception {
        StartException clear = assertThrows(StartException.class, () ->
                TestServer.start(Map.of(ConfigKey.HOST, "0.0.0.0")));
        assertTrue(clear.getMessage().contains("without TLS"), clear.getMessage());
        Map<ConfigKey, String> tls = Map.of(
                ConfigKey.HOST, "0.0.0.0",
                ConfigKey.SSL_CERT_FILE, certificate.certificate().toString(),
                ConfigKey.SSL_KEY_FILE, certificate.key().toString());
        StartException nobody = assertThrows(StartException.class, () -> TestServer.start(tls));
        assertTrue(nobody.getMessage().contains("no role has a password"), nobody.getMessage());
        assertThrows(ConfigException.class, () -> TestServer.start(Map.of(
                ConfigKey.ACCESS, "host all all all trust")));
    }

    @Test
    void rulesSayWhatIsAsked() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "from a file\n");
        try (TestServer own = TestServer.start(Map.of(
                ConfigKey.HOST, "127.0.0.1",
                ConfigKey.PASSWORD_FILE, password.toString(),
                ConfigKey.ACCESS, "host all nobody 127.0.0.1 reject; hostnossl all +staff 127.0.0.1/32 trust;"
                        + " host all all 127.0.0.0/8 scram-sha-256"))) {
            try (Connection millrace = own.connect("password=from%20a%20file");
                    Statement statement = millrace.createStatement()) {
                statement.execute("create role staff");
                statement.execute("create role carl login in role staff");
                statement.execute("create role dora login");
            }
            own.restart();
            SQLException rejected = assertThrows(SQLException.class, () ->
                    own.connectWith("user=nobody", "sslmode=disable").close());
            assertEquals("28000", rejected.getSQLState());
            assertTrue(rejected.getMessage().contains("pg_hba.conf rejects connection"), rejected.getMessage());
            try (Connection carl = own.connectWith("user=carl", "sslmode=disable")) {
                assertTrue(carl.isValid(5));
            }
            SQLException wrong = assertThrows(SQLException.class, () ->
                    own.connectWith("user=dora", "password=x", "sslmode=disable").close());
            assertEquals("28P01", wrong.getSQLState());
            try (Connection millrace = own.connect("password=from%20a%20file")) {
                assertTrue(millrace.isValid(5));
            }
        }
    }
}
