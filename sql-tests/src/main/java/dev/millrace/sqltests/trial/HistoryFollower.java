package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows one relation with a history, goes on behind the last epoch that it was told whole after every lost
 * connection, and remembers all that it was told.
 */
final class HistoryFollower {

    /** A change as it was told. */
    record Told(long epoch, long weight, String row) {}

    /** The column behind the epoch and whether it is complete; the row follows. */
    private static final int WEIGHT = 3;

    private final String relation;
    private final List<Told> log = new ArrayList<>();
    private final Map<String, Long> content = new TreeMap<>();
    private final List<Told> incomplete = new ArrayList<>();
    private long begun = -1;
    private volatile long told = -1;
    private int resumptions;

    HistoryFollower(String relation) {
        this.relation = relation;
    }

    String relation() {
        return relation;
    }

    /** The last epoch that was told whole. */
    long told() {
        return told;
    }

    int resumptions() {
        return resumptions;
    }

    int changes() {
        return log.size();
    }

    /** Until {@code crew} is over or the connection is lost. */
    void follow(Connection connection, Crew crew) throws SQLException {
        incomplete.clear();
        resumptions += told < 0 ? 0 : 1;
        try (Statement statement = connection.createStatement()) {
            statement.execute("DECLARE told CURSOR WITH HOLD FOR SUBSCRIBE TO " + relation + " WITH (progress)"
                    + (told < 0 ? "" : " AS OF " + told));
            while (crew.goesOn()) {
                take(statement);
            }
        }
    }

    /** Goes on until everything up to this epoch was told. */
    void followTo(Connection connection, long epoch) throws SQLException {
        incomplete.clear();
        try (Statement statement = connection.createStatement()) {
            statement.execute("DECLARE told CURSOR WITH HOLD FOR SUBSCRIBE TO " + relation + " WITH (progress) AS OF "
                    + told);
            while (told < epoch) {
                take(statement);
            }
        }
    }

    private void take(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("FETCH ALL FROM told WITH (timeout = '100 ms')")) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                long epoch = rows.getLong(1);
                if (rows.getBoolean("progressed")) {
                    complete(epoch);
                    continue;
                }
                long weight = rows.getLong(WEIGHT);
                StringBuilder row = new StringBuilder();
                for (int i = WEIGHT + 1; i <= columns; i++) {
                    row.append(i == WEIGHT + 1 ? "" : "|").append(rows.getString(i));
                }
                expect(epoch > told, "epoch " + epoch + " was told after " + told + " was complete");
                incomplete.add(new Told(epoch, weight, row.toString()));
            }
        }
    }

    private void complete(long epoch) {
        expect(epoch >= told, "progress went back from " + told + " to " + epoch);
        for (Told change : incomplete) {
            expect(change.epoch() <= epoch, "a change of " + change.epoch() + " before progress to " + epoch);
            content.merge(change.row(), change.weight(), (a, b) -> a + b == 0 ? null : a + b);
            if (begun >= 0) {
                log.add(change);
            }
        }
        incomplete.clear();
        content.forEach((row, count) -> expect(count > 0, "row " + row + " is there " + count + " times"));
        begun = begun < 0 ? epoch : begun;
        told = epoch;
    }

    /** What was told, put together, is what is there. */
    void checkContent(Statement statement) throws SQLException {
        Map<String, Long> now = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("TABLE " + relation)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : "|").append(rows.getString(i));
                }
                now.merge(row.toString(), 1L, Long::sum);
            }
        }
        expect(now.equals(content), "the changes give " + content + ", there is " + now);
    }

    /** Who asks for it again, from where this one began, is told every change in the same epoch. */
    void checkAgain(Connection connection) throws SQLException {
        HistoryFollower other = new HistoryFollower(relation);
        other.begun = begun;
        other.told = begun;
        other.content.putAll(contentAtBeginning());
        other.followTo(connection, told);
        expect(sorted(log).equals(sorted(other.log)),
                "told again it is other than it was: " + difference(log, other.log));
    }

    private Map<String, Long> contentAtBeginning() {
        Map<String, Long> beginning = new TreeMap<>(content);
        log.forEach(change -> beginning.merge(change.row(), -change.weight(), (a, b) -> a + b == 0 ? null : a + b));
        return beginning;
    }

    /** The net change of each row in each epoch. */
    private static Map<String, Long> sorted(List<Told> changes) {
        Map<String, Long> sorted = new TreeMap<>();
        changes.forEach(change -> sorted.merge(
                change.epoch() + " " + change.row(), change.weight(), (a, b) -> a + b == 0 ? null : a + b));
        return sorted;
    }

    private static String difference(List<Told> one, List<Told> other) {
        Map<String, Long> difference = sorted(one);
        sorted(other).forEach((key, weight) ->
                difference.merge(key, -weight, (a, b) -> a + b == 0 ? null : a + b));
        return difference.toString().substring(0, Math.min(500, difference.toString().length()));
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(relation + ": " + otherwise);
        }
    }
}
