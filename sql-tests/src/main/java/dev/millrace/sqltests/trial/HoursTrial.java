package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: windows over a stream that never ends need memory for what is open, not for what has been. A day of
 * rows, many of them out of order and some too late, goes by minute after minute with the server's clock; the server is
 * killed now and then. State must stay as large as it was after the first hours, every late row must be where late rows
 * go, and every view must equal its query run from scratch over all that came in.
 */
@Command(name = "hours", mixinStandardHelpOptions = true,
        description = "Runs windowed views for simulated hours with late and out-of-order rows: state stays flat.")
final class HoursTrial implements Callable<Integer> {
    /** In the future: a server that starts again follows the clock on the wall, which must not be ahead. */
    private static final LocalDateTime START = LocalDateTime.of(2100, 1, 1, 0, 0);
    private static final long MICROS_PER_MINUTE = 60_000_000;
    private static final long DELAY_MICROS = 2 * MICROS_PER_MINUTE;
    private static final String CLOSED =
            " WHERE window_end <= (SELECT max(ts) - INTERVAL '2 minutes' FROM reading)";
    /** How much more state there may be in the last quarter of the time than in the second. */
    private static final double GROWTH_MAX = 1.25;

    /** Windows by name, and what is asked of each, with a place for a condition. */
    private static final Map<String, String> VIEWS = new LinkedHashMap<>(Map.of(
            "tumbling",
            "SELECT dev, window_start, count(*) AS n, sum(val) AS total, count(DISTINCT val) AS different,"
                    + " min(note) AS note FROM TUMBLE(reading, ts, INTERVAL '1 minute')%s GROUP BY dev, window_start",
            "hopping",
            "SELECT window_end, count(*) AS n, avg(val) AS mean, max(val) AS top"
                    + " FROM HOP(reading, ts, INTERVAL '1 minute', INTERVAL '10 minutes')%s GROUP BY window_end",
            "sessions",
            "SELECT dev, window_start, window_end, count(*) AS n, sum(val) AS total"
                    + " FROM SESSION(reading, ts, dev, INTERVAL '20 seconds')%s GROUP BY dev, window_start, window_end",
            "busiest",
            "SELECT * FROM (SELECT window_end, dev, count(*) AS n, row_number() OVER (PARTITION BY window_end"
                    + " ORDER BY count(*) DESC, dev) AS place FROM TUMBLE(reading, ts, INTERVAL '5 minutes')%s"
                    + " GROUP BY window_end, dev) ranked WHERE place <= 3"));

    @Option(names = "--hours", defaultValue = "24", description = "simulated (default: ${DEFAULT-VALUE})")
    private int hours;

    @Option(names = "--rows", defaultValue = "200", description = "a simulated minute (default: ${DEFAULT-VALUE})")
    private int rows;

    @Option(names = "--devices", defaultValue = "50", description = "default: ${DEFAULT-VALUE}")
    private int devices;

    @Option(names = "--kills", defaultValue = "3",
            description = "of the server, on the way (default: ${DEFAULT-VALUE})")
    private int kills;

    private final RandomGenerator random = new SplittableRandom(24);
    /** Latest time so far, microseconds from the start: what the next rows are late for. */
    private long latest = Long.MIN_VALUE / 2;
    private long sent;
    private long late;

