package dev.millrace.sqltests.trial.durability;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code kill -9} at random moments under inserts, transactions, DDL and backfills, some of them while the server is
 * still starting: no acknowledged row is lost or doubled, a transaction without an answer is there wholly or not at
 * all, views are what their queries say, and no object is half created.
 */
@Command(name = "kill", mixinStandardHelpOptions = true,
        description = "kill -9 under writes, DDL and backfills; nothing acknowledged is lost or doubled")
public final class KillTrial implements Callable<Integer> {

    @Option(names = "--kills", description = "how often to kill (default 100)")
    private int kills = 100;

    @Option(names = "--seed", description = "of all chance (default 1)")
    private long seed = 1;

    @Option(names = "--writers", description = "connections that write (default 6)")
    private int writerCount = 6;

    @Option(names = "--rows", description = "rows that are there before the first kill (default 200000)")
    private int preloaded = 200_000;

    private final Definitions definitions = new Definitions();
    private final List<Long> restartMillis = new ArrayList<>();
    private volatile boolean isKilled;
    private int killsWithUnansweredWrites;
    private int killsInBackfill;
    private int killsInStart;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Random random = new Random(seed);
        List<Writer> writers = IntStream.range(0, writerCount + 1).mapToObj(Writer::new).toList();
        String wrong;
        // Small and frequent checkpoints, so that kills meet them.
        List<String> arguments = List.of("--checkpoint-seconds", "2", "--checkpoint-bytes", "8MB");
        try (OwnServer server = OwnServer.start(arguments, Map.of())) {
            prepare(server, writers.getFirst());
            wrong = null;
            for (int kill = 1; kill <= kills && wrong == null; kill++) {
                wrong = tried(server, writers, random, kill);
            }
            if (wrong != null) {
                System.out.println("WRONG: " + wrong + "\n" + server.lastWords());
            }
        }
        report(wrong, writers);
        return wrong == null ? 0 : 1;
    }

    private String tried(OwnServer server, List<Writer> writers, Random random, int kill)
            throws IOException, InterruptedException {
        try {
            return cycle(server, writers, random, kill);
        } catch (SQLException e) {
            return "kill " + kill + ": " + e.getSQLState() + " " + e.getMessage();
        }
    }

    private void prepare(OwnServer server, Writer base) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE event (id bigint, writer int, item bigint, amount bigint)");
            statement.execute("CREATE TABLE item (id bigint PRIMARY KEY, amount bigint)");
            base.preload(connection, preloaded);
            for (String view : List.of("by_writer", "joined", "top", "over")) {
                statement.execute("CREATE MATERIALIZED VIEW " + view + " AS " + Verification.STANDING.get(view));
            }
        }
    }

    private String cycle(OwnServer server, List<Writer> writers, Random random, int kill)
            throws IOException, SQLException, InterruptedException {
        load(server, writers, random);
        for (Writer writer : writers) {
            if (writer.fault() != null) {
                return writer.fault();
            }
        }
        if (definitions.fault() != null) {
            return definitions.fault();
        }
        killsWithUnansweredWrites += writers.stream().anyMatch(writer -> writer.ledger().hasUnanswered()) ? 1 : 0;
        killsInBackfill += definitions.unanswered().startsWith("CREATE MATERIALIZED") ? 1 : 0;
        if (random.nextInt(5) == 0) {
            killsInStart++;
            server.killWhileStarting(random.nextInt(1500));
        }
        long started = System.nanoTime();
        server.startAgain();
        String wrong;
        long firstAnswer;
        try (Connection connection = DriverManager.getConnection(server.url())) {
            Verification.text(connection, "SELECT n FROM by_writer WHERE writer = 0");
            firstAnswer = (System.nanoTime() - started) / 1_000_000;
            restartMillis.add(firstAnswer);
            Verification verification = new Verification(connection);
            wrong = verification.ledgers(writers);
            wrong = wrong == null ? verification.views() : wrong;
            wrong = wrong == null ? definitions.settle(connection) : wrong;
        }
        long acknowledged = writers.stream().mapToLong(Writer::transactions).sum();
        System.out.printf("kill %3d: first answer %5d ms, %d transactions and %d DDL statements so far, %d rows%s%n",
                kill, firstAnswer, acknowledged, definitions.statements(),
                writers.stream().mapToLong(writer -> writer.ledger().eventCount()).sum(),
                wrong == null ? "" : ", WRONG");
        return wrong;
    }

    /** Lets everybody work for a while, then kills the server under their hands. */
    private void load(OwnServer server, List<Writer> writers, Random random)
            throws IOException, InterruptedException {
        isKilled = false;
        List<Thread> threads = new ArrayList<>();
        for (Writer writer : writers.subList(1, writers.size())) {
            Random own = new Random(random.nextLong());
            threads.add(Thread.ofPlatform().start(() -> writer.run(server.url(), own, () -> isKilled)));
        }
        Random own = new Random(random.nextLong());
        threads.add(Thread.ofPlatform().start(() -> definitions.run(server.url(), own, () -> isKilled)));
        Thread.sleep(200 + random.nextInt(2300));
        isKilled = true;
        server.kill();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void report(String wrong, List<Writer> writers) {
        long[] sorted = restartMillis.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf("{\"trial\":\"kill\",\"held\":%b,\"kills\":%d,\"kills_in_start\":%d,\"kills_in_backfill\":%d,"
                        + "\"kills_with_unanswered_writes\":%d,\"transactions\":%d,\"ddl_statements\":%d,"
                        + "\"first_answer_ms_median\":%d,\"first_answer_ms_max\":%d,\"seed\":%d}%n",
                wrong == null, restartMillis.size() + killsInStart, killsInStart, killsInBackfill,
                killsWithUnansweredWrites, writers.stream().mapToLong(Writer::transactions).sum(),
                definitions.statements(), sorted.length == 0 ? 0 : sorted[sorted.length / 2],
                Arrays.stream(sorted).max().orElse(0), seed);
    }
}
