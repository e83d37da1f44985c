package dev.millrace.sqltests.trial.durability;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * One client that creates, replaces and drops tables, views and materialized views over everything the writers wrote,
 * and knows which of them must be there. The last column of each carries its generation in its name, so that an object
 * cannot be taken for one that had the same name before.
 */
final class Definitions {

    private static final int SLOTS = 5;

    /** What a name stands for; the letters are those of {@code pg_class.relkind}. */
    enum Kind {
        ABSENT(""), TABLE("r"), VIEW("v"), MATERIALIZED("m");

        private final String letter;

        Kind(String letter) {
            this.letter = letter;
        }
    }

    /** @param rows of a table */
    record Thing(Kind kind, int generation, int rows) {
        static final Thing NOTHING = new Thing(Kind.ABSENT, 0, 0);

        String column() {
            return "g" + generation;
        }

        /** What a view of this generation asks. */
        String query() {
            return QUERIES.get(generation % QUERIES.size()).replace("?", column());
        }
    }

    /** Each with one column whose name is left open. */
    static final List<String> QUERIES = List.of(
            "SELECT writer, count(*) AS n, sum(amount) AS ? FROM event GROUP BY writer",
            "SELECT i.id % 16 AS bucket, count(*) AS n, sum(e.amount) AS ? FROM item i JOIN event e ON e.item = i.id"
                    + " GROUP BY i.id % 16",
            "SELECT DISTINCT amount % 97 AS r, amount % 7 AS ? FROM event",
            "SELECT writer, min(amount) AS low, max(id) AS ? FROM event GROUP BY writer",
            "SELECT count(*) AS n, count(i.id) AS ? FROM event e LEFT JOIN item i ON e.item = i.id");

    private final Thing[] things = new Thing[SLOTS];
    private int pendingSlot = -1;
    private Thing pending;
    private String pendingSql = "";
    private int generation;
    private long statements;
    private String fault;

    Definitions() {
        Arrays.fill(things, Thing.NOTHING);
    }

    long statements() {
        return statements;
    }

    String fault() {
        return fault;
    }

    /** The statement that was not answered when the server died; empty if there was none. */
    String unanswered() {
        return pendingSlot < 0 ? "" : pendingSql;
    }

    void run(String url, Random random, BooleanSupplier isKilled) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            while (true) {
                next(random.nextInt(SLOTS), random);
                statement.execute(pendingSql);
                answered();
            }
        } catch (SQLException e) {
            if (!isKilled.getAsBoolean()) {
                fault = pendingSql + ": " + e.getSQLState() + " " + e.getMessage();
            }
        }
    }

    private static String name(int slot) {
        return "thing" + slot;
    }

    private void next(int slot, Random random) {
        Thing now = things[slot];
        String name = name(slot);
        switch (now.kind) {
            case ABSENT -> create(slot, random);
            case TABLE -> {
                if (random.nextBoolean()) {
                    int rows = now.rows;
                    ask(slot, new Thing(Kind.TABLE, now.generation, rows + 2),
                            "INSERT INTO " + name + " VALUES (" + rows + ", 0), (" + (rows + 1) + ", 0)");
                } else {
                    ask(slot, Thing.NOTHING, "DROP TABLE " + name);
                }
            }
            case VIEW -> ask(slot, Thing.NOTHING, "DROP VIEW " + name);
            case MATERIALIZED -> ask(slot, Thing.NOTHING, "DROP MATERIALIZED VIEW " + name);
        }
    }

    private void create(int slot, Random random) {
        String name = name(slot);
        int choice = random.nextInt(10);
        generation++;
        if (choice < 3) {
            Thing table = new Thing(Kind.TABLE, generation, 0);
            ask(slot, table, "CREATE TABLE " + name + " (k bigint PRIMARY KEY, " + table.column() + " bigint)");
        } else if (choice < 4) {
            Thing view = new Thing(Kind.VIEW, generation, 0);
            ask(slot, view, "CREATE VIEW " + name + " AS " + view.query());
        } else {
            Thing view = new Thing(Kind.MATERIALIZED, generation, 0);
            ask(slot, view, "CREATE MATERIALIZED VIEW " + name + " AS " + view.query());
        }
    }

    private void ask(int slot, Thing after, String sql) {
        pending = after;
        pendingSql = sql;
        pendingSlot = slot;
    }

    private void answered() {
        things[pendingSlot] = pending;
        pendingSlot = -1;
        statements++;
    }

    /**
     * Holds every name against what the server has, and takes it up; the name whose statement had no answer is used
     * once more in every way.
     *
     * @return what is wrong, or null
     */
    String settle(Connection connection) throws SQLException {
        for (int slot = 0; slot < SLOTS; slot++) {
            boolean isOpen = slot == pendingSlot;
            if (!isAs(things[slot], name(slot), connection)) {
                if (!isOpen || !isAs(pending, name(slot), connection)) {
                    return name(slot) + " is not " + things[slot] + (isOpen ? " nor " + pending : "");
                }
                things[slot] = pending;
            }
            if (isOpen) {
                recreate(slot, connection);
            }
        }
        pendingSlot = -1;
        return null;
    }

    private static boolean isAs(Thing thing, String name, Connection connection) throws SQLException {
        String kind = Verification.text(connection, "SELECT relkind FROM pg_class WHERE relname = '" + name + "'");
        if (!kind.equals(thing.kind.letter)) {
            return false;
        }
        if (thing.kind == Kind.ABSENT) {
            return !isKnown(name, connection);
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + name + " LIMIT 0")) {
            int last = rows.getMetaData().getColumnCount();
            if (!rows.getMetaData().getColumnLabel(last).equals(thing.column())) {
                return false;
            }
        }
        return switch (thing.kind) {
            case ABSENT -> true;
            case TABLE ->
                Verification.text(connection, "SELECT count(*) FROM " + name).equals(Integer.toString(thing.rows));
            case VIEW, MATERIALIZED ->
                Verification.rows(connection, "SELECT * FROM " + name)
                        .equals(Verification.rows(connection, thing.query()));
        };
    }

    private static boolean isKnown(String name, Connection connection) throws SQLException {
        try {
            Verification.text(connection, "SELECT count(*) FROM " + name);
            return true;
        } catch (SQLException e) {
            if ("42P01".equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** Drops what is there and creates the name anew: nothing half-done may be in the way. */
    private void recreate(int slot, Connection connection) throws SQLException {
        String name = name(slot);
        String drop = switch (things[slot].kind) {
            case ABSENT -> null;
            case TABLE -> "DROP TABLE " + name;
            case VIEW -> "DROP VIEW " + name;
            case MATERIALIZED -> "DROP MATERIALIZED VIEW " + name;
        };
        generation++;
        Thing view = new Thing(Kind.MATERIALIZED, generation, 0);
        try (Statement statement = connection.createStatement()) {
            if (drop != null) {
                statement.execute(drop);
            }
            statement.execute("CREATE MATERIALIZED VIEW " + name + " AS " + view.query());
            statement.execute("DROP MATERIALIZED VIEW " + name);
        }
        things[slot] = Thing.NOTHING;
    }
}
