package dev.millrace.cli.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server as a child process, on a temporary directory or on one that stays. However this JVM ends, the child is
 * stopped and what is temporary removed; only a SIGKILL of this JVM would leave it behind.
 */
public final class ChildServer implements AutoCloseable {
    private static final String MAIN = "dev.millrace.server.Main";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);
    private static final int LAST_LINES = 30;
    /**
     * Ctrl-C in a terminal goes to every process there; the server is to survive it, so it is started with it ignored.
     */
    private static final List<String> WITHOUT_CTRL_C = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private final Path home;
    private final Path data;
    private final int port;
    private final Thread atExit = new Thread(this::stopAndClean, "stop-child-server");
    private Process process;

    /**
     * One that is to be started.
     *
     * @param data where the database is; null: in a temporary directory
     * @param port the port to listen at, 0 for any that is free
     */
    public ChildServer(Path data, int port) throws IOException {
        this.port = port == 0 ? freePort() : port;
        home = Files.createTempDirectory("millrace");
        this.data = data == null ? home.resolve("data") : data.toAbsolutePath();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    public int port() {
        return port;
    }

    /** Starts the server and waits until it answers. */
    public void start() throws IOException {
        String classPath = System.getProperty("millrace.server.classpath");
        if (classPath == null) {
            throw new IOException("this is started by bin/millrace, which knows where the server is");
        }
        List<String> command = new ArrayList<>(WITHOUT_CTRL_C);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseG1GC", "-Xmx1500m"));
        String launch = System.getProperty("millrace.server.options", "").strip();
        command.addAll(launch.isEmpty() ? List.of() : List.of(launch.split(" ")));
        command.addAll(List.of(
                "-cp", classPath, MAIN,
                "--data-dir", data.toString(), "--host", "127.0.0.1", "--port", String.valueOf(port)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(log().toFile());
        // What is set for the terminal or for another server is not meant for this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        process = builder.start();
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IOException("the server ended with exit code " + process.exitValue() + "\n" + lastLines());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("the server did not answer within " + READY_WITHIN.toSeconds() + " s\n"
                        + lastLines());
            }
            pause(Duration.ofMillis(50));
        }
    }

    private boolean isReady() {
        String url = "jdbc:postgresql://127.0.0.1:" + port
                + "/millrace?user=millrace&sslmode=disable&gssEncMode=disable&connectTimeout=5";
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private void pause(Duration time) throws IOException {
        try {
            process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server starts", e);
        }
    }

    String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        stopAndClean();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM ends already and the hook does the same
        }
    }

    private synchronized void stopAndClean() {
        try {
            if (process != null && process.isAlive()) {
                process.destroy();
                if (!process.waitFor(STOPPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
            if (Files.exists(home)) {
                removeTree(home);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException | UncheckedIOException e) {
            System.err.println("millrace: could not remove " + home + ": " + e.getMessage());
        }
    }

    private Path log() {
        return home.resolve("server.log");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void removeTree(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
