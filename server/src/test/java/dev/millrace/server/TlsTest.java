package dev.millrace.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** TLS as clients ask for it, and what comes before a login. */
final class TlsTest {

    private static final int SSL_CODE = 80877103;
    private static final int GSS_CODE = 80877104;

    @TempDir
    private static Path directory;

    private static TestCertificate first;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        first = TestCertificate.create(directory, "first", "RSA");
        server = TestServer.start(configuration(first, "60", "1000"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Map<ConfigKey, String> configuration(TestCertificate certificate, String seconds, String logins) {
        return Map.of(
                ConfigKey.SSL_CERT_FILE, certificate.certificate().toString(),
                ConfigKey.SSL_KEY_FILE, certificate.key().toString(),
                ConfigKey.LOGIN_SECONDS, seconds,
                ConfigKey.LOGINS_MAX, logins);
    }

    private static String version(TestServer server, Path root, String... more) throws SQLException {
        try (Connection connection = server.connectWith(
                        "user=millrace", "sslmode=verify-full", "sslrootcert=" + root, String.join("&", more));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select version from pg_stat_ssl where ssl and pid = pg_backend_pid() and bits >= 128")) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    @Test
    void driverChecksTheCertificate() throws Exception {
        assertEquals("TLSv1.3", version(server, first.certificate()));
        assertEquals("TLSv1.3", version(server, first.certificate(), "sslNegotiation=direct"));
        TestCertificate other = TestCertificate.create(directory, "other", "RSA");
        assertThrows(SQLException.class, () -> version(server, other.certificate()));
    }

    @Test
    void psqlChecksTheCertificate() throws Exception {
        assumeTrue(Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "psql"))), "psql is not installed");
        Process psql = new ProcessBuilder("psql", "-XAtc", "select ssl, version from pg_stat_ssl; show ssl",
                        "host=localhost port=" + server.port() + " user=millrace dbname=millrace"
                                + " sslmode=verify-full ssl_max_protocol_version=TLSv1.2 sslrootcert="
                                + first.certificate())
                .redirectErrorStream(true)
                .start();
        String said = new String(psql.getInputStream().readAllBytes(), UTF_8);
        assertTrue(psql.waitFor(1, TimeUnit.MINUTES));
        assertEquals("t|TLSv1.2\non\n", said);
    }

    @Test
    void encryptionIsNoMust() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            assertTrue(rows.next());
            assertEquals("f", rows.getString(1));
        }
    }

    @Test
    void certificateIsReadAgain() throws Exception {
        TestCertificate before = TestCertificate.create(directory, "before", "EC");
        TestCertificate after = TestCertificate.create(directory, "after", "RSA");
        Path oldRoot = directory.resolve("old-root.crt");
        Files.copy(before.certificate(), oldRoot);
        try (TestServer own = TestServer.start(configuration(before, "60", "1000"))) {
            assertEquals("TLSv1.3", version(own, oldRoot));
            replace(before.certificate(), after.certificate());
            awaitLook();
            // The key is still the old one: the pair before goes on.
            assertEquals("TLSv1.3", version(own, oldRoot));
            replace(before.key(), after.key());
            awaitLook();
            assertEquals("TLSv1.3", version(own, after.certificate()));
            assertThrows(SQLException.class, () -> version(own, oldRoot));
        }
    }

    private static void replace(Path file, Path other) throws IOException {
        Path copy = Files.copy(other, file.resolveSibling("copy"));
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now().plusSeconds(5)));
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The server looks at its files once in a second at most. */
    private static void awaitLook() throws InterruptedException {
        Thread.sleep(1_100);
    }

    @Test
    void kerberosIsRefusedAndTlsOfferedAfterIt() throws Exception {
        try (Socket socket = socket(server)) {
            ask(socket, GSS_CODE);
            assertEquals('N', socket.getInputStream().read());
            ask(socket, SSL_CODE);
            assertEquals('S', socket.getInputStream().read());
        }
    }

    @Test
    void whatComesInTheClearBehindTheRequestIsRefused() throws Exception {
        try (Socket socket = socket(server)) {
            socket.getOutputStream().write(ByteBuffer.allocate(12).putInt(8).putInt(SSL_CODE).putInt(7).array());
            InputStream in = socket.getInputStream();
            assertEquals('E', in.read());
            assertTrue(new String(in.readAllBytes(), UTF_8).contains("received unencrypted data after SSL request"));
        }
    }

    @Test
    void strangersAreFewAndDoNotStay() throws Exception {
        try (TestServer own = TestServer.start(configuration(first, "1", "2"))) {
            try (Connection known = own.connect();
                    Socket one = socket(own);
                    Socket two = socket(own);
                    Socket three = socket(own)) {
                // Which of them came last is for the event loops to say.
                List<String> said = new ArrayList<>();
                for (Socket socket : List.of(one, two, three)) {
                    said.add(new String(socket.getInputStream().readAllBytes(), UTF_8));
                }
                assertEquals(2, said.stream().filter(String::isEmpty).count(), said.toString());
                assertTrue(String.join("", said).contains("sorry, too many clients already"), said.toString());
                try (Connection again = own.connect()) {
                    assertTrue(again.isValid(5));
                    assertTrue(known.isValid(5));
                }
            }
        }
    }

    @Test
    void filesThatCannotBeUsedAreSaid() throws Exception {
        TestCertificate other = TestCertificate.create(directory, "wrong", "RSA");
        StartException wrong = assertThrows(StartException.class, () -> TestServer.start(Map.of(
                ConfigKey.SSL_CERT_FILE, first.certificate().toString(),
                ConfigKey.SSL_KEY_FILE, other.key().toString())));
        assertTrue(wrong.getMessage().contains("does not belong to the certificate"), wrong.getMessage());
        assertThrows(ConfigException.class, () -> TestServer.start(Map.of(
                ConfigKey.SSL_CERT_FILE, first.certificate().toString())));
    }

    private static Socket socket(TestServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void ask(Socket socket, int code) throws IOException {
        socket.getOutputStream().write(ByteBuffer.allocate(8).putInt(8).putInt(code).array());
    }
}
