package dev.millrace.sqltests.trial.durability;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds a server that came back against what its clients were promised. */
final class Verification {

    /** Kept from the beginning to the end, beside those that come and go. */
    static final Map<String, String> STANDING = Map.of(
            "by_writer", "SELECT writer, count(*) AS n, sum(amount) AS total FROM event GROUP BY writer",
            "joined", "SELECT i.id % 16 AS bucket, count(*) AS n, sum(e.amount + i.amount) AS total FROM item i"
                    + " JOIN event e ON e.item = i.id GROUP BY i.id % 16",
            "top", "SELECT id, amount FROM item ORDER BY amount DESC, id LIMIT 20",
            "over", "SELECT count(*) AS writers, sum(n) AS n, sum(total) AS total FROM by_writer");

    private final Connection connection;

    Verification(Connection connection) {
        this.connection = connection;
    }

    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    /** All rows as text, in an order of our own. */
    static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder text = new StringBuilder();
                for (int column = 1; column <= columns; column++) {
                    text.append(rows.getString(column)).append('|');
                }
                texts.add(text.toString());
            }
        }
        Collections.sort(texts);
        return texts;
    }

    /** @return what is wrong, or null */
    String views() throws SQLException {
        for (Map.Entry<String, String> view : STANDING.entrySet()) {
            List<String> kept = rows(connection, "SELECT * FROM " + view.getKey());
            List<String> computed = rows(connection, view.getValue());
            if (!kept.equals(computed)) {
                kept.removeAll(rows(connection, view.getValue()));
                return "view " + view.getKey() + " is not its query: " + kept.size() + " rows differ, first "
                        + kept.stream().limit(3).toList() + " of computed " + computed.stream().limit(3).toList();
            }
        }
        return null;
    }

    /** @return what is wrong, or null */
    String ledgers(List<Writer> writers) throws SQLException {
        Map<Integer, Ledger.Found> found = new HashMap<>();
        for (Writer writer : writers) {
            found.put(writer.number(), new Ledger.Found(new HashMap<>(), new HashMap<>()));
        }
        connection.setAutoCommit(false);
        String doubled = read("SELECT id, amount FROM event", found, true);
        if (doubled == null) {
            doubled = read("SELECT id, amount FROM item", found, false);
        }
        connection.rollback();
        connection.setAutoCommit(true);
        if (doubled != null) {
            return doubled;
        }
        for (Writer writer : writers) {
            String wrong = writer.ledger().settle(found.get(writer.number()));
            if (wrong != null) {
                return "writer " + writer.number() + ": " + wrong;
            }
        }
        return null;
    }

    private String read(String sql, Map<Integer, Ledger.Found> found, boolean isEvent) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(10_000);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    long id = rows.getLong(1);
                    Ledger.Found own = found.get(Writer.ofId(id));
                    if ((isEvent ? own.events() : own.items()).put(id, rows.getLong(2)) != null) {
                        return "row " + id + " is there twice";
                    }
                }
            }
        }
        return null;
    }
}
