package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
 * The promise: state of many times its budget runs to the right answer, only slower. The same changes, updates and
 * deletes among them, go to a server with all the memory it wants and to one with little: a heap that could not hold
 * everything. In both, every view must equal its query run ad hoc, views built at the start as well as those built
 * over everything in the end; and what asks for too much at once is refused without harm to the rest.
 */
@Command(name = "state", mixinStandardHelpOptions = true,
        description = "Runs views whose state is many times the memory that it may take, beside an unconstrained run.")
final class StateTrial implements Callable<Integer> {
    private static final int BATCH_ROWS = 500;
    private static final int TIMES_MIN = 5;

    /** By name; their first two columns tell the rows apart. */
    private static final Map<String, String> VIEWS = Map.of(
            "joined",
            "SELECT o.id, c.name, c.region, o.amount, o.note FROM orders o JOIN customer c ON o.customer = c.id",
            "per_customer",
            "SELECT customer, count(*) AS orders, sum(amount) AS amount, min(note) AS first, max(id) AS last"
                    + " FROM orders GROUP BY customer",
            "notes",
            "SELECT DISTINCT note, amount FROM orders",
            "largest",
            "SELECT customer, id, amount FROM (SELECT customer, id, amount,"
                    + " row_number() OVER (PARTITION BY customer ORDER BY amount DESC, id) AS place FROM orders) ranked"
                    + " WHERE place <= 3");

    @Option(names = "--orders", defaultValue = "300000", description = "rows to begin with (default: ${DEFAULT-VALUE})")
    private int orders;

    @Option(names = "--heap", defaultValue = "192m", description = "of the small server (default: ${DEFAULT-VALUE})")
    private String heap;

    @Option(names = "--state-memory", defaultValue = "8",
            description = "megabytes for state in the small server (default: ${DEFAULT-VALUE})")
    private int stateMegabytes;

    /** What one run took. */
    private static final class Run {
        long changes;
        double feedSeconds;
        double backfillSeconds;
        double compareSeconds;
        long stateBytes;
        long residentBytesMax;
        boolean holds = true;
    }

    @Override
    public Integer call() throws Exception {
        System.out.println("with all the memory it wants");
        Run large = run(List.of("-Xmx2g"), List.of(), false);
        System.out.println("with " + heap + " of heap and " + stateMegabytes + " MB for state");
        Run small = run(
                List.of("-Xmx" + heap),
                List.of("--state-memory", stateMegabytes + "MB", "--checkpoint-bytes", "8MB"),
                true);
        double times = large.stateBytes / (stateMegabytes * 1048576.0);
        boolean isEnough = times >= TIMES_MIN;
        if (!isEnough) {
            System.out.println("the state is only " + times + " times its budget: ask for more --orders");
        }
        return new Figures("state")
                .with("orders", orders)
                .with("changes", small.changes)
                .with("state_mb", large.stateBytes >> 20)
                .with("budget_mb", stateMegabytes)
                .with("times_budget", times)
                .with("resident_mb_max", small.residentBytesMax >> 20)
                .with("resident_mb_max_unconstrained", large.residentBytesMax >> 20)
                .with("changes_per_second", small.changes / small.feedSeconds)
                .with("changes_per_second_unconstrained", large.changes / large.feedSeconds)
                .with("backfill_seconds", small.backfillSeconds)
                .with("backfill_seconds_unconstrained", large.backfillSeconds)
                .with("compare_seconds", small.compareSeconds)
                .with("compare_seconds_unconstrained", large.compareSeconds)
                .finish(isEnough && large.holds && small.holds);
    }

