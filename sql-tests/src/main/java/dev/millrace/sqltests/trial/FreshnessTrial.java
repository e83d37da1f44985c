package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Freshness changed under load, in every direction, many times a second, on views of four kinds, each beside an
 * untouched twin of the same query; with {@code --kills} the server is killed under it. Nothing is lost or doubled,
 * what was shown is never taken back, a view in real time above a slow one always shows a consistent moment, and no
 * change of freshness takes a second.
 */
@Command(name = "freshness", mixinStandardHelpOptions = true,
        description = "Freshness of views changed under load, beside untouched twins; nothing is lost or doubled")
public final class FreshnessTrial implements Callable<Integer> {

    private static final int BRANCHES = 50;
    private static final int BALANCE_MAX = 100;

    @Option(names = "--seconds", description = "how long (default 60)")
    private int seconds = 60;

    @Option(names = "--accounts", description = "rows of the table (default 100000)")
    private int accounts = 100_000;

    @Option(names = "--writers", description = "connections that write (default 4)")
    private int writers = 4;

    @Option(names = "--kills", description = "how often to kill -9 the server meanwhile (default 0)")
    private int kills;

    @Option(names = "--alter-ms-max", description = "what 99 of 100 changes of freshness may take (default 1000)")
    private int alterMillisMax = 1000;

    @Option(names = "--seed", description = "of all chance (default 1)")
    private long seed = 1;

