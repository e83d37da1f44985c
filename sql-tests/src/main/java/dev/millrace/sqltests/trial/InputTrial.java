package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.ServerMeter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: whatever comes in, the answer is an error that says what is wrong, never an internal one (XX000), never
 * silence, and the server lives on. Mutated statements go through one session, mutated conversations of the protocol
 * through sockets of their own; after each handful the server must still answer, and nothing half-done may be left.
 * Meanwhile another session works as if nothing was, and in the end the server holds no more than in the beginning.
 */
@Command(name = "input", mixinStandardHelpOptions = true,
        description = "Sends mutated statements and protocol messages; looks for internal errors, hangs and losses.",
        footer = {"", "A million mutated messages:", "  bin/millrace trial input --messages 1000000"})
final class InputTrial implements Callable<Integer> {
    private static final int STATEMENTS_PER_TURN = 200;
    private static final int FAULTS_SHOWN = 20;
    private static final int WARM_UP_TURNS = 3;
    private static final long KEPT_BYTES_MAX = 24L << 20;
    private static final int KEPT_THREADS_MAX = 16;
    private static final int KEPT_FILES_MAX = 32;
    /** Buffers that are not given back are told by the server in its log: one of so many is watched. */
    private static final List<String> JAVA_OPTIONS = List.of(
            "-Xmx1g", "-Dio.netty.leakDetection.level=advanced", "-Dio.netty.leakDetection.samplingInterval=16");

    @Option(names = "--seconds", defaultValue = "60", description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--messages", description = "until so many mutated messages were sent, instead of --seconds")
    private long messagesMin;

    @Option(names = "--clients", defaultValue = "4",
            description = "that send mutated messages at a time (default: ${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--seed", defaultValue = "1", description = "of the mutations (default: ${DEFAULT-VALUE})")
    private long seed;

    private final Map<String, Integer> states = new TreeMap<>();
    private final AtomicLong conversations = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong mutated = new AtomicLong();
    private final AtomicInteger faults = new AtomicInteger();
    private long statements;
    /** Statements that found the transaction failed: some are let through, then it is ended. */
    private int failed;

    @Override
    public Integer call() throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        StatementMutator mutator = new StatementMutator(random.split());
        Figures figures = new Figures("input").with("seed", seed);
        try (OwnServer server = OwnServer.start(JAVA_OPTIONS, List.of(), Map.of());
                ServerMeter meter = new ServerMeter(server.pid());
                Connection own = DriverManager.getConnection(server.url());
                Statement statement = own.createStatement()) {
            for (String sql : WellFormed.SETUP) {
                statement.execute(sql);
            }
            Bystander bystander = new Bystander(server.url());
            ServerMeter.Holding before = warmUp(server, mutator, random.split(), meter);
            Crew crew = new Crew();
            crew.start("bystander", () -> bystander.run(crew));
            List<Long> seeds = random.longs(clients).boxed().toList();
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            seeds.forEach(one -> crew.start("talker", () -> {
                ProtocolMutator protocol = new ProtocolMutator(server.port(), new SplittableRandom(one));
                while (crew.goesOn() && goesOn(end)) {
                    converse(protocol);
                }
            }));
            while (crew.goesOn() && goesOn(end)) {
                turn(server, mutator);
                if (!answers(server)) {
                    fault("the server does not answer any more\n" + server.lastWords());
                    break;
                }
            }
            crew.end();
            Throwable wrong = crew.join();
            if (wrong != null) {
                fault("the session beside: " + wrong);
            }
            awaitLeft(statement);
            ServerMeter.Holding after = meter.holding();
            lookForLosses(before, after, server);
            figures.with("kept_heap_bytes", after.heapBytes() - before.heapBytes())
                    .with("kept_threads", after.threads() - before.threads())
                    .with("kept_files", after.files() - before.files());
            bystander.report(figures);
        }
        figures.with("statements", statements)
                .with("conversations", conversations.get())
                .with("messages", messages.get())
                .with("mutated", mutated.get())
                .with("sqlstates", states.size())
                .with("faults", faults.get());
        states.forEach((state, count) -> System.out.println("  " + state + ": " + count));
        return figures.finish(faults.get() == 0);
    }

