package dev.millrace.cli.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableStyle;

/**
 * SUBSCRIBE has no end, and the driver keeps all rows of a query until its end. COPY is what it streams, so the
 * subscription is sent as {@code COPY (SUBSCRIBE …) TO STDOUT} and each row is printed when it comes; the names of the
 * columns are asked for by describing the statement, which does not run it.
 */
final class Subscription {
    private final Session session;

    Subscription(Session session) {
        this.session = session;
    }

    void run(String sql, TableStyle style) throws SQLException {
        Connection connection = session.connection();
        List<Grid.Column> columns = columns(connection, sql);
        StreamedTable table = new StreamedTable(columns, style);
        session.output().print(table.header());
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + sql + ") TO STDOUT");
        try {
            for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
                session.output().print(table.row(values(new String(line, StandardCharsets.UTF_8))));
            }
        } catch (SQLException e) {
            if (!session.interrupts().isRaised()) {
                throw e;
            }
            // Ctrl-C is how a subscription is meant to end: what the server calls an error is none for the user.
            session.output().println("");
        }
    }

    private static List<Grid.Column> columns(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSetMetaData metaData = statement.getMetaData();
            return metaData == null ? List.of() : Answers.columns(metaData);
        }
    }

    /** One line of COPY's text form as values. */
    static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        for (String field : line.stripTrailing().isEmpty() ? new String[] {""}
                : line.replaceFirst("\n$", "").split("\t", -1)) {
            values.add(field.equals("\\N") ? null : unescaped(field));
        }
        return values;
    }

    private static String unescaped(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        return field.replace("\\\\", "\0").replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r")
                .replace("\0", "\\");
    }
}
