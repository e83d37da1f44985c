package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.UserCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * kill -9 under load with everything that remembers the past: relations with a history, subscriptions that go on where
 * they ended, timers that let rows go, rows that keep what a dimension was when they came, a processor whose timers end
 * visits. No change is missing or told twice, each comes in the epoch in which it came before, and what was answered of
 * a moment in the past stays so.
 */
@Command(name = "history", mixinStandardHelpOptions = true,
        description = "kill -9 with histories, resumed subscriptions, timers, processors: the past stays as told")
public final class HistoryTrial implements Callable<Integer> {

    private static final int BRANCHES = 20;
    private static final List<String> FOLLOWED = List.of("account", "totals", "recent", "priced", "visit");
    private static final String VISITS =
            "TABLE(visits(TABLE click PARTITION BY visitor ORDER BY ts, TABLE spent_before PARTITION BY visitor))";

    @Option(names = "--seconds", description = "how long (default 60)")
    private int seconds = 60;

    @Option(names = "--kills", description = "how often to kill -9 the server meanwhile (default 10)")
    private int kills = 10;

    @Option(names = "--writers", description = "connections that write (default 3)")
    private int writers = 3;

    @Option(names = "--seed", description = "of all chance (default 1)")
    private long seed = 1;

    private final Crew crew = new Crew();
    private final Rounds rounds = new Rounds(crew);
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong nextEvent = new AtomicLong();
    /** What was answered of moments of the past. */
    private final Map<String, String> answered = new ConcurrentHashMap<>();
    private final List<HistoryFollower> followers = FOLLOWED.stream().map(HistoryFollower::new).toList();

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Throwable fault;
        List<String> arguments = List.of("--checkpoint-seconds", "2", "--checkpoint-bytes", "4MB");
        try (OwnServer server = OwnServer.start(arguments, Map.of())) {
            prepare(server, UserCode.jar("java-processor", server.dataDirectory().getParent()));
            for (int i = 0; i < writers; i++) {
                Random random = new Random(seed * 31 + i);
                crew.start("writer-" + i, () -> rounds.goOn(server, connection -> write(connection, random)));
            }
            for (HistoryFollower follower : followers) {
                crew.start("follower-" + follower.relation(), () -> rounds.goOn(
                        server, connection -> follower.follow(connection, crew)));
            }
            crew.start("past", () -> rounds.goOn(server, this::askPast));
            crew.start("killer", () -> kill(server));
            crew.runFor(seconds, () -> { });
            fault = crew.join();
            if (fault == null) {
                fault = settle(server);
            }
            if (fault != null) {
                System.out.println("WRONG: " + fault + "\n" + server.lastWords());
            }
        }
        return new Figures("history")
                .with("seconds", seconds)
                .with("kills", kills)
                .with("writes", writes.get())
                .with("changes_told", followers.stream().mapToLong(HistoryFollower::changes).sum())
                .with("resumptions", followers.stream().mapToLong(HistoryFollower::resumptions).sum())
                .with("moments_asked", answered.size())
                .with("seed", seed)
                .finish(fault == null);
    }

    private static void prepare(OwnServer server, Path jar) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE account (id int PRIMARY KEY, branch int, balance bigint)"
                    + " WITH (history = 'forever')");
            statement.execute("CREATE TABLE price (item int PRIMARY KEY, price int)");
            statement.execute("CREATE TABLE event (id bigint PRIMARY KEY, item int, ts timestamptz)");
            statement.execute("INSERT INTO account SELECT i, i % " + BRANCHES + ", 0 FROM generate_series(1, 200) i");
            statement.execute("INSERT INTO price SELECT i, 1 FROM generate_series(0, 9) i");
            statement.execute("CREATE MATERIALIZED VIEW totals WITH (history = 'forever') AS SELECT branch,"
                    + " count(*) AS n, sum(balance) AS total FROM account GROUP BY branch");
            statement.execute("CREATE MATERIALIZED VIEW recent WITH (history = 'forever') AS SELECT item,"
                    + " count(*) AS n FROM event WHERE ts > now() - interval '500 milliseconds' GROUP BY item");
            statement.execute("CREATE MATERIALIZED VIEW priced WITH (history = 'forever') AS SELECT e.id, p.price"
                    + " FROM event e JOIN price FOR SYSTEM_TIME AS OF now() AS p ON p.item = e.item");
            statement.execute("CREATE TABLE click (id bigint PRIMARY KEY, visitor int, ts timestamptz, page text,"
                    + " amount numeric)");
            statement.execute("CREATE TABLE spent_before (visitor int PRIMARY KEY, spent numeric)");
            statement.execute("INSERT INTO spent_before SELECT i, i FROM generate_series(0, 5) i");
            statement.execute("CREATE FUNCTION visits(TABLE, TABLE) RETURNS TABLE (began timestamptz,"
                    + " ended timestamptz, pages text, favourite text, spent numeric) LANGUAGE java IMMUTABLE AS '"
                    + jar.toAbsolutePath() + "', 'com.example.visits.Visits'");
            statement.execute("CREATE MATERIALIZED VIEW visit WITH (history = 'forever') AS SELECT * FROM " + VISITS);
        }
    }

    /** Money moves, prices change, events come and go. */
    private void write(Connection connection, Random random) throws SQLException {
        int amount = 1 + random.nextInt(100);
        int first = 1 + random.nextInt(200);
        int second = 1 + first % 200;
        long event = nextEvent.incrementAndGet();
        try (Statement statement = connection.createStatement()) {
            switch (random.nextInt(7)) {
                case 0 -> statement.execute("UPDATE price SET price = price + 1 WHERE item = " + random.nextInt(10));
                case 1 -> statement.execute("INSERT INTO event VALUES (" + event + ", " + random.nextInt(12)
                        + ", now())");
                case 2 -> statement.execute("DELETE FROM event WHERE id % 7 = " + random.nextInt(7) + " AND id < "
                        + (event - 50));
                // A visit ends half an hour after its last click, here in less than two seconds; some end anew.
                case 3 -> statement.execute("INSERT INTO click VALUES (" + event + ", " + random.nextInt(10)
                        + ", now() - interval '30 minutes' + " + random.nextInt(2_000) + " * interval '1 ms', 'p"
                        + random.nextInt(3) + "', " + amount + ")");
                case 4 -> statement.execute("DELETE FROM click WHERE id % 5 = " + random.nextInt(5) + " AND id < "
                        + (event - 100));
                case 5 -> statement.execute("UPDATE spent_before SET spent = spent + 1 WHERE visitor = "
                        + random.nextInt(6));
                default -> statement.execute("UPDATE account SET balance = balance + CASE id WHEN " + first + " THEN "
                        + amount + " ELSE " + -amount + " END WHERE id IN (" + first + ", " + second + ")");
            }
            writes.incrementAndGet();
        } catch (SQLException e) {
            if (!"40001".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** A moment that lies a little back, so that nothing is added to it any more. */
    private void askPast(Connection connection) throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            String moment = text(statement, "SELECT now() - interval '200 milliseconds'");
            String answer = past(statement, moment);
            String total = text(statement, "SELECT coalesce(sum(total), 0) FROM totals FOR SYSTEM_TIME AS OF '" + moment
                    + "'");
            if (!total.equals("0")) {
                throw new AssertionError("money was made: " + total + " at " + moment);
            }
            answered.put(moment, answer);
        } catch (SQLException e) {
            // The first moments lie before the history.
            if (!"72000".equals(e.getSQLState())) {
                throw e;
            }
        }
        Thread.sleep(100);
    }

    private static String past(Statement statement, String moment) throws SQLException {
        StringBuilder answer = new StringBuilder();
        for (String relation : FOLLOWED) {
            answer.append(text(statement, "SELECT md5(string_agg(t, ',' ORDER BY t)) FROM (SELECT concat_ws('|', "
                            + columns(relation) + ") FROM " + relation + " FOR SYSTEM_TIME AS OF '"
                            + moment + "') r(t)"))
                    .append(' ');
        }
        return answer.toString();
    }

    private static String columns(String relation) {
        return switch (relation) {
            case "account" -> "id, branch, balance";
            case "totals" -> "branch, n, total";
            case "recent" -> "item, n";
            case "visit" -> "visitor, began, ended, pages, favourite, spent";
            default -> "id, price";
        };
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void kill(OwnServer server) throws IOException, InterruptedException {
        Random random = new Random(seed);
        for (int i = 0; i < kills && crew.goesOn(); i++) {
            Thread.sleep(seconds * 1000L / (kills + 1) - 250 + random.nextInt(500));
            rounds.kill(server);
            System.out.println("killed, " + writes.get() + " writes so far");
        }
    }

    /** Nobody writes any more. */
    private Throwable settle(OwnServer server) throws InterruptedException {
        try {
            server.restart();
            Thread.sleep(2_500);
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                if (!text(statement, "SELECT count(*) FROM recent").equals("0")) {
                    throw new AssertionError("rows whose time is over are still there");
                }
                long wrong = ViewCheck.differences(statement, "visit", "SELECT * FROM " + VISITS);
                if (wrong > 0) {
                    throw new AssertionError(wrong + " visits differ from their query");
                }
                for (Map.Entry<String, String> moment : answered.entrySet()) {
                    String now = past(statement, moment.getKey());
                    if (!now.equals(moment.getValue())) {
                        throw new AssertionError("what was at " + moment.getKey() + " is another now");
                    }
                }
                long epoch = Long.parseLong(text(statement, "SELECT epoch FROM millrace.epochs"));
                for (HistoryFollower follower : followers) {
                    try (Connection own = DriverManager.getConnection(server.url())) {
                        follower.followTo(own, epoch);
                        follower.checkContent(statement);
                    }
                    try (Connection own = DriverManager.getConnection(server.url())) {
                        follower.checkAgain(own);
                    }
                }
            }
            return null;
        } catch (SQLException | IOException | AssertionError e) {
            return e;
        }
    }
}