    @Override
    public Integer call() throws Exception {
        List<Long> bytesByHour = new ArrayList<>();
        boolean holds = true;
        long start = System.nanoTime();
        try (OwnServer server = OwnServer.start(List.of("--checkpoint-bytes", "1MB"), Map.of())) {
            create(server);
            for (int hour = 0; hour < hours; hour++) {
                if (kills > 0 && hour > 0 && hour % Math.max(1, hours / (kills + 1)) == 0) {
                    server.restart();
                }
                bytesByHour.add(hour(server, hour));
                System.out.printf(Locale.ROOT, "hour %d: %d KB of state%n", hour + 1, bytesByHour.getLast() >> 10);
            }
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                setClock(statement, hours * 60);
                for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                    holds &= equals(statement, view.getKey(), String.format(Locale.ROOT, view.getValue(), CLOSED));
                }
                holds &= equals(statement, "recent", recent());
                long kept = number(statement, "SELECT count(*) FROM reading");
                long counted = number(statement, "SELECT late_rows FROM millrace.streams WHERE name = 'reading'");
                long aside = number(statement, "SELECT count(*) FROM too_late");
                System.out.printf(Locale.ROOT, "%d rows, %d of them late: %d in time, %d counted as late, %d aside%n",
                        sent, late, kept, counted, aside);
                holds &= kept == sent - late && counted == late && aside == late;
            }
        }
        long early = max(bytesByHour, hours / 4, Math.max(hours / 4 + 1, hours / 2));
        long end = max(bytesByHour, hours - Math.max(1, hours / 4), hours);
        double growth = end / (double) early;
        return new Figures("hours")
                .with("hours", hours)
                .with("rows", sent)
                .with("late", late)
                .with("state_kb_second_quarter", early >> 10)
                .with("state_kb_last_quarter", end >> 10)
                .with("growth", growth)
                .with("seconds", (System.nanoTime() - start) / 1e9)
                .finish(holds && growth <= GROWTH_MAX);
    }

    private static long max(List<Long> bytes, int from, int to) {
        return bytes.subList(from, to).stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private void create(OwnServer server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            setClock(statement, 0);
            statement.execute("CREATE TABLE too_late (dev int, val int, note text, ts timestamp)");
            statement.execute("CREATE STREAM reading (dev int, val int, note text, ts timestamp,"
                    + " WATERMARK FOR ts AS ts - INTERVAL '2 minutes') WITH (late = 'too_late')");
            for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                statement.execute("CREATE MATERIALIZED VIEW " + view.getKey() + " AS "
                        + String.format(Locale.ROOT, view.getValue(), "") + " EMIT ON WINDOW CLOSE");
            }
            statement.execute("CREATE MATERIALIZED VIEW recent AS " + recent());
        }
    }

    /** Slides with the clock; the answer of a session that stands at the server's clock is the same. */
    private static String recent() {
        return "SELECT dev, count(*) AS n, sum(val) AS total FROM reading"
                + " WHERE ts > now()::timestamp - INTERVAL '5 minutes' GROUP BY dev";
    }

    private static void setClock(Statement statement, long minute) throws SQLException {
        statement.execute("SET millrace.clock = '" + START.plusMinutes(minute) + "+00'");
    }

    /** An hour of rows; returns the most state that the views had at the end of a minute of it. */
    private long hour(OwnServer server, int hour) throws SQLException {
        long bytesMax = 0;
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (int minute = 60 * hour; minute < 60 * (hour + 1); minute++) {
                setClock(statement, minute + 1L);
                statement.executeUpdate(minute(minute));
                if (minute % 5 == 4) {
                    bytesMax = Math.max(
                            bytesMax, number(statement, "SELECT sum(state_bytes)::bigint FROM millrace.views"));
                }
            }
        }
        return bytesMax;
    }

    /** Most rows of their minute, some up to the delay and more behind, a few an hour. */
    private String minute(int minute) {
        StringBuilder sql = new StringBuilder("INSERT INTO reading VALUES ");
        long watermark = latest - DELAY_MICROS;
        for (int row = 0; row < rows; row++) {
            long time = minute * MICROS_PER_MINUTE + random.nextLong(MICROS_PER_MINUTE);
            int kind = random.nextInt(50);
            time -= kind == 0 ? random.nextLong(60 * MICROS_PER_MINUTE) : kind < 8 ? random.nextLong(DELAY_MICROS) : 0;
            time = Math.max(0, time);
            late += time < watermark ? 1 : 0;
            latest = time < watermark ? latest : Math.max(latest, time);
            sql.append(row == 0 ? "(" : ", (").append(random.nextInt(devices)).append(", ").append(random.nextInt(1000))
                    .append(", 'note ").append(random.nextInt(100)).append("', '")
                    .append(START.plus(time, ChronoUnit.MICROS)).append("')");
        }
        sent += rows;
        return sql.toString();
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static boolean equals(Statement statement, String view, String query) throws SQLException {
        long differences = ViewCheck.differences(statement, view, query);
        System.out.printf(Locale.ROOT, "%s: %d rows, %d differ from the query%n",
                view, number(statement, "SELECT count(*) FROM " + view), differences);
        return differences == 0;
    }
}
