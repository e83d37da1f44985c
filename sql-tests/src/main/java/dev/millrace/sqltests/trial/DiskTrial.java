package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: a full disk refuses what cannot be written, with 53100 and nothing half-done; the server goes on
 * answering, and writes again as soon as there is room, without a restart; a kill while the disk is full loses
 * nothing. It fills the file system of the directory it is given, which therefore should be a small one of its own.
 */
@Command(name = "disk", mixinStandardHelpOptions = true,
        description = "A full disk: clear refusals, right answers, and everything goes on once there is room.")
final class DiskTrial implements Callable<Integer> {
    private static final String DISK_FULL = "53100";
    private static final String NO_SUCH_TABLE = "42P01";
    private static final long PATIENCE_SECONDS = 30;
    private static final long PAUSE_MILLIS = 100;
    private static final int REFUSALS = 20;
    private static final int ROWS = 500;
    private static final int BALLAST_BYTES = 32 << 20;
    private static final long LARGE = 4L << 30;

    @Option(names = "--directory", required = true, description = "on a small file system of its own, for example"
            + " 'mkdir small; sudo mount -t tmpfs -o size=200m small small'; it is filled to the last byte")
    private Path directory;

    private long acknowledged;
    private long refused;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        long room = Files.getFileStore(directory).getUsableSpace();
        if (room > LARGE || room < 3L * BALLAST_BYTES) {
            System.err.printf("millrace: %s has %d MB of room; the trial fills it, and wants 100 to 4096 MB%n",
                    directory, room >> 20);
            return 2;
        }
        String fault = null;
        Path home = Files.createTempDirectory(directory, "millrace-disk");
        try (OwnServer server = OwnServer.startIn(home, List.of("-Xmx1g"), List.of(), Map.of())) {
            try {
                run(server);
            } catch (AssertionError e) {
                fault = e.getMessage();
                System.err.println("millrace: " + fault + "\n" + server.lastWords());
            }
        }
        return new Figures("disk")
                .with("rows", acknowledged)
                .with("refused_statements", refused)
                .finish(fault == null);
    }

    private void run(OwnServer server) throws IOException, SQLException, InterruptedException {
        Path ballast = directory.resolve("ballast");
        for (int round = 1; round <= 2; round++) {
            takeRoom(ballast);
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                if (round == 1) {
                    statement.execute("CREATE TABLE t (id bigint PRIMARY KEY, n bigint, note text)");
                    statement.execute("CREATE MATERIALIZED VIEW s AS SELECT count(*) AS n, sum(n) AS total FROM t");
                }
                fill(connection);
                expectRefusals(statement);
                check(statement);
            }
            System.out.printf("full with %d rows; refused and answered as promised%n", acknowledged);
            if (round == 2) {
                server.kill();
            }
            Files.delete(ballast);
            if (round == 2) {
                server.startAgain();
            }
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                writeAgain(connection);
                check(statement);
            }
            System.out.printf("with room again: %d rows%n", acknowledged);
        }
    }

    /** As much as there is: the server fills the rest, and gets this back. */
    private static void takeRoom(Path ballast) throws IOException {
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int written = 0; written < BALLAST_BYTES; written += piece.length) {
                out.write(piece);
            }
        } catch (IOException e) {
            System.out.println("the ballast has only the room that is left: " + e.getMessage());
        }
    }

    /** Until the disk stays full: a checkpoint that fails gives back what it had written. */
    private void fill(Connection connection) throws SQLException, InterruptedException {
        int inSuccession = 0;
        while (inSuccession < REFUSALS) {
            if (insert(connection)) {
                inSuccession = 0;
            } else {
                inSuccession++;
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** @return false when the disk is full */
    private boolean insert(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t SELECT i, i % 10, md5(i::text)"
                + " || md5((i + 1)::text) || md5((i + 2)::text) FROM generate_series(?::bigint, ?::bigint) x(i)")) {
            insert.setLong(1, acknowledged);
            insert.setLong(2, acknowledged + ROWS - 1);
            insert.executeUpdate();
            acknowledged += ROWS;
            return true;
        } catch (SQLException e) {
            expectFull(e);
            return false;
        }
    }

    private void expectFull(SQLException e) {
        refused++;
        if (!DISK_FULL.equals(e.getSQLState())) {
            throw new AssertionError("a full disk answers " + e.getSQLState() + " " + e.getMessage());
        }
    }

    /** Rows and definitions are refused alike, and leave nothing. */
    private void expectRefusals(Statement statement) throws SQLException {
        for (String sql : List.of(
                "INSERT INTO t SELECT -i, 0, repeat('x', 1000) FROM generate_series(1, 10000) x(i)",
                "CREATE TABLE other AS SELECT id, note FROM t LIMIT 20000")) {
            try {
                statement.execute(sql);
                throw new AssertionError("there was room for " + sql);
            } catch (SQLException e) {
                expectFull(e);
            }
        }
        try {
            statement.execute("SELECT * FROM other");
            throw new AssertionError("a table that was refused is there");
        } catch (SQLException e) {
            if (!NO_SUCH_TABLE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private void check(Statement statement) throws SQLException {
        String promised = acknowledged + " " + acknowledged * 9 / 2;
        for (String sql : List.of("SELECT count(*) || ' ' || sum(n) FROM t", "SELECT n || ' ' || total FROM s")) {
            try (ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                if (!promised.equals(rows.getString(1))) {
                    throw new AssertionError(sql + " answers " + rows.getString(1) + ", promised is " + promised);
                }
            }
        }
    }

    private void writeAgain(Connection connection) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!insert(connection)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("there has been room for " + PATIENCE_SECONDS + " s, and nothing is written");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
