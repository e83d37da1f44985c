package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One view of a freshness trial, {@code slow_NAME}, and its twin {@code twin_NAME} of the same query that is never
 * touched. {@link #turn} changes the freshness and holds the view against its twin as far as the new one allows.
 */
final class PacedView {

    /** SUSPENDED is one of the paces here: whatever a view comes from and goes to, it must lose nothing. */
    enum Pace {
        REAL_TIME("real-time"),
        FAST("20 ms"),
        LATER("300 ms"),
        LATE("2 s"),
        ON_DEMAND("on demand"),
        SUSPENDED(null);

        private final String freshness;

        Pace(String freshness) {
            this.freshness = freshness;
        }
    }

    static final int DIRECTIONS = Pace.values().length * (Pace.values().length - 1);

    private final String name;
    private final String query;
    /** A number that only ever grows, over the view; null where there is none. */
    private final String growing;
    private final Random random;
    private final Set<List<Pace>> directions = new HashSet<>();
    private final Times alterTimes = new Times();
    private Pace pace = Pace.REAL_TIME;
    /** Whether nobody knows if the last change of the pace came through. */
    private boolean isPaceUnsure;
    private long grown = Long.MIN_VALUE;
    private long comparisons;
    private long refreshes;

    PacedView(String name, String query, String growing, long seed) {
        this.name = name;
        this.query = query;
        this.growing = growing;
        random = new Random(seed);
    }

    String name() {
        return name;
    }

    void create(Statement statement) throws SQLException {
        statement.execute("CREATE MATERIALIZED VIEW twin_" + name + " AS " + query);
        statement.execute("CREATE MATERIALIZED VIEW slow_" + name + " AS " + query);
    }

    /** Another freshness, and what it promises. */
    void turn(Connection connection) throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            Pace before = pace;
            Pace next = Pace.values()[random.nextInt(Pace.values().length)];
            alter(statement, next);
            if (next != before) {
                directions.add(List.of(before, next));
            }
            int stay = 20 + random.nextInt(200);
            switch (next) {
                case REAL_TIME -> compare(statement, "under load, in real time");
                case FAST, LATER, LATE -> Thread.sleep(stay);
                case ON_DEMAND -> {
                    staysAsItIs(statement, stay);
                    refresh(statement);
                }
                case SUSPENDED -> staysAsItIs(statement, stay);
            }
            checkGrowing(statement);
        }
    }

    private void alter(Statement statement, Pace next) throws SQLException {
        isPaceUnsure = true;
        long begin = System.nanoTime();
        statement.execute("ALTER MATERIALIZED VIEW slow_" + name + (next == Pace.SUSPENDED
                ? " SUSPEND"
                : " SET (freshness = '" + next.freshness + "'), RESUME"));
        alterTimes.add(System.nanoTime() - begin);
        pace = next;
        isPaceUnsure = false;
    }

    /** Everything committed before is in it. */
    private void refresh(Statement statement) throws SQLException {
        long before = growing == null ? 0 : number(statement, "SELECT " + growing + " FROM twin_" + name);
        statement.execute("REFRESH MATERIALIZED VIEW slow_" + name);
        refreshes++;
        if (growing != null) {
            long after = number(statement, "SELECT " + growing + " FROM slow_" + name);
            expect(after >= before, "a refresh shows " + after + " where " + before + " were committed");
        }
    }

    private void staysAsItIs(Statement statement, int millis) throws SQLException, InterruptedException {
        RowSum before = RowSum.of(statement.getConnection(), "TABLE slow_" + name);
        Thread.sleep(millis);
        RowSum after = RowSum.of(statement.getConnection(), "TABLE slow_" + name);
        expect(after.isSame(before), "it changed though nobody asked: " + before + ", then " + after);
    }

    /** What was shown once is never taken back, by a kill neither. */
    void checkGrowing(Statement statement) throws SQLException {
        if (growing != null) {
            long now = number(statement, "SELECT " + growing + " FROM slow_" + name);
            expect(now >= grown, "went back from " + grown + " to " + now);
            grown = now;
        }
    }

    /** The twin, in the same snapshot. */
    private void compare(Statement statement, String when) throws SQLException {
        comparisons++;
        List<String> different = new ArrayList<>();
        String slow = "TABLE slow_" + name;
        String twin = "TABLE twin_" + name;
        try (ResultSet rows = statement.executeQuery(
                "SELECT 'slow', t.* FROM (" + slow + " EXCEPT ALL " + twin + ") t UNION ALL SELECT 'twin', t.* FROM ("
                        + twin + " EXCEPT ALL " + slow + ") t LIMIT 10")) {
            while (rows.next()) {
                different.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3));
            }
        }
        expect(different.isEmpty(), when + " it is not its twin: " + different);
    }

    /** Nobody writes any more: the view, its twin and their query are one. */
    void settle(Statement statement) throws SQLException {
        statement.execute("ALTER MATERIALIZED VIEW slow_" + name + " RESUME");
        statement.execute("REFRESH MATERIALIZED VIEW slow_" + name);
        compare(statement, "in the end");
        RowSum asked = RowSum.of(statement.getConnection(), query);
        expect(asked.isSame(RowSum.of(statement.getConnection(), "TABLE slow_" + name)), "is not its query: " + asked);
    }

    /** After a kill: the pace is what was acknowledged. */
    void checkPace(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT freshness, suspended FROM millrace.views WHERE name = 'slow_" + name + "'")) {
            row.next();
            boolean isSame = row.getBoolean(2)
                    ? pace == Pace.SUSPENDED
                    : row.getString(1).equals(pace.freshness);
            expect(isSame || isPaceUnsure, "its freshness is " + row.getString(1) + " after a kill, it was " + pace);
        }
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("slow_" + name + ": " + otherwise);
        }
    }

    static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    Set<List<Pace>> directions() {
        return directions;
    }

    Times alterTimes() {
        return alterTimes;
    }

    long comparisons() {
        return comparisons;
    }

    long refreshes() {
        return refreshes;
    }
}
