package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: a row that is inserted, durably, is seen in a view on a view within 10 ms more than the disk needs to
 * keep it. One client inserts and then asks the upper view; measured from before the INSERT is sent until the answer
 * with the row has come. The disk's own time is that of appending as many bytes to a file beside the data and forcing
 * them down, taken in turn with the inserts, so that both meet the same moods of the disk.
 */
@Command(name = "latency", mixinStandardHelpOptions = true,
        description = "Measures INSERT until visible in a view on a view, beside the disk's own fsync.")
final class LatencyTrial implements Callable<Integer> {
    private static final double EXTRA_MS_MAX = 10;
    private static final int RECORD_BYTES = 256;
    /** What is written is known to be free of holes, as a log's next bytes are. */
    private static final int PREALLOCATED_BYTES = 16 << 20;

    @Option(names = "--seconds", defaultValue = "20",
            description = "for each way to insert (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "10",
            description = "seconds before, not counted, for each way (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(names = "--pause-micros", defaultValue = "500",
            description = "between two inserts: a client that thinks (default: ${DEFAULT-VALUE})")
    private long pauseMicros;

    private long nextId;

    /** One way to insert the row with this id. */
    @FunctionalInterface
    private interface Insert {
        void run(long id) throws SQLException;
    }

    @Override
    public Integer call() throws Exception {
        try (OwnServer server = OwnServer.start();
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?, ?)")) {
            statement.execute("CREATE TABLE event"
                    + " (id bigint PRIMARY KEY, kind bigint NOT NULL, amount bigint NOT NULL, note text)");
            statement.execute("CREATE MATERIALIZED VIEW kind_total AS"
                    + " SELECT kind, count(*) AS events, sum(amount) AS amount, max(id) AS newest"
                    + " FROM event GROUP BY kind");
            statement.execute("CREATE MATERIALIZED VIEW grand_total AS"
                    + " SELECT sum(events) AS events, sum(amount) AS amount, max(newest) AS newest FROM kind_total");
            Path probe = server.dataDirectory().resolve("fsync-probe");
            Figures figures = new Figures("latency").with("seconds", seconds);
            boolean holds = measure("prepared", figures, server, probe, id -> {
                prepared.setLong(1, id);
                prepared.setLong(2, id % 100);
                prepared.setLong(3, id % 1_000);
                prepared.setString(4, "event number " + id);
                prepared.executeUpdate();
            });
            try (Connection simple = DriverManager.getConnection(server.url() + "&preferQueryMode=simple");
                    Statement text = simple.createStatement()) {
                holds &= measure("simple", figures, server, probe, id -> text.executeUpdate("INSERT INTO event VALUES ("
                        + id + ", " + id % 100 + ", " + id % 1_000 + ", 'event number " + id + "')"));
            }
            return figures.finish(holds);
        }
    }

    private boolean measure(String name, Figures figures, OwnServer server, Path probe, Insert insert)
            throws SQLException, IOException, InterruptedException {
        Times visible = new Times();
        Times insertOnly = new Times();
        Times fsync = new Times();
        try (Connection reader = DriverManager.getConnection(server.url());
                PreparedStatement newest = reader.prepareStatement("SELECT newest FROM grand_total");
                FileChannel file = FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            preallocate(file);
            long begin = System.nanoTime();
            long counted = begin + TimeUnit.SECONDS.toNanos(warmUpSeconds);
            long end = counted + TimeUnit.SECONDS.toNanos(seconds);
            ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
            while (System.nanoTime() < end) {
                long id = nextId++;
                long start = System.nanoTime();
                insert.run(id);
                long inserted = System.nanoTime();
                expectNewest(newest, id);
                long seen = System.nanoTime();
                TimeUnit.MICROSECONDS.sleep(pauseMicros);
                long forced = System.nanoTime();
                record.clear();
                file.write(record, id * RECORD_BYTES % PREALLOCATED_BYTES);
                file.force(false);
                long done = System.nanoTime();
                TimeUnit.MICROSECONDS.sleep(pauseMicros);
                if (start >= counted) {
                    visible.add(seen - start);
                    insertOnly.add(inserted - start);
                    fsync.add(done - forced);
                }
            }
        }
        return report(name, figures, visible, insertOnly, fsync);
    }

    private static void preallocate(FileChannel file) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(PREALLOCATED_BYTES);
        while (zeros.hasRemaining()) {
            file.write(zeros);
        }
        file.force(true);
    }

    private static void expectNewest(PreparedStatement newest, long id) throws SQLException {
        try (ResultSet rows = newest.executeQuery()) {
            if (!rows.next() || rows.getLong(1) != id) {
                throw new AssertionError("row " + id + " is not seen in the view after its INSERT has returned");
            }
        }
    }

    private static boolean report(String name, Figures figures, Times visible, Times insertOnly, Times fsync) {
        double extra = visible.millis(0.99) - fsync.millis(0.99);
        System.out.printf(
                "%-8s %6d inserts: visible p50 %.3f p99 %.3f p99.9 %.3f ms; INSERT alone p50 %.3f p99 %.3f ms;"
                        + " fsync p50 %.3f p99 %.3f p99.9 %.3f ms; p99 above fsync's %.3f ms%n",
                name, visible.count(), visible.millis(0.5), visible.millis(0.99), visible.millis(0.999),
                insertOnly.millis(0.5), insertOnly.millis(0.99),
                fsync.millis(0.5), fsync.millis(0.99), fsync.millis(0.999), extra);
        figures.with(name + "_inserts", visible.count())
                .with(name + "_visible_ms_p50", visible.millis(0.5))
                .with(name + "_visible_ms_p99", visible.millis(0.99))
                .with(name + "_visible_ms_p999", visible.millis(0.999))
                .with(name + "_insert_ms_p50", insertOnly.millis(0.5))
                .with(name + "_insert_ms_p99", insertOnly.millis(0.99))
                .with(name + "_fsync_ms_p50", fsync.millis(0.5))
                .with(name + "_fsync_ms_p99", fsync.millis(0.99))
                .with(name + "_fsync_ms_p999", fsync.millis(0.999))
                .with(name + "_above_fsync_ms_p99", extra);
        return extra <= EXTRA_MS_MAX;
    }
}
