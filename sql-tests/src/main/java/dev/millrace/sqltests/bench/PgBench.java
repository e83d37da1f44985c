package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's own load generator as a child process: small and in C, so that it leaves the machine to the server, and
 * the same for both sides. Its latencies are of a tenth of the transactions.
 */
final class PgBench implements AutoCloseable {
    private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+)");
    private static final Pattern FAILED = Pattern.compile("(?m)^number of failed transactions: ([0-9]+)");

    private final Path directory;

    /**
     * What one run came to.
     *
     * @param clientCpuSeconds of pgbench itself, which has the same processors as the server
     */
    record Run(double perSecond, double p50Millis, double p99Millis, double clientCpuSeconds) {}

    /**
     * @param protocol simple, extended or prepared
     * @param threads of pgbench, which share the clients
     */
    record Load(String script, String protocol, int clients, int threads, int seconds, long rows) {}

    PgBench() throws IOException {
        directory = Files.createTempDirectory("millrace-pgbench");
    }

    Run run(ServingPeer peer, Load load) throws IOException {
        removeAll(directory, false);
        Path script = Files.writeString(directory.resolve("script.sql"), load.script());
        List<String> command = new ArrayList<>(List.of("pgbench", "-n", "-M", load.protocol()));
        command.addAll(List.of("-c", "" + load.clients(), "-j", "" + Math.min(load.threads(), load.clients())));
        command.addAll(List.of("-T", "" + load.seconds()));
        command.addAll(List.of("-D", "rows=" + load.rows(), "-f", script.toString()));
        command.addAll(List.of("-l", "--log-prefix", directory.resolve("latency").toString()));
        command.addAll(List.of("--sampling-rate", "0.1"));
        command.addAll(peer.clientArguments());
        Path output = directory.resolve("output");
        Process process = start(command, output);
        // Asked while it runs: a process that has ended tells nothing any more.
        ProcessTree own = new ProcessTree(process.pid());
        double cpuSeconds = 0;
        while (process.isAlive()) {
            cpuSeconds = Math.max(cpuSeconds, own.cpuSeconds());
            await(process);
        }
        String text = Files.readString(output);
        Matcher rate = RATE.matcher(text);
        Matcher failed = FAILED.matcher(text);
        if (process.exitValue() != 0 || !rate.find() || failed.find() && !failed.group(1).equals("0")) {
            throw new IOException("pgbench failed: " + text);
        }
        double[] millis = latencies();
        return new Run(
                Double.parseDouble(rate.group(1)), percentile(millis, 0.5), percentile(millis, 0.99), cpuSeconds);
    }

    private static Process start(List<String> command, Path output) throws IOException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        } catch (IOException e) {
            throw new IOException("pgbench, of PostgreSQL's client programs, is needed: " + e.getMessage(), e);
        }
    }

    private static void await(Process process) throws InterruptedIOException {
        try {
            process.waitFor(Duration.ofMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new InterruptedIOException("interrupted while pgbench ran");
        }
    }

    /** Sorted. */
    private double[] latencies() throws IOException {
        List<Double> millis = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("latency")).toList()) {
                for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                    millis.add(Long.parseLong(line.split(" ")[2]) / 1e3);
                }
            }
        }
        return millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double percentile(double[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (sorted.length * part)];
    }

    private static void removeAll(Path directory, boolean withItself) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (withItself || !path.equals(directory)) {
                    Files.delete(path);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            removeAll(directory, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
