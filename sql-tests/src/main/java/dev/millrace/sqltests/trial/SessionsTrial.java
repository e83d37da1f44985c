package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.ServerMeter;
import dev.millrace.sqltests.server.WireMessages;

import static dev.millrace.sqltests.server.WireMessages.framed;
import static dev.millrace.sqltests.server.WireMessages.shorts;
import static dev.millrace.sqltests.server.WireMessages.text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: sessions that do nothing cost little. Thousands log in, do what a pool's connections do first, and stay;
 * each may hold 64 KiB in the server at most, and those that work beside them must not become slower by half. What they
 * hold is what is alive on the heap and what the process holds outside of it: the heap is touched whole at the start.
 */
@Command(name = "sessions", mixinStandardHelpOptions = true,
        description = "Measures what idle sessions cost in memory, and in the time of busy ones.")
final class SessionsTrial implements Callable<Integer> {
    private static final long SESSION_BYTES_MAX = 64 << 10;
    private static final double SLOWER_MAX = 1.5;
    private static final int ROWS = 10_000;

    @Option(names = "--idle", defaultValue = "10000",
            description = "sessions that do nothing (default: ${DEFAULT-VALUE})")
    private int idle;

    @Option(names = "--busy", defaultValue = "50", description = "sessions that read (default: ${DEFAULT-VALUE})")
    private int busy;

    @Option(names = "--seconds", defaultValue = "10", description = "of each measurement (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--pause-millis", defaultValue = "20",
            description = "between two reads of one session: a client that thinks (default: ${DEFAULT-VALUE})")
    private int pauseMillis;

    @Override
    public Integer call() throws Exception {
        List<String> java = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");
        List<String> arguments = List.of("--sessions-max", Integer.toString(idle + busy + 10));
        List<RawSession> sessions = new ArrayList<>();
        try (OwnServer server = OwnServer.start(java, arguments, Map.of());
                ServerMeter meter = new ServerMeter(server.pid())) {
            fill(server);
            measure(server, "warm-up");
            ServerMeter.Holding before = meter.holding();
            Times alone = measure(server, "alone");
            long begin = System.nanoTime();
            for (int i = 0; i < idle; i++) {
                sessions.add(RawSession.open(server.port()));
                behaveAsPooled(sessions.getLast());
            }
            double openedSeconds = (System.nanoTime() - begin) / 1e9;
            ServerMeter.Holding with = meter.holding();
            Times beside = measure(server, "beside " + idle + " idle ones");
            for (RawSession session : sessions) {
                session.check(WireMessages.query("SELECT 1"));
            }
            for (RawSession session : sessions) {
                session.close();
            }
            sessions.clear();
            Times aloneAgain = measure(server, "alone again");
            ServerMeter.Holding after = meter.holding();
            return report(before, with, after, openedSeconds, alone, beside, aloneAgain);
        } finally {
            for (RawSession session : sessions) {
                session.close();
            }
        }
    }

    /** A setting made, a statement prepared and executed once. */
    private static void behaveAsPooled(RawSession session) throws IOException {
        session.check(WireMessages.query("SET application_name = 'pool'"));
        session.check(WireMessages.joined(
                framed('P', text("s1"), text("SELECT v FROM trial_row WHERE k = $1"), shorts(0)),
                framed('B', text(""), text("s1"), shorts(0), shorts(1), WireMessages.value((byte) '7'), shorts(0)),
                framed('E', text(""), WireMessages.ints(0)),
                WireMessages.sync()));
    }

    private Integer report(
            ServerMeter.Holding before, ServerMeter.Holding with, ServerMeter.Holding after, double openedSeconds,
            Times alone, Times beside, Times aloneAgain) {
        long heap = (with.heapBytes() - before.heapBytes()) / idle;
        long outside = (with.residentBytes() - before.residentBytes()) / idle;
        double slower = beside.millis(0.99) / ((alone.millis(0.99) + aloneAgain.millis(0.99)) / 2);
        return new Figures("sessions")
                .with("idle", idle)
                .with("busy", busy)
                .with("opened_per_second", idle / openedSeconds)
                .with("heap_bytes_per_session", heap)
                .with("outside_bytes_per_session", outside)
                .with("bytes_per_session", heap + outside)
                .with("threads", with.threads() - before.threads())
                .with("left_heap_bytes", after.heapBytes() - before.heapBytes())
                .with("left_files", after.files() - before.files())
                .with("alone_ms_p50", alone.millis(0.5))
                .with("alone_ms_p99", alone.millis(0.99))
                .with("beside_ms_p50", beside.millis(0.5))
                .with("beside_ms_p99", beside.millis(0.99))
                .with("alone_again_ms_p99", aloneAgain.millis(0.99))
                .with("p99_ratio", slower)
                .finish(heap + outside <= SESSION_BYTES_MAX && slower <= SLOWER_MAX
                        && after.files() - before.files() <= busy);
    }

    private static void fill(OwnServer server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE trial_row (k int PRIMARY KEY, v text NOT NULL)");
            statement.execute(
                    "INSERT INTO trial_row SELECT n, 'row ' || n FROM generate_series(0, " + (ROWS - 1) + ") g(n)");
        }
    }

    /** Times of reads by key of all busy sessions. */
    private Times measure(OwnServer server, String what) throws Exception {
        Crew crew = new Crew();
        List<Times> times = new ArrayList<>();
        for (int i = 0; i < busy; i++) {
            Times own = new Times();
            times.add(own);
            crew.start("busy " + i, () -> read(server, crew, own));
        }
        crew.runFor(seconds, () -> { });
        Throwable fault = crew.join();
        if (fault != null) {
            throw new IllegalStateException("a busy session has failed", fault);
        }
        Times all = new Times();
        times.forEach(all::addAll);
        System.out.printf("%-24s %7d reads, p50 %.3f ms, p99 %.3f ms%n",
                what, all.count(), all.millis(0.5), all.millis(0.99));
        return all;
    }

    private void read(OwnServer server, Crew crew, Times times) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(server.url() + "&prepareThreshold=1");
                PreparedStatement read = connection.prepareStatement("SELECT v FROM trial_row WHERE k = ?")) {
            Thread.sleep(ThreadLocalRandom.current().nextInt(pauseMillis + 1));
            while (crew.goesOn()) {
                int key = ThreadLocalRandom.current().nextInt(ROWS);
                read.setInt(1, key);
                long begin = System.nanoTime();
                try (ResultSet rows = read.executeQuery()) {
                    if (!rows.next() || !rows.getString(1).equals("row " + key)) {
                        throw new AssertionError("row " + key + " is not as it was written");
                    }
                }
                times.add(System.nanoTime() - begin);
                Thread.sleep(pauseMillis);
            }
        }
    }
}
