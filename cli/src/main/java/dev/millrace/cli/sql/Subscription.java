package dev.millrace.cli.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.StreamedTable;
import dev.millrace.cli.table.TableStyle;

/**
 * SUBSCRIBE has no end, and the driver keeps all rows of a query until its end. COPY is what it streams, so the
 * subscription is sent as {@code COPY (SUBSCRIBE …) TO STDOUT} and each row is printed when it comes; the names of the
 * columns are asked for by describing the statement, which does not run it.
 */
final class Subscription {
    private static final Set<TableStyle.Format> TABLES =
            Set.of(TableStyle.Format.ALIGNED, TableStyle.Format.BOX, TableStyle.Format.WRAPPED);
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";

    private final Session session;

    Subscription(Session session) {
        this.session = session;
    }

    void run(String text, TableStyle style) throws SQLException {
        String sql = text.replaceFirst(";\\s*$", "");
        Connection connection = session.connection();
        Exchange.Answer answer = Exchange.described(connection, sql);
        List<Grid.Column> columns = answer == null ? List.of() : answer.grid().columns();
        boolean isTable = TABLES.contains(style.format());
        int weight = isTable && session.output().isScreen()
                ? columns.stream().map(Grid.Column::name).toList().indexOf("weight") : -1;
        StreamedTable table = new StreamedTable(shown(columns, weight),
                isTable ? style.with(TableStyle.Format.ALIGNED) : style);
        session.output().print(table.header());
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + sql + ") TO STDOUT");
        try {
            for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
                List<String> values = values(new String(line, StandardCharsets.UTF_8));
                session.output().print(weight < 0 ? table.row(values) : changed(table, values, weight));
            }
        } catch (SQLException e) {
            if (!session.interrupts().isRaised()) {
                throw e;
            }
            // Ctrl-C is how a subscription is meant to end: what the server calls an error is none for the user.
            session.output().println("");
        }
    }

    /** At a terminal the weight is a sign. */
    private static List<Grid.Column> shown(List<Grid.Column> columns, int weight) {
        List<Grid.Column> shown = new ArrayList<>(columns);
        if (weight >= 0) {
            shown.set(weight, new Grid.Column("±", false));
        }
        return shown;
    }

    /** A row that came with a plus in green, one that went with a minus in red. */
    private String changed(StreamedTable table, List<String> values, int weight) {
        List<String> own = new ArrayList<>(values);
        String count = own.get(weight);
        String sign = count == null ? "" : count.equals("1") ? "+" : count.equals("-1") ? "-"
                : count.startsWith("-") ? count : "+" + count;
        own.set(weight, sign);
        String row = table.row(own);
        return sign.isEmpty() || !session.hasColours() ? row
                : (sign.startsWith("+") ? GREEN : RED) + row.stripTrailing() + PLAIN + "\n";
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