    private boolean goesOn(long end) {
        boolean isLeft = messagesMin > 0 ? mutated.get() < messagesMin : System.nanoTime() < end;
        return isLeft && faults.get() < FAULTS_SHOWN;
    }

    /** What is cached at first use is no loss. */
    private ServerMeter.Holding warmUp(
            OwnServer server, StatementMutator mutator, SplittableRandom random, ServerMeter meter)
            throws IOException {
        ProtocolMutator protocol = new ProtocolMutator(server.port(), random);
        for (int i = 0; i < WARM_UP_TURNS; i++) {
            turn(server, mutator);
            for (int j = 0; j < STATEMENTS_PER_TURN; j++) {
                converse(protocol);
            }
        }
        return meter.holding();
    }

    private void converse(ProtocolMutator protocol) {
        long said = protocol.messages();
        long spoiled = protocol.mutated();
        String fault = protocol.converse();
        conversations.incrementAndGet();
        messages.addAndGet(protocol.messages() - said);
        mutated.addAndGet(protocol.mutated() - spoiled);
        if (fault != null) {
            fault("conversation: " + fault);
        }
    }

    /** Sessions whose clients have gone must go, too. */
    private void awaitLeft(Statement statement) throws SQLException, InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        int left;
        do {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS NOT NULL")) {
                rows.next();
                left = rows.getInt(1);
            }
            Thread.sleep(100);
        } while (left > 0 && System.nanoTime() < end);
        if (left > 0) {
            fault(left + " sessions are left whose clients have gone");
        }
    }

    private void lookForLosses(ServerMeter.Holding before, ServerMeter.Holding after, OwnServer server)
            throws IOException {
        if (after.heapBytes() - before.heapBytes() > KEPT_BYTES_MAX
                || after.threads() - before.threads() > KEPT_THREADS_MAX
                || after.files() - before.files() > KEPT_FILES_MAX) {
            fault("the server holds more than before: " + before + ", now " + after);
        }
        List<String> logged = server.logged();
        int shown = 0;
        for (int i = 0; i < logged.size() && shown < FAULTS_SHOWN; i++) {
            String line = logged.get(i);
            if (line.contains(" ERROR ") || line.contains(" WARN ") || line.contains("LEAK")) {
                shown++;
                fault("in the log: " + String.join("\n", logged.subList(i, Math.min(i + 3, logged.size()))));
            }
        }
    }

    private void fault(String what) {
        faults.incrementAndGet();
        System.out.println("FAULT " + what);
    }

    /** One session's worth of statements, on objects made anew. */
    private void turn(OwnServer server, StatementMutator mutator) {
        String sql = "";
        try (Connection connection = DriverManager.getConnection(
                        server.url() + "&preferQueryMode=simple&socketTimeout=30&connectTimeout=10");
                Statement statement = connection.createStatement()) {
            for (String cleaning : StatementMutator.CLEAN) {
                statement.execute(cleaning);
            }
            for (int i = 0; i < STATEMENTS_PER_TURN; i++) {
                sql = mutator.next();
                statements++;
                run(statement, sql);
            }
            statement.execute("ROLLBACK");
            // What is left must be usable: every relation that is listed can be read or says why not.
            sql = "the relations that are left";
            for (String relation : StatementMutator.RELATIONS) {
                run(statement, "SELECT count(*) FROM " + relation);
            }
        } catch (SQLException e) {
            fault("session lost (" + e.getSQLState() + " " + e.getMessage() + ") by: " + sql);
        }
    }

    private void run(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
            states.merge("00000", 1, Integer::sum);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            states.merge(state, 1, Integer::sum);
            if (state.startsWith("08") || state.equals("57P01")) {
                throw e;
            }
            if (state.equals("25P02") && ++failed % 3 == 0) {
                statement.execute("ROLLBACK");
            }
            if (state.startsWith("XX") || state.length() != 5) {
                fault(state + " " + e.getMessage() + " by: " + sql);
            }
        }
    }

    private static boolean answers(OwnServer server) {
        List<String> options = List.of("", "&preferQueryMode=simple");
        for (String option : options) {
            try (Connection connection = DriverManager.getConnection(server.url() + option + "&socketTimeout=30");
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 42")) {
                if (!rows.next() || rows.getInt(1) != 42) {
                    return false;
                }
            } catch (SQLException e) {
                return false;
            }
        }
        return true;
    }
}
