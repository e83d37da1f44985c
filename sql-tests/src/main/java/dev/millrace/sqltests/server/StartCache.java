package dev.millrace.sqltests.server;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets the servers of a test run start in half the time: one of them is trained, once, and Java keeps what it has
 * loaded. Only code in jars can be kept; where the server still lies in folders, every server starts without.
 */
final class StartCache {
    private static final String TRAINING = "dev.millrace.server.Training";
    private static final long TRAINED_WITHIN_SECONDS = 120;
    private static final StartCache MINE = new StartCache();

    private final String classPath;
    private final boolean isInJars;
    private Path file;
    private boolean isTrained;

    private StartCache() {
        String all = System.getProperty("java.class.path");
        List<Path> folders = Arrays.stream(all.split(File.pathSeparator)).map(Path::of).filter(Files::isDirectory)
                .toList();
        String main = TRAINING.replace('.', '/') + ".class";
        isInJars = folders.stream().noneMatch(folder -> Files.exists(folder.resolve(main)));
        classPath = isInJars
                ? String.join(File.pathSeparator, Arrays.stream(all.split(File.pathSeparator))
                        .filter(entry -> !folders.contains(Path.of(entry))).toList())
                : all;
    }

    static StartCache ofThisClassPath() {
        return MINE;
    }

    /** This JVM's, without its folders where the server does not need them: a cache is not made with any. */
    String classPath() {
        return classPath;
    }

    /** For java, so that it uses the cache; none where there is none. Java goes on without one that does not fit. */
    synchronized List<String> options() throws IOException {
        if (isInJars && !isTrained) {
            isTrained = true;
            train();
        }
        return file == null ? List.of() : List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off");
    }

    private void train() throws IOException {
        Path folder = Files.createTempDirectory("millrace-start");
        folder.toFile().deleteOnExit();
        Path log = folder.resolve("training.log");
        log.toFile().deleteOnExit();
        Path cache = folder.resolve("server.aot");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx1g", "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-XX:AOTCacheOutput=" + cache, "-cp", classPath, TRAINING));
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            boolean isDone = process.waitFor(TRAINED_WITHIN_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            if (!isDone || process.exitValue() != 0 || !Files.exists(cache)) {
                throw new IOException("no cache came of the training run:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a server is trained");
        }
        cache.toFile().deleteOnExit();
        file = cache;
    }
}
