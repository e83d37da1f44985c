package dev.millrace.server;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.millrace.server.config.ConfigException;
import dev.millrace.server.config.ServerConfig;

/**
 * A short life of a server, for Java to record: which classes it loads and links, and what is worth compiling. {@code
 * bin/millrace} runs it once after a build with {@code -XX:AOTCacheOutput}; every later start reads the cache instead
 * of doing that work again. Nothing depends on it: without a cache a server only starts more slowly.
 *
 * <p>It starts on a new directory, works, stops, starts once more on what it left and works on, all through its own
 * port; then it starts on a copy made meanwhile, which is what a kill leaves, so that replaying is recorded too.
 */
final class Training {

    private static final String SCRIPT = "training.sql";
    private static final String LOAD = "training-load.sql";

    /** All that is written stays in the log, for the start on the copy to replay. */
    private static final Map<String, String> NO_CHECKPOINT =
            Map.of("MILLRACE_CHECKPOINT_SECONDS", "86400", "MILLRACE_CHECKPOINT_WORK_MILLIS", "86400000");

    private static final long SECONDS_MAX = 90;

    private Training() {}

    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon(true).start(Training::giveUp);
        int status = 1;
        try {
            run();
            status = 0;
        } catch (IOException | ConfigException | StartException | UncheckedIOException e) {
            System.err.println("millrace: " + e.getMessage());
        }
        System.exit(status);
    }

    private static void giveUp() {
        try {
            Thread.sleep(SECONDS_MAX * 1000);
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run() throws IOException, ConfigException, StartException {
        Path home = Files.createTempDirectory("millrace-training");
        Path data = home.resolve("data");
        Path killed = home.resolve("killed");
        List<String> statements = statements(SCRIPT);
        try {
            live(data, Map.of(), statements);
            try (Server server = Server.start(config(data, NO_CHECKPOINT))) {
                work(server.port(), statements(LOAD));
                copy(data, killed);
            }
            live(killed, Map.of(), statements.subList(0, 1));
        } finally {
            remove(home);
        }
    }

    private static void live(Path data, Map<String, String> environment, List<String> statements)
            throws IOException, ConfigException, StartException {
        try (Server server = Server.start(config(data, environment))) {
            work(server.port(), statements);
        }
    }

    private static ServerConfig config(Path data, Map<String, String> environment) throws ConfigException {
        String[] arguments = {"--data-dir", data.toString(), "--port", "0"};
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return Main.configuration(arguments, environment, nowhere);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static List<String> statements(String resource) throws IOException {
        try (InputStream script = Training.class.getResourceAsStream(resource)) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split(";")).map(String::strip).filter(sql -> !sql.isEmpty()).toList();
        }
    }

    /** A client with no more than it takes: the simple protocol for each statement, then the extended one. */
    private static void work(int port, List<String> statements) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            byte[] names = ("user\0" + Server.USER + "\0database\0" + Server.DATABASE + "\0\0")
                    .getBytes(StandardCharsets.UTF_8);
            out.write(ByteBuffer.allocate(8 + names.length).putInt(8 + names.length).putInt(3 << 16).put(names)
                    .array());
            awaitReady(in);
            for (String sql : statements) {
                out.write(message('Q', sql + "\0"));
                awaitReady(in);
            }
            for (String sql : statements.subList(0, Math.min(4, statements.size()))) {
                out.write(message('P', "\0" + sql + "\0\0\0"));
                out.write(message('B', "\0\0\0\0\0\0\0\0"));
                out.write(message('D', "P\0"));
                out.write(message('E', "\0\0\0\0\0"));
                out.write(message('S', ""));
                awaitReady(in);
            }
            out.write(message('X', ""));
        }
    }

    private static byte[] message(char type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + bytes.length).put((byte) type).putInt(4 + bytes.length).put(bytes).array();
    }

    /** Reads over everything up to the server's word that it is ready. */
    private static void awaitReady(DataInputStream in) throws IOException {
        int type;
        do {
            type = in.readUnsignedByte();
            in.skipNBytes(in.readInt() - 4L);
        } while (type != 'Z');
    }

    private static void remove(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
