package dev.millrace.sqltests.differential;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server said to a statement.
 *
 * @param state SQLSTATE of the error; empty where there was none
 * @param count rows that a change touched; -1 for rows
 */
record Answer(String state, String message, long count, List<String> types, List<List<String>> rows) {
    static Answer of(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return new Answer("", "", statement.getUpdateCount(), List.of(), List.of());
            }
            try (ResultSet result = statement.getResultSet()) {
                return rows(result);
            }
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage()).replaceFirst("(?s)\n.*", "");
            return new Answer(String.valueOf(e.getSQLState()), message, -1, List.of(), List.of());
        }
    }

    private static Answer rows(ResultSet result) throws SQLException {
        ResultSetMetaData shape = result.getMetaData();
        List<String> types = new ArrayList<>();
        for (int i = 1; i <= shape.getColumnCount(); i++) {
            types.add(shape.getColumnTypeName(i));
        }
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= types.size(); i++) {
                row.add(String.valueOf(result.getString(i)));
            }
            rows.add(row);
        }
        return new Answer("", "", -1, types, rows);
    }

    boolean isError() {
        return !state.isEmpty();
    }

    /** An error of evaluation: which of several comes first is nobody's promise. */
    boolean isEvaluationError() {
        return state.startsWith("22");
    }

    /** A broken constraint; with several, which is found first depends on the order of the rows. */
    boolean isViolation() {
        return state.startsWith("23");
    }

    /** PostgreSQL does not guess what a quoted literal is for a function that takes any type; Millrace takes text. */
    boolean hasUnknownType() {
        return state.equals("42804") && message.contains("unknown") || state.equals("42725");
    }

    boolean isUnsupported() {
        return state.equals("0A000");
    }

    /** The server had no time, memory or depth for it. */
    boolean isExhausted() {
        return state.equals("57014") || state.startsWith("53") || state.startsWith("54");
    }

    /** An item of FROM that a join beside it may not name; Millrace lets LATERAL see as far in its conditions, too. */
    boolean isOutOfSight() {
        return state.equals("42P01") && message.contains("invalid reference to FROM-clause entry");
    }

    String inWords() {
        return isError() ? state + " " + message : count >= 0 ? count + " rows touched" : rows.size() + " rows";
    }
}