    private final Crew crew = new Crew();
    private final Rounds rounds = new Rounds(crew);
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong wholes = new AtomicLong();

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        List<PacedView> views = List.of(
                new PacedView(
                        "by_branch",
                        "SELECT branch, count(*) AS n, sum(balance) AS total, max(balance) AS top FROM account"
                                + " GROUP BY branch", null, seed + 1),
                new PacedView("rich", "SELECT id, branch, balance FROM account WHERE balance > 50", null, seed + 2),
                new PacedView(
                        "visits",
                        "SELECT account % 100 AS g, count(*) AS n, count(DISTINCT account) AS accounts FROM visit"
                                + " GROUP BY account % 100", "coalesce(sum(n), 0)", seed + 3),
                new PacedView(
                        "valued",
                        "SELECT a.branch, count(*) AS n, sum(a.balance * r.rate) AS worth FROM account a"
                                + " JOIN rate r ON r.branch = a.branch GROUP BY a.branch", null, seed + 4));
        List<String> arguments = List.of("--checkpoint-seconds", "2", "--checkpoint-bytes", "8MB");
        Throwable fault;
        try (OwnServer server = OwnServer.start(arguments, Map.of())) {
            prepare(server, views);
            for (int i = 0; i < writers; i++) {
                Random random = new Random(seed * 31 + i);
                crew.start("writer-" + i, () -> rounds.goOn(server, connection -> write(connection, random)));
            }
            for (PacedView view : views) {
                crew.start("pace-" + view.name(), () -> rounds.goOn(server, view::turn));
            }
            crew.start("whole", () -> rounds.goOn(server, this::checkWhole));
            if (kills > 0) {
                crew.start("killer", () -> kill(server));
            }
            long begin = System.nanoTime();
            crew.runFor(seconds, () -> System.out.printf(
                    "%3d s: %d writes, %d changes of freshness, %d comparisons%n",
                    (System.nanoTime() - begin) / 1_000_000_000, writes.get(),
                    views.stream().mapToLong(view -> view.alterTimes().count()).sum(),
                    views.stream().mapToLong(PacedView::comparisons).sum()));
            fault = crew.join();
            if (fault == null) {
                fault = settle(server, views);
            }
            if (fault != null) {
                System.out.println("WRONG: " + fault + "\n" + server.lastWords());
            }
        }
        return report(views, fault);
    }

    private void prepare(OwnServer server, List<PacedView> views) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE account (id int PRIMARY KEY, branch int NOT NULL, balance bigint NOT NULL)");
            statement.execute("CREATE TABLE rate (branch int PRIMARY KEY, rate bigint NOT NULL)");
            statement.execute("CREATE STREAM visit (account int, at bigint)");
            statement.execute("INSERT INTO account SELECT i, i % " + BRANCHES + ", 0 FROM generate_series(1, "
                    + accounts + ") i");
            statement.execute("INSERT INTO rate SELECT i, 1 FROM generate_series(0, " + (BRANCHES - 1) + ") i");
            for (PacedView view : views) {
                view.create(statement);
            }
            statement.execute("CREATE MATERIALIZED VIEW whole AS SELECT sum(total) AS total, sum(n) AS n"
                    + " FROM slow_by_branch");
        }
    }

    /** Money moves, and is neither made nor lost; now and then an account or a rate moves. */
    private void write(Connection connection, Random random) throws SQLException {
        int first = 1 + random.nextInt(accounts);
        // Some accounts are busy: what cancels out while nobody looks must cancel out.
        int second = 1 + random.nextInt(20);
        int amount = 1 + random.nextInt(BALANCE_MAX);
        try (Statement statement = connection.createStatement()) {
            switch (random.nextInt(10)) {
                case 0 -> statement.execute("UPDATE rate SET rate = 1 + (rate + 1) % 7 WHERE branch = "
                        + random.nextInt(BRANCHES));
                case 1 -> statement.execute("UPDATE account SET branch = (branch + 1) % " + BRANCHES + " WHERE id = "
                        + second);
                case 2 -> statement.execute("DELETE FROM account WHERE balance = 0 AND id = " + first);
                case 3 -> statement.execute("INSERT INTO account VALUES (" + first + ", " + first % BRANCHES
                        + ", 0) ON CONFLICT DO NOTHING");
                case 4, 5 -> statement.execute("INSERT INTO visit SELECT i % 5000, " + amount
                        + " FROM generate_series(" + first + ", " + (first + amount) + ") i");
                default -> transfer(statement, first, second, amount);
            }
            writes.incrementAndGet();
        } catch (SQLException e) {
            if (!"40001".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** Only where both accounts are there. */
    private static void transfer(Statement statement, int first, int second, int amount) throws SQLException {
        if (first == second) {
            return;
        }
        Connection connection = statement.getConnection();
        connection.setAutoCommit(false);
        try {
            boolean isWhole = statement.executeUpdate(moved(first, amount)) == 1
                    && statement.executeUpdate(moved(second, -amount)) == 1;
            if (isWhole) {
                connection.commit();
            } else {
                connection.rollback();
            }
        } catch (SQLException e) {
            if (!"40001".equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static String moved(int account, int amount) {
        return "UPDATE account SET balance = balance + " + amount + " WHERE id = " + account;
    }

    /** Above a slow view, in real time: always the sum of one moment. */
    private void checkWhole(Connection connection) throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT total, (SELECT sum(total) FROM slow_by_branch) FROM whole")) {
            row.next();
            if (row.getLong(1) != 0 || row.getLong(2) != 0) {
                throw new AssertionError("money was made: " + row.getLong(1) + " above, " + row.getLong(2) + " below");
            }
            wholes.incrementAndGet();
        }
        Thread.sleep(5);
    }

    private void kill(OwnServer server) throws IOException, InterruptedException {
        Random random = new Random(seed);
        for (int i = 0; i < kills && crew.goesOn(); i++) {
            Thread.sleep(seconds * 1000L / (kills + 1) - 250 + random.nextInt(500));
            rounds.kill(server);
            System.out.println("killed");
        }
    }

    private Throwable settle(OwnServer server, List<PacedView> views) {
        try {
            if (kills > 0) {
                server.restart();
            }
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                for (PacedView view : views) {
                    view.checkPace(statement);
                    view.checkGrowing(statement);
                    view.settle(statement);
                }
                counters(statement);
            }
            return null;
        } catch (SQLException | IOException | AssertionError e) {
            return e;
        }
    }

    private static void counters(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT name, refreshes, changes_in, changes_taken, changes_out"
                + " FROM millrace.views ORDER BY name")) {
            while (row.next()) {
                System.out.printf("%-16s %8d refreshes, rows: %d came, %d taken in, %d put out%n", row.getString(1),
                        row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
            }
        }
    }

    private int report(List<PacedView> views, Throwable fault) {
        Set<List<PacedView.Pace>> directions = new HashSet<>();
        Times alters = new Times();
        views.forEach(view -> {
            directions.addAll(view.directions());
            alters.addAll(view.alterTimes());
        });
        double slow = alters.millis(0.99);
        return new Figures("freshness")
                .with("seconds", seconds)
                .with("kills", kills)
                .with("writes", writes.get())
                .with("changes_of_freshness", alters.count())
                .with("directions", directions.size())
                .with("directions_possible", PacedView.DIRECTIONS)
                .with("alter_ms_p50", alters.millis(0.5))
                .with("alter_ms_p99", slow)
                .with("alter_ms_max", alters.millis(1))
                .with("refreshes", views.stream().mapToLong(PacedView::refreshes).sum())
                .with("comparisons_with_twins", views.stream().mapToLong(PacedView::comparisons).sum())
                .with("consistent_sums", wholes.get())
                .with("seed", seed)
                .finish(fault == null && slow <= alterMillisMax && directions.size() == PacedView.DIRECTIONS);
    }
}