    private Run run(List<String> javaOptions, List<String> arguments, boolean isSmall) throws Exception {
        Run run = new Run();
        List<String> options = new ArrayList<>(javaOptions);
        options.add("-XX:+ExitOnOutOfMemoryError");
        try (OwnServer server = OwnServer.start(options, arguments, Map.of());
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL, region int NOT NULL)");
            statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint NOT NULL,"
                    + " amount bigint NOT NULL, note text NOT NULL)");
            for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                statement.execute("CREATE MATERIALIZED VIEW " + view.getKey() + " AS " + view.getValue());
            }
            long start = System.nanoTime();
            feed(statement, run);
            run.feedSeconds = seconds(start);
            run.stateBytes = number(statement, "SELECT sum(state_bytes)::bigint FROM millrace.views");
            System.out.printf(Locale.ROOT, "  %d changes in %.1f s, %d MB of state on the heap%n",
                    run.changes, run.feedSeconds, run.stateBytes >> 20);
            start = System.nanoTime();
            statement.execute("CREATE MATERIALIZED VIEW late AS " + VIEWS.get("joined"));
            run.backfillSeconds = seconds(start);
            start = System.nanoTime();
            for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                run.holds &= equal(server, view.getKey(), view.getValue());
            }
            run.holds &= equal(server, "late", VIEWS.get("joined"));
            run.compareSeconds = seconds(start);
            if (isSmall) {
                run.holds &= isRefusedWithoutHarm(statement);
            }
            run.residentBytesMax = residentBytesMax(server.pid());
        }
        return run;
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The same changes in every run: inserts, then updates and deletes of what is long cold. */
    private void feed(Statement statement, Run run) throws SQLException {
        RandomGenerator random = new SplittableRandom(7);
        int customers = Math.max(1, orders / 10);
        for (int from = 0; from < customers; from += BATCH_ROWS) {
            StringBuilder sql = new StringBuilder("INSERT INTO customer VALUES ");
            int to = Math.min(customers, from + BATCH_ROWS);
            for (int id = from; id < to; id++) {
                sql.append(id == from ? "(" : ", (").append(id).append(", 'customer number ").append(id).append("', ")
                        .append(id % 50).append(')');
            }
            run.changes += statement.executeUpdate(sql.toString());
        }
        for (int from = 0; from < orders; from += BATCH_ROWS) {
            int to = Math.min(orders, from + BATCH_ROWS);
            run.changes += statement.executeUpdate(batch(from, to, customers));
            if (from % (20 * BATCH_ROWS) == 0) {
                int low = random.nextInt(to);
                run.changes += statement.executeUpdate("UPDATE orders SET amount = amount + 7 WHERE id >= " + low
                        + " AND id < " + (low + 200));
                run.changes += statement.executeUpdate("DELETE FROM orders WHERE id >= " + low / 2 + " AND id < "
                        + (low / 2 + 100));
                run.changes += statement.executeUpdate("UPDATE customer SET region = region + 1 WHERE id >= "
                        + low % customers + " AND id < " + (low % customers + 20));
            }
        }
    }

    private static String batch(int from, int to, int customers) {
        StringBuilder sql = new StringBuilder("INSERT INTO orders VALUES ");
        for (int id = from; id < to; id++) {
            // A number that jumps about, so that keys come in no order of any kind.
            long jump = id * 2_654_435_761L % 4_294_967_296L;
            sql.append(id == from ? "(" : ", (").append(id).append(", ").append(jump % customers).append(", ")
                    .append(jump % 100_000).append(", 'note ").append(jump).append(" of an order that has been placed")
                    .append("')");
        }
        return sql.toString();
    }

    /** Reads both in one order, side by side, by cursors: neither side is ever whole in this process. */
    private static boolean equal(OwnServer server, String view, String query) throws SQLException {
        int columns;
        long rows = 0;
        try (Connection left = DriverManager.getConnection(server.url());
                Connection right = DriverManager.getConnection(server.url())) {
            left.setAutoCommit(false);
            right.setAutoCommit(false);
            try (Statement one = left.createStatement(); Statement other = right.createStatement()) {
                one.setFetchSize(5_000);
                other.setFetchSize(5_000);
                try (ResultSet kept = one.executeQuery("SELECT * FROM " + view + " ORDER BY 1, 2");
                        ResultSet asked = other.executeQuery("SELECT * FROM (" + query + ") q ORDER BY 1, 2")) {
                    columns = kept.getMetaData().getColumnCount();
                    while (kept.next()) {
                        rows++;
                        if (!asked.next() || !row(kept, columns).equals(row(asked, columns))) {
                            System.out.println("  " + view + ": row " + rows + " differs");
                            return false;
                        }
                    }
                    if (asked.next()) {
                        System.out.println("  " + view + ": the query has more than its " + rows + " rows");
                        return false;
                    }
                }
            }
        } catch (SQLException e) {
            System.out.println("  " + view + ": " + e.getMessage());
            return false;
        }
        System.out.println("  " + view + ": " + rows + " rows equal");
        return true;
    }

    private static List<String> row(ResultSet rows, int columns) throws SQLException {
        List<String> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            row.add(rows.getString(i));
        }
        return row;
    }

    /** One transaction with more than fits is refused with 53200; the session and the views go on. */
    private static boolean isRefusedWithoutHarm(Statement statement) throws SQLException {
        statement.execute("CREATE TABLE doubled (other bigint, id bigint, note text)");
        String refused = "nothing";
        try {
            statement.execute("INSERT INTO doubled SELECT o.id, p.id, p.note FROM orders o, orders p"
                    + " WHERE o.id < 100");
        } catch (SQLException e) {
            refused = e.getSQLState();
        }
        System.out.println("  too much in one statement: " + refused);
        statement.execute("INSERT INTO orders VALUES (-1, 1, 1, 'after')");
        return refused.equals("53200")
                && number(statement, "SELECT count(*) FROM joined WHERE id = -1") == 1
                && number(statement, "SELECT count(*) FROM doubled") == 0;
    }

    /** The most memory the process ever had, heap and all. */
    private static long residentBytesMax(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }
}
