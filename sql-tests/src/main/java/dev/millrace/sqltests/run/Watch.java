package dev.millrace.sqltests.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code changes v} is answered from: the view's content at the last step, and a subscription that has been open
 * since. The change is the difference of two contents, so it does not depend on how many epochs the engine made of the
 * writes; the subscription must have told the same, change by change.
 */
final class Watch implements AutoCloseable {
    private final String view;
    private Map<String, Long> atStep = Map.of();
    private ChangeFeed feed;

    Watch(String view) {
        this.view = view;
    }

    /** A step: from here on changes are counted. Nothing happens while the view does not exist yet. */
    void step(Connection connection, Connections connections, Engine engine) throws SQLException {
        if (exists(connection)) {
            subscribe(connections, engine);
            atStep = content(connection);
        }
    }

    /** The lines of the change since the last step: weight, then the row, sorted by row and weight. */
    List<String> changes(Connection connection, Connections connections, Engine engine)
            throws SQLException, InterruptedException, WatchException {
        subscribe(connections, engine);
        Map<String, Long> now = content(connection);
        if (feed != null) {
            String wrong = feed.settlesAt(now);
            if (wrong != null) {
                throw new WatchException("changes " + view + ": " + wrong);
            }
        }
        Map<String, Long> change = new TreeMap<>(now);
        atStep.forEach((row, count) -> change.merge(row, -count, (a, b) -> a + b == 0 ? null : a + b));
        List<String> lines = new ArrayList<>();
        change.forEach((row, weight) -> lines.add((weight > 0 ? "+" : "") + weight + "|" + row));
        return lines;
    }

    /** A subscription does not outlive the server. */
    void hangUp() throws SQLException {
        if (feed != null) {
            feed.close();
            feed = null;
        }
    }

    @Override
    public void close() throws SQLException {
        hangUp();
    }

    private void subscribe(Connections connections, Engine engine) throws SQLException {
        if (feed == null && engine.hasSubscriptions()) {
            feed = new ChangeFeed(connections.subscriber(), view);
        }
    }

    private boolean exists(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + view + " LIMIT 0")) {
            return rows.getMetaData() != null;
        } catch (SQLException e) {
            return false;
        }
    }

    private Map<String, Long> content(Connection connection) throws SQLException {
        Map<String, Long> content = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + view)) {
            String types = "?".repeat(rows.getMetaData().getColumnCount());
            for (List<String> row : Rows.read(rows, types, false)) {
                content.merge(String.join("|", row), 1L, Long::sum);
            }
        }
        return content;
    }

    /** The subscription told something else than the view shows. */
    static final class WatchException extends Exception {
        private static final long serialVersionUID = 1;

        WatchException(String message) {
            super(message);
        }
    }
}
