package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How soon a server answers that was not there before, and what it takes while nobody asks: from the start of its
 * process to the first row of a SELECT over a table, and the resident memory some seconds later.
 */
@Command(name = "startup", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Seconds from the process's start to its first answer; memory of an idle server.")
final class StartupBench implements Callable<Integer> {
    @Option(names = "--reps", paramLabel = "N", description = "So many starts (5), after one that is not counted.")
    private int reps = 5;

    @Option(names = "--idle", paramLabel = "SECONDS", description = "Before the memory is read (10).")
    private int idleSeconds = 10;

    @Option(names = "--java", paramLabel = "OPTIONS", description = "Options for the server's java.")
    private String javaOptions = OwnServer.JAVA_OPTIONS;

    @Override
    public Integer call() throws IOException, SQLException {
        try (OwnServer server = OwnServer.start(List.of(javaOptions.split(" ")), List.of(), Map.of())) {
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE seen (id int PRIMARY KEY, note text)");
                statement.execute("INSERT INTO seen VALUES (1, 'here')");
            }
            for (int rep = 0; rep <= reps; rep++) {
                server.stop();
                measure(server, rep);
            }
            server.stop();
        }
        return 0;
    }

    private void measure(OwnServer server, int rep) throws IOException, SQLException {
        long startNanos = System.nanoTime();
        server.startAgain();
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT note FROM seen WHERE id = 1")) {
            if (!rows.next() || !rows.getString(1).equals("here")) {
                throw new IOException("the first answer is wrong");
            }
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double cpuSeconds = new ProcessTree(server.pid()).cpuSeconds();
        if (rep == 0) {
            return;
        }
        LockSupport.parkNanos(Duration.ofSeconds(idleSeconds).toNanos());
        System.out.println(new JsonLine().put("bench", "startup").put("peer", "millrace")
                .put("java", Runtime.version().feature()).put("rep", rep).put("first_answer_s", seconds, 3)
                .put("cpu_s", cpuSeconds, 2).put("idle_rss_bytes", residentBytes(server.pid())));
    }

    private static long residentBytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException("process " + pid + " tells nothing of its memory");
    }
}
