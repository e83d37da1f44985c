package dev.millrace.sqltests.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Kafka broker of one node, run by {@code bin/kafka-broker} in a temporary directory. It is killed and the
 * directory removed in every way out. The script is found by the property {@code millrace.home} that
 * {@code bin/millrace} gives.
 */
public final class Broker implements AutoCloseable {
    private static final long SCRIPT_SECONDS_MAX = 180;

    private final Path script;
    private final Path directory;
    private final int port;
    private final Thread atExit = new Thread(this::killAndClean, "stop-broker");

    private Broker(Path script, Path directory, int port) {
        this.script = script;
        this.directory = directory;
        this.port = port;
    }

    /** Starts a broker on free ports and waits until it listens. */
    public static Broker start() throws IOException {
        String home = System.getProperty("millrace.home");
        if (home == null) {
            throw new IOException("millrace.home is not set: run this by bin/millrace");
        }
        Broker broker = new Broker(
                Path.of(home, "bin", "kafka-broker"), Files.createTempDirectory("millrace-broker"), freePorts());
        Runtime.getRuntime().addShutdownHook(broker.atExit);
        broker.startAgain();
        return broker;
    }

    public String address() {
        return "localhost:" + port;
    }

    /** After {@link #kill}, on the same data and port. */
    public void startAgain() throws IOException {
        run("start", "--port", Integer.toString(port));
    }

    /** SIGKILL. */
    public void kill() throws IOException {
        run("kill");
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

    private void run(String command, String... more) throws IOException {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("bash", script.toString(), command, "--dir", directory.toString()));
        words.addAll(List.of(more));
        Path said = directory.resolve("script.log");
        Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            if (!process.waitFor(SCRIPT_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("kafka-broker " + command + " does not come to an end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while kafka-broker " + command + " ran");
        }
        if (process.exitValue() != 0) {
            throw new IOException("kafka-broker " + command + ": " + Files.readString(said, StandardCharsets.UTF_8));
        }
    }

    private void killAndClean() {
        try {
            kill();
            try (Stream<Path> walk = Files.walk(directory)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("millrace: could not clean up " + directory + ": " + e.getMessage());
        }
    }

    /** Of two free ones in a row. */
    private static int freePorts() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = first.getLocalPort();
                try (ServerSocket second = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
                    if (second.isBound()) {
                        return port;
                    }
                } catch (IOException e) {
                    // the neighbour is taken: try another
                }
            }
        }
        throw new IOException("there are no two free ports in a row");
    }
}
