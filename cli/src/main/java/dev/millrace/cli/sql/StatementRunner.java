package dev.millrace.cli.sql;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Pattern;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.PSQLWarning;

import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableStyle;
import dev.millrace.cli.table.TableWriter;

/** Sends one statement and prints what comes back: answers, counts, notices. Errors go to the caller. */
final class StatementRunner {
    private static final Pattern SUBSCRIBE = Pattern.compile("(?is)\\s*subscribe\\b.*");
    private static final Pattern COPY_OUT = Pattern.compile("(?is)\\s*copy\\b.*\\bto\\s+stdout\\b.*");
    private static final Pattern COPY_IN = Pattern.compile("(?is)\\s*copy\\b.*\\bfrom\\s+stdin\\b.*");

    private final Session session;

    StatementRunner(Session session) {
        this.session = session;
    }

    void run(String sql, TableStyle style) throws SQLException {
        long begun = System.nanoTime();
        String bare = CommandTag.withoutComments(sql);
        Connection connection = session.connection();
        session.interrupts().begin(connection);
        try {
            if (SUBSCRIBE.matcher(bare).matches()) {
                new Subscription(session).run(bare, style);
            } else if (COPY_OUT.matcher(bare).matches()) {
                copyOut(connection, sql);
            } else if (COPY_IN.matcher(bare).matches()) {
                copyIn(connection, sql);
            } else {
                execute(connection, sql, style);
            }
        } finally {
            session.interrupts().end();
        }
        if (session.isTiming()) {
            session.output().println(duration(System.nanoTime() - begun));
        }
    }

    private void execute(Connection connection, String sql, TableStyle style) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean hasRows;
            try {
                hasRows = statement.execute(sql);
            } finally {
                printNotices(statement.getWarnings());
            }
            long count = statement.getLargeUpdateCount();
            while (hasRows || count >= 0) {
                if (hasRows) {
                    printAnswer(statement, style);
                } else {
                    printTag(CommandTag.of(sql, count));
                }
                hasRows = statement.getMoreResults();
                count = hasRows ? 0 : statement.getLargeUpdateCount();
            }
        }
    }

    private void printAnswer(Statement statement, TableStyle style) throws SQLException {
        try (ResultSet result = statement.getResultSet()) {
            Grid grid = Answers.read(result);
            session.output().print(TableWriter.text(grid, style, session.output().columns().getAsInt()));
        }
    }

    private void printTag(String tag) {
        if (!tag.isEmpty() && !session.isQuiet()) {
            session.output().println(tag);
        }
    }

    void printNotices(SQLWarning first) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            if (warning instanceof PSQLWarning notice && notice.getServerErrorMessage() != null) {
                session.output().complain(ErrorText.of(notice.getServerErrorMessage(), null, session.isVerbose()));
            } else {
                session.output().complain("WARNING:  " + warning.getMessage());
            }
        }
    }

    private void copyOut(Connection connection, String sql) throws SQLException {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
            session.output().print(new String(line, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** The data follow in the same input, up to a line {@code \.}. */
    private void copyIn(Connection connection, String sql) throws SQLException {
        try (InputStream data = session.dataInput()) {
            printTag("COPY " + connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, data));
        } catch (IOException e) {
            throw new SQLException("could not read the data of COPY: " + e.getMessage(), e);
        }
    }

    static String duration(long nanos) {
        double millis = nanos / 1e6;
        if (millis < 1000) {
            return String.format(Locale.ROOT, "Time: %.3f ms", millis);
        }
        long seconds = (long) (millis / 1000);
        return String.format(Locale.ROOT, "Time: %.3f ms (%02d:%06.3f)", millis, seconds / 60, millis / 1000 % 60);
    }
}
