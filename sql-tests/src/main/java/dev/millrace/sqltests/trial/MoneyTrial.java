package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: money that moves between accounts is never seen on its way. Writers transfer, readers sum up tables and
 * views, subscribers add up the changes of every epoch; each sum is zero. Beside them notes are written and read back
 * at once through views three deep. In the end every transfer that was acknowledged is there once.
 */
@Command(name = "money", mixinStandardHelpOptions = true,
        description = "Moves money in concurrent transactions: every read and every subscribed epoch sums to zero.")
final class MoneyTrial implements Callable<Integer> {
    /** A transfer that others keep from happening for longer than this is starved. */
    private static final long STARVED_MILLIS = 5_000;
    private static final long RETRY_MICROS_MAX = 2_000;

    @Option(names = "--seconds", defaultValue = "60", description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--writers", defaultValue = "8", description = "clients that transfer (default: ${DEFAULT-VALUE})")
    private int writers;

    @Option(names = "--readers", defaultValue = "8", description = "clients that sum up (default: ${DEFAULT-VALUE})")
    private int readers;

    @Option(names = "--accounts", defaultValue = "64", description = "accounts (default: ${DEFAULT-VALUE})")
    private int accounts;

    @Option(names = "--seed", defaultValue = "1", description = "of who pays whom (default: ${DEFAULT-VALUE})")
    private long seed;

    private final Crew crew = new Crew();
    private final AtomicLong transfers = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong notes = new AtomicLong();
    private final List<Teller> tellers = new ArrayList<>();
    private final BalanceFeed progressFeed = new BalanceFeed();
    private final BalanceFeed cursorFeed = new BalanceFeed();

    /** One writer's own count. */
    private static final class Teller {
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong retriesMax = new AtomicLong();
        private final AtomicLong nanosMax = new AtomicLong();

        void count(long retries, long nanos) {
            done.incrementAndGet();
            retriesMax.accumulateAndGet(retries, Math::max);
            nanosMax.accumulateAndGet(nanos, Math::max);
        }
    }

    @Override
    public Integer call() throws Exception {
        try (OwnServer server = OwnServer.start();
                Connection first = DriverManager.getConnection(server.url());
                Connection progressConnection = DriverManager.getConnection(server.url());
                Connection cursorConnection = DriverManager.getConnection(server.url())) {
            Bank.open(first, accounts);
            subscribe(progressConnection, cursorConnection);
            for (int i = 0; i < writers; i++) {
                int number = i;
                Teller teller = new Teller();
                tellers.add(teller);
                crew.start("writer-" + i, () -> write(server.url(), number, teller));
            }
            for (int i = 0; i < readers; i++) {
                int number = i;
                crew.start("reader-" + i, () -> read(server.url(), number));
            }
            crew.start("notes", () -> note(server.url()));
            long begin = System.nanoTime();
            crew.runFor(seconds, this::tell);
            double elapsed = (System.nanoTime() - begin) / 1e9;
            progressConnection.abort(Runnable::run);
            cursorConnection.abort(Runnable::run);
            Throwable fault = crew.join();
            if (fault == null) {
                fault = checkEnd(first);
            }
            return report(fault, elapsed, server);
        }
    }

    private void subscribe(Connection progressConnection, Connection cursorConnection) {
        crew.start("subscriber-progress", () -> {
            try {
                progressFeed.copy(progressConnection, "statement_of_account");
            } catch (SQLException e) {
                rethrowUnlessOver(e);
            }
        });
        crew.start("subscriber-cursor", () -> {
            try {
                cursorFeed.cursor(cursorConnection, "balance");
            } catch (SQLException e) {
                rethrowUnlessOver(e);
            }
        });
    }

    /** A subscription ends when its connection is cut, and must not end before. */
    private void rethrowUnlessOver(SQLException e) throws SQLException {
        if (crew.goesOn()) {
            throw e;
        }
    }

    private void write(String url, int number, Teller counts) throws SQLException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed * 1_000 + number);
        try (Bank.Teller teller = new Bank.Teller(DriverManager.getConnection(url))) {
            for (long i = 0; crew.goesOn(); i++) {
                long debtor = random.nextLong(accounts);
                long creditor = (debtor + random.nextLong(1, accounts)) % accounts;
                long amount = random.nextLong(1, 1_000);
                long begin = System.nanoTime();
                long tries = 1;
                while (!teller.transfer(i * writers + number, debtor, creditor, amount)) {
                    tries++;
                    TimeUnit.MICROSECONDS.sleep(random.nextLong(RETRY_MICROS_MAX));
                }
                transfers.incrementAndGet();
                retries.addAndGet(tries - 1);
                counts.count(tries - 1, System.nanoTime() - begin);
            }
        }
    }

    private void read(String url, int number) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            List<PreparedStatement> questions = new ArrayList<>();
            for (String sql : Bank.ZEROES) {
                questions.add(connection.prepareStatement(sql));
            }
            for (long i = number; crew.goesOn(); i++) {
                if (i % (questions.size() + 1) == questions.size()) {
                    readInTransaction(connection, questions);
                } else {
                    expectZero(questions.get((int) (i % (questions.size() + 1))), "a read");
                }
            }
        }
    }

    /** Every statement of a transaction reads the same moment: credits and debits asked for one by one must match. */
    private void readInTransaction(Connection connection, List<PreparedStatement> questions) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            long credits = number(statement, "SELECT coalesce(sum(amount), 0) FROM credits");
            for (PreparedStatement question : questions) {
                expectZero(question, "a read in a transaction");
            }
            long debits = number(statement, "SELECT coalesce(sum(amount), 0) FROM debits");
            if (credits != debits) {
                throw new AssertionError("in one transaction the credits are " + credits + ", the debits " + debits);
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void expectZero(PreparedStatement question, String what) throws SQLException {
        try (ResultSet rows = question.executeQuery()) {
            if (!rows.next() || rows.getLong(1) != 0 || rows.wasNull()) {
                throw new AssertionError(what + " is not zero: " + question + " answers " + rows.getString(1));
            }
        }
        reads.incrementAndGet();
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** What was inserted is seen through three views, by the writer and by everybody else. */
    private void note(String url) throws SQLException {
        try (Connection writer = DriverManager.getConnection(url);
                Connection other = DriverManager.getConnection(url);
                PreparedStatement insert = writer.prepareStatement("INSERT INTO note VALUES (?, ?)");
                PreparedStatement own = writer.prepareStatement(
                        "SELECT notes FROM note_newest WHERE author = ? AND id = ?");
                PreparedStatement others = other.prepareStatement(
                        "SELECT notes FROM note_newest WHERE author = ? AND id = ?")) {
            for (long id = 0; crew.goesOn(); id++) {
                insert.setLong(1, id);
                insert.setLong(2, id % 3);
                insert.executeUpdate();
                expectNote(own, id, "its writer");
                expectNote(others, id, "another session");
                notes.incrementAndGet();
            }
        }
    }

    private static void expectNote(PreparedStatement select, long id, String who) throws SQLException {
        select.setLong(1, id % 3);
        select.setLong(2, id);
        try (ResultSet rows = select.executeQuery()) {
            if (!rows.next() || rows.getLong(1) != id / 3 + 1) {
                throw new AssertionError("note " + id + " is not seen by " + who + " after its INSERT has returned");
            }
        }
    }

    private Throwable checkEnd(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long stored = number(statement, "SELECT count(*) FROM transfer");
            if (stored != transfers.get()) {
                return new AssertionError(
                        transfers.get() + " transfers were acknowledged, " + stored + " are stored");
            }
        }
        if (tellers.stream().anyMatch(teller -> teller.done.get() == 0)) {
            return new AssertionError("a writer has not got through at all");
        }
        if (slowestMillis() > STARVED_MILLIS) {
            return new AssertionError("a transfer took " + slowestMillis() + " ms: its writer starves");
        }
        return null;
    }

    private long slowestMillis() {
        long nanos = tellers.stream().mapToLong(teller -> teller.nanosMax.get()).max().orElse(0);
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private void tell() {
        System.out.printf("transfers %d (retries %d), reads %d, notes %d, epochs seen %d%n", transfers.get(),
                retries.get(), reads.get(), notes.get(), progressFeed.epochs());
    }

    private int report(Throwable fault, double elapsed, OwnServer server) {
        if (fault != null) {
            System.err.println("millrace: " + fault + "\n" + server.lastWords());
        }
        List<Long> done = tellers.stream().map(teller -> teller.done.get()).sorted().toList();
        long retriesMax = tellers.stream().mapToLong(teller -> teller.retriesMax.get()).max().orElse(0);
        return new Figures("money")
                .with("seconds", elapsed)
                .with("transfers_per_s", transfers.get() / elapsed)
                .with("retries_per_transfer", (double) retries.get() / Math.max(1, transfers.get()))
                .with("retries_max", retriesMax)
                .with("transfer_ms_max", slowestMillis())
                .with("writer_transfers_min", done.isEmpty() ? 0 : done.getFirst())
                .with("writer_transfers_max", done.isEmpty() ? 0 : done.getLast())
                .with("reads_per_s", reads.get() / elapsed)
                .with("notes_per_s", notes.get() / elapsed)
                .with("epochs_seen", progressFeed.epochs())
                .with("epochs_seen_by_cursor", cursorFeed.epochs())
                .with("changes_seen", progressFeed.changes() + cursorFeed.changes())
                .finish(fault == null);
    }
}
