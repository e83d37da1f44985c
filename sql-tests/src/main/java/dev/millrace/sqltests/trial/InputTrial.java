package dev.millrace.sqltests.trial;

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

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: whatever comes in, the answer is an error that says what is wrong, never an internal one (XX000), never
 * silence, and the server lives on. Mutated statements go through one session, mutated conversations of the protocol
 * through sockets of their own; after each handful the server must still answer, and nothing half-done may be left.
 */
@Command(name = "input", mixinStandardHelpOptions = true,
        description = "Sends mutated statements and protocol messages; looks for internal errors, hangs and losses.")
final class InputTrial implements Callable<Integer> {
    private static final int STATEMENTS_PER_TURN = 200;
    private static final int CONVERSATIONS_PER_TURN = 40;
    private static final int FAULTS_SHOWN = 20;

    @Option(names = "--seconds", defaultValue = "60", description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--seed", defaultValue = "1", description = "of the mutations (default: ${DEFAULT-VALUE})")
    private long seed;

    private final Map<String, Integer> states = new TreeMap<>();
    private long statements;
    private long conversations;
    private int faults;
    /** Statements that found the transaction failed: some are let through, then it is ended. */
    private int failed;

    @Override
    public Integer call() throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        StatementMutator mutator = new StatementMutator(random);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        try (OwnServer server = OwnServer.start()) {
            while (System.nanoTime() < end && faults < FAULTS_SHOWN) {
                turn(server, mutator);
                ProtocolMutator protocol = new ProtocolMutator(server.port(), random);
                for (int i = 0; i < CONVERSATIONS_PER_TURN && System.nanoTime() < end; i++) {
                    conversations++;
                    String fault = protocol.converse();
                    if (fault != null) {
                        fault("conversation: " + fault);
                    }
                }
                if (!answers(server)) {
                    fault("the server does not answer any more\n" + server.lastWords());
                    break;
                }
            }
        }
        Figures figures = new Figures("input")
                .with("seed", seed)
                .with("statements", statements)
                .with("conversations", conversations)
                .with("sqlstates", states.size())
                .with("faults", faults);
        states.forEach((state, count) -> System.out.println("  " + state + ": " + count));
        return figures.finish(faults == 0);
    }

    private void fault(String what) {
        faults++;
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
