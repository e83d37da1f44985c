package dev.millrace.sqltests.trial.durability;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * One client that writes as fast as it is answered: single rows, many rows in one statement, and transactions over two
 * tables that insert, update and delete. It touches only rows of its own, so that it knows what must be there.
 */
final class Writer {

    private static final long IDS = 1_000_000_000_000L;
    private static final int ROWS_MAX = 50;

    private final int number;
    private final Ledger ledger = new Ledger();
    private long nextId;
    private long transactions;
    private String fault;

    Writer(int number) {
        this.number = number;
        nextId = number * IDS;
    }

    int number() {
        return number;
    }

    Ledger ledger() {
        return ledger;
    }

    /** How many were acknowledged so far. */
    long transactions() {
        return transactions;
    }

    /** What happened that no kill explains, or null. */
    String fault() {
        return fault;
    }

    static int ofId(long id) {
        return (int) (id / IDS);
    }

    /** Works until the server is gone; an error before {@code isKilled} says so is a fault. */
    void run(String url, Random random, BooleanSupplier isKilled) {
        try (Connection connection = DriverManager.getConnection(url)) {
            while (true) {
                int choice = random.nextInt(100);
                if (choice < 50) {
                    insert(connection, 1, random);
                } else if (choice < 65) {
                    insert(connection, 2 + random.nextInt(ROWS_MAX), random);
                } else {
                    transaction(connection, random);
                }
            }
        } catch (SQLException e) {
            if (!isKilled.getAsBoolean()) {
                fault = "writer " + number + ": " + e.getSQLState() + " " + e.getMessage();
            }
        }
    }

    /** Rows that are there before anything is killed, for backfills to have something to read. */
    void preload(Connection connection, int rows) throws SQLException {
        Random random = new Random(number);
        for (int done = 0; done < rows; done += 1000) {
            insert(connection, 1000, random);
        }
    }

    private void insert(Connection connection, int rows, Random random) throws SQLException {
        Ledger.Change change = new Ledger.Change();
        connection.setAutoCommit(true);
        try (PreparedStatement statement = insertion(connection, rows, change, random)) {
            ledger.ask(change);
            statement.executeUpdate();
            answered();
        } catch (SQLException e) {
            refuseOrThrow(e);
        }
    }

    private PreparedStatement insertion(Connection connection, int rows, Ledger.Change change, Random random)
            throws SQLException {
        String values = "(?, ?, ?, ?)" + ", (?, ?, ?, ?)".repeat(rows - 1);
        PreparedStatement statement =
                connection.prepareStatement("INSERT INTO event (id, writer, item, amount) VALUES " + values);
        for (int row = 0; row < rows; row++) {
            long id = nextId++;
            long amount = random.nextInt(1_000_000);
            statement.setLong(4 * row + 1, id);
            statement.setInt(4 * row + 2, number);
            statement.setLong(4 * row + 3, number * IDS + random.nextInt(500));
            statement.setLong(4 * row + 4, amount);
            change.events.put(id, amount);
        }
        return statement;
    }

    private void transaction(Connection connection, Random random) throws SQLException {
        Ledger.Change change = new Ledger.Change();
        connection.setAutoCommit(false);
        try {
            int statements = 1 + random.nextInt(5);
            for (int i = 0; i < statements; i++) {
                if (random.nextInt(3) == 0) {
                    try (PreparedStatement statement =
                            insertion(connection, 1 + random.nextInt(10), change, random)) {
                        statement.executeUpdate();
                    }
                } else {
                    changeItem(connection, change, random);
                }
            }
            if (random.nextInt(20) == 0) {
                connection.rollback();
                return;
            }
            ledger.ask(change);
            connection.commit();
            answered();
        } catch (SQLException e) {
            refuseOrThrow(e);
            connection.rollback();
        }
    }

    /** Inserts, updates or deletes one of 500 items. */
    private void changeItem(Connection connection, Ledger.Change change, Random random) throws SQLException {
        long id = number * IDS + random.nextInt(500);
        long amount = random.nextInt(1_000_000);
        boolean exists = change.items.containsKey(id)
                ? change.items.get(id) != null
                : ledger.items().containsKey(id);
        List<Long> arguments = new ArrayList<>();
        String sql;
        if (!exists) {
            sql = "INSERT INTO item (amount, id) VALUES (?, ?)";
            arguments.add(amount);
        } else if (random.nextInt(3) == 0) {
            sql = "DELETE FROM item WHERE id = ?";
        } else {
            sql = "UPDATE item SET amount = ? WHERE id = ?";
            arguments.add(amount);
        }
        arguments.add(id);
        change.items.put(id, sql.startsWith("DELETE") ? null : amount);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.size(); i++) {
                statement.setLong(i + 1, arguments.get(i));
            }
            int rows = statement.executeUpdate();
            if (rows != 1) {
                throw new SQLException(sql + " changed " + rows + " rows", "XX000");
            }
        }
    }

    private void answered() {
        ledger.acknowledged();
        transactions++;
    }

    /** A conflict is an answer: nothing was done. After anything else nobody knows. */
    private void refuseOrThrow(SQLException e) throws SQLException {
        if (!"40001".equals(e.getSQLState())) {
            throw e;
        }
        ledger.refused();
    }
}
