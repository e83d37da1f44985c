package dev.millrace.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

import dev.millrace.server.config.ConfigException;
import dev.millrace.server.config.ConfigKey;
import dev.millrace.server.config.ConfigReader;

/** A server in this JVM, on a free port and a directory of its own. */
final class TestServer implements AutoCloseable {

    private final Path directory;
    private Server server;

    private TestServer(Path directory) {
        this.directory = directory;
    }

    static TestServer start() throws IOException, StartException, ConfigException {
        TestServer test = new TestServer(Files.createTempDirectory("millrace-server"));
        test.open();
        return test;
    }

    private void open() throws StartException, ConfigException {
        server = Server.start(ConfigReader.read(
                Map.of(ConfigKey.DATA_DIR, directory.toString(), ConfigKey.PORT, "0", ConfigKey.SHUTDOWN_SECONDS, "0"),
                Map.of(),
                null));
    }

    /** Stops in order and starts again on the same directory. */
    void restart() throws StartException, ConfigException {
        server.close();
        open();
    }

    int port() {
        return server.port();
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
