package dev.millrace.sqltests.server;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Millrace server as a child process on a directory and a free port of its own. It is killed and its directory
 * removed in every way out, {@link #close} or the end of this JVM, unless it was told to keep the directory.
 *
 * <p>The child runs on this JVM's java, with the class path that {@code bin/millrace} gives in the property
 * {@code millrace.server.classpath} and the options in {@code millrace.server.options}; without them (in a unit test)
 * with this JVM's own class path, from what a {@link StartCache} keeps.
 */
public final class OwnServer implements Target {
    /** What {@code bin/millrace server} gives java. */
    public static final String JAVA_OPTIONS = "-XX:+UseG1GC -XX:MaxRAMPercentage=60";

    private static final String MAIN = "dev.millrace.server.Main";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);
    private static final int LAST_WORDS_LINES = 40;

    private final Path home;
    private final List<String> javaOptions;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final int port;
    private final Thread atExit = new Thread(this::killAndClean, "stop-own-server");
    private Process process;

    private OwnServer(
            Path home, int port, List<String> javaOptions, List<String> arguments, Map<String, String> environment) {
        this.home = home;
        this.port = port;
        this.javaOptions = List.copyOf(javaOptions);
        this.arguments = List.copyOf(arguments);
        this.environment = Map.copyOf(environment);
    }

    /** Starts a server on a new temporary directory and waits until it answers. */
    public static OwnServer start() throws IOException {
        return start(List.of(), Map.of());
    }

    /** The same with more command-line arguments and environment variables for the server. */
    public static OwnServer start(List<String> arguments, Map<String, String> environment) throws IOException {
        return start(List.of("-Xmx1g"), arguments, environment);
    }

    /** The same with options for java, its heap among them. */
    public static OwnServer start(List<String> javaOptions, List<String> arguments, Map<String, String> environment)
            throws IOException {
        return startIn(Files.createTempDirectory("millrace-slt"), javaOptions, arguments, environment);
    }

    /** The same in a directory of the caller's, on a file system of its own for example; it is removed at the end. */
    public static OwnServer startIn(
            Path home, List<String> javaOptions, List<String> arguments, Map<String, String> environment)
            throws IOException {
        OwnServer server = new OwnServer(home, freePort(), javaOptions, arguments, environment);
        Runtime.getRuntime().addShutdownHook(server.atExit);
        try {
            server.launch();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/millrace?user=millrace&sslmode=disable&gssEncMode=disable";
    }

    public int port() {
        return port;
    }

    public Path dataDirectory() {
        return home.resolve("data");
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL, and wait until the process is gone. */
    public void kill() throws IOException {
        process.destroyForcibly();
        await(process, STOPPED_WITHIN);
    }

    /** SIGTERM: the server may finish what it does; returns its exit code. */
    public int stop() throws IOException {
        process.destroy();
        if (!await(process, STOPPED_WITHIN)) {
            process.destroyForcibly();
            throw new IOException("the server did not stop within " + STOPPED_WITHIN.toSeconds() + " s\n"
                    + lastWords());
        }
        return process.exitValue();
    }

    /** Starts the server again after {@link #kill} or {@link #stop}, on the same directory and port. */
    public void startAgain() throws IOException {
        launch();
    }

    /** Starts the server again and kills it after so many milliseconds, whatever it does then. */
    public void killWhileStarting(long millis) throws IOException {
        spawn();
        await(process, Duration.ofMillis(millis));
        kill();
    }

    @Override
    public void restart() throws IOException {
        kill();
        launch();
    }

    /** Everything it wrote since it was first started. */
    public List<String> logged() throws IOException {
        return Files.readAllLines(log(), StandardCharsets.UTF_8);
    }

    @Override
    public String lastWords() {
        try {
            List<String> lines = logged();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        killAndClean();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM ends already, and the hook has nothing left to do
        }
    }

    private void launch() throws IOException {
        spawn();
        awaitReady();
    }

    private void spawn() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(javaOptions);
        String classPath = System.getProperty("millrace.server.classpath");
        String launch = System.getProperty("millrace.server.options", "").strip();
        StartCache cache = StartCache.ofThisClassPath();
        command.addAll(classPath == null ? cache.options() : launch.isEmpty() ? List.of() : List.of(launch.split(" ")));
        command.add("-cp");
        command.add(classPath == null ? cache.classPath() : classPath);
        command.add(MAIN);
        command.addAll(List.of("--data-dir", dataDirectory().toString(), "--host", "127.0.0.1", "--port", "" + port));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        // What is set for the terminal or for another server is not meant for this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Ready is when a connection can be opened: while the server recovers it refuses them (57P03). */
    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        SQLException last = null;
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IOException("the server ended with exit code " + process.exitValue() + "\n" + lastWords());
            }
            try (Connection connection = DriverManager.getConnection(url() + "&connectTimeout=5&loginTimeout=10")) {
                if (connection.isValid(10)) {
                    return;
                }
            } catch (SQLException e) {
                last = e;
            }
            await(process, Duration.ofMillis(50));
        }
        throw new IOException("the server was not ready within " + READY_WITHIN.toSeconds() + " s\n" + lastWords(),
                last);
    }

    private void killAndClean() {
        try {
            if (process != null) {
                kill();
            }
            if (Files.exists(home)) {
                removeTree(home);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("millrace: could not clean up " + home + ": " + e.getMessage());
        }
    }

    private Path log() {
        return home.resolve("server.log");
    }

    private static boolean await(Process process, Duration time) throws InterruptedIOException {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the server");
        }
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
