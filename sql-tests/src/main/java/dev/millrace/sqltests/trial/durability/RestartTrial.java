package dev.millrace.sqltests.trial.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * However much state there is, a server that was killed under load answers again at once, and rightly: what it knows is
 * read when it is asked for, and what has to be replayed is bounded.
 */
@Command(name = "restart", mixinStandardHelpOptions = true,
        description = "kill -9 with much state, under load: the first right answer comes soon")
public final class RestartTrial implements Callable<Integer> {

    private static final int SEED_ROWS = 1 << 17;
    private static final int ACCOUNTS = 50_000;
    /** Only the writers touch this one, so that its view can be held against what was acknowledged. */
    private static final int OWN_ACCOUNT = ACCOUNTS + 1;
    private static final String POINT_READ = "SELECT n FROM by_account WHERE account = " + OWN_ACCOUNT;

    @Option(names = "--bytes", description = "state on disk before the first kill, e.g. 300m, 1g (default 1g)")
    private String bytes = "1g";

    @Option(names = "--kills", description = "how often to kill (default 5)")
    private int kills = 5;

    @Option(names = "--load-seconds", description = "how long to write before each kill (default 10)")
    private int loadSeconds = 10;

    @Option(names = "--limit-ms", description = "the first answer must come within (default 2000)")
    private long limitMillis = 2000;

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();
    /** Each wrote one row of {@link #OWN_ACCOUNT}. */
    private final AtomicLong statements = new AtomicLong();
    private final List<Long> pointMillis = new ArrayList<>();
    private final List<Long> countMillis = new ArrayList<>();
    private long seeded;
    private volatile boolean isKilled;
    private volatile String fault;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        try (OwnServer server = OwnServer.start(List.of("-Xmx4g"), List.of("--log-level", "info"), Map.of())) {
            build(server);
            for (int kill = 1; kill <= kills && fault == null; kill++) {
                load(server);
                if (fault == null) {
                    restart(server, kill);
                }
            }
            if (fault != null) {
                System.out.println("WRONG: " + fault + "\n" + server.lastWords());
            }
            long stateBytes = size(server.dataDirectory().resolve("state").resolve("db"));
            long slowest = pointMillis.stream().mapToLong(Long::longValue).max().orElse(0);
            boolean held = fault == null && slowest <= limitMillis;
            System.out.printf("{\"trial\":\"restart\",\"held\":%b,\"state_bytes\":%d,\"rows\":%d,"
                            + "\"point_read_ms\":%s,\"count_ms\":%s,\"point_read_ms_max\":%d}%n",
                    held, stateBytes, seeded + acknowledged.get(), pointMillis, countMillis, slowest);
            return held ? 0 : 1;
        }
    }

    private void build(OwnServer server) throws IOException, SQLException {
        long wanted = parse(bytes);
        Path state = server.dataDirectory().resolve("state").resolve("db");
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE account (id bigint PRIMARY KEY, branch bigint)");
            statement.execute("CREATE TABLE event (id bigint PRIMARY KEY, account bigint, amount bigint, note text)");
            statement.execute("CREATE MATERIALIZED VIEW by_account AS SELECT account, count(*) AS n,"
                    + " sum(amount) AS total, max(amount) AS high FROM event GROUP BY account");
            statement.execute("CREATE MATERIALIZED VIEW by_branch AS SELECT a.branch, count(*) AS n,"
                    + " sum(e.amount) AS total, min(e.note) AS first FROM event e JOIN account a ON a.id = e.account"
                    + " GROUP BY a.branch");
            statement.execute("INSERT INTO event VALUES (0, 0, 5, 'note')");
            for (long rows = 1; rows < SEED_ROWS; rows *= 2) {
                copy(statement, rows);
            }
            statement.execute("INSERT INTO account SELECT id, id % 97 FROM event WHERE id <= " + OWN_ACCOUNT);
            seeded = SEED_ROWS;
            while (size(state) < wanted) {
                copy(statement, seeded);
                seeded += SEED_ROWS;
                System.out.printf("%d rows, %d MB of state%n", seeded, size(state) >> 20);
            }
        }
    }

    /** Another {@link #SEED_ROWS} rows, or as many as there are. */
    private static void copy(Statement statement, long after) throws SQLException {
        statement.execute("INSERT INTO event SELECT id + " + after + ", (id + " + after + ") * 7919 % " + ACCOUNTS
                + ", amount + 1, md5((id + " + after + ")::text) FROM event WHERE id < " + SEED_ROWS);
    }

    private static long parse(String text) {
        String number = text.toLowerCase(Locale.ROOT);
        int shift = number.endsWith("g") ? 30 : number.endsWith("m") ? 20 : 0;
        return Long.parseLong(shift == 0 ? number : number.substring(0, number.length() - 1)) << shift;
    }

    private static long size(Path directory) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += file.toFile().length();
            }
        }
        return sum;
    }

    private void load(OwnServer server) throws IOException, InterruptedException {
        isKilled = false;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int rows = i == 0 ? 1000 : 1;
            threads.add(Thread.ofPlatform().start(() -> write(server.url(), rows)));
        }
        Thread.sleep(loadSeconds * 1000L);
        isKilled = true;
        server.kill();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void write(String url, int rows) {
        String values = "(?, " + OWN_ACCOUNT + ", 1, 'written')" + (", (?, ?, 2, 'written')".repeat(rows - 1));
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement("INSERT INTO event VALUES " + values)) {
            while (true) {
                long id = 1_000_000_000L + asked.getAndAdd(rows);
                for (int row = 0; row < rows; row++) {
                    statement.setLong(row == 0 ? 1 : 2 * row, id + row);
                    if (row > 0) {
                        statement.setLong(2 * row + 1, (id + row) % ACCOUNTS);
                    }
                }
                statement.executeUpdate();
                acknowledged.addAndGet(rows);
                statements.incrementAndGet();
            }
        } catch (SQLException e) {
            if (!isKilled) {
                fault = "a writer: " + e.getSQLState() + " " + e.getMessage();
            }
        }
    }

    private void restart(OwnServer server, int kill) throws IOException, SQLException {
        long started = System.nanoTime();
        server.startAgain();
        long ready = millisSince(started);
        try (Connection connection = DriverManager.getConnection(server.url())) {
            String read = Verification.text(connection, POINT_READ);
            long own = read.isEmpty() ? 0 : Long.parseLong(read);
            long point = millisSince(started);
            long rows = Long.parseLong(Verification.text(connection, "SELECT count(*) FROM event"));
            long count = millisSince(started);
            pointMillis.add(point);
            countMillis.add(count);
            System.out.printf("kill %d: ready after %d ms, point read of a view after %d ms, count(*) of %d rows after"
                    + " %d ms%n", kill, ready, point, rows, count);
            server.lastWords().lines()
                    .filter(line -> line.contains(" replayed ") || line.contains(" ready; "))
                    .forEach(System.out::println);
            check(own, rows, connection);
        }
    }

    private static long millisSince(long started) {
        return (System.nanoTime() - started) / 1_000_000;
    }

    /** Acknowledged rows are there; of the statements without an answer, one for each writer, each may be. */
    private void check(long own, long rows, Connection connection) throws SQLException {
        System.out.println(statements.get() + " statements acknowledged so far");
        long unanswered = rows - seeded - acknowledged.get();
        long ownUnanswered = own - statements.get();
        if (unanswered < 0 || ownUnanswered < 0 || ownUnanswered > 4) {
            fault = unanswered + " rows and " + ownUnanswered + " statements more than were acknowledged";
        }
        List<String> view = Verification.rows(connection, "SELECT sum(n), sum(total) FROM by_account");
        List<String> computed = Verification.rows(connection, "SELECT count(*), sum(amount) FROM event");
        if (!view.equals(computed)) {
            fault = "the view says " + view + ", its query " + computed;
        }
        acknowledged.addAndGet(unanswered);
        statements.addAndGet(ownUnanswered);
    }
}
