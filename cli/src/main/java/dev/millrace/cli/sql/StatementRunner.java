package dev.millrace.cli.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.ServerErrorMessage;

import dev.millrace.cli.table.TableStyle;
import dev.millrace.cli.text.SqlTokens;

/** Sends one statement and prints what comes back: answers, tags, notices. Errors go to the caller. */
final class StatementRunner {
    private static final Pattern COPY_OUT = Pattern.compile("(?is)copy\\b.*\\bto\\s+stdout\\b.*");
    private static final Pattern COPY_IN = Pattern.compile("(?is)copy\\b.*\\bfrom\\s+stdin\\b.*");

    private final Session session;
    private final Transactions transactions;

    StatementRunner(Session session) {
        this.session = session;
        transactions = new Transactions(session);
    }

    void run(String sql, TableStyle style) throws SQLException {
        long begun = System.nanoTime();
        String bare = bare(sql);
        Connection connection = session.connection();
        session.interrupts().begin(connection);
        try {
            transactions.before(connection, bare);
            try {
                dispatch(connection, sql, bare, style);
            } finally {
                transactions.after(connection);
            }
        } finally {
            session.interrupts().end();
        }
        if (session.isTiming()) {
            session.output().println(duration(System.nanoTime() - begun));
        }
        printNotifications(connection);
    }

    private void dispatch(Connection connection, String sql, String bare, TableStyle style) throws SQLException {
        String first = bare.split("\\W", 2)[0].toLowerCase(Locale.ROOT);
        int rowsAtOnce = session.variables().number("FETCH_COUNT");
        if (first.equals("watch")) {
            new LiveView(session, LiveView.Status.NONE).run(LiveView.queryOf(bare.substring("watch".length())));
        } else if (first.equals("subscribe")) {
            new Subscription(session).run(bare, style);
        } else if (first.equals("copy") && COPY_OUT.matcher(bare).matches()) {
            copyOut(connection, sql);
        } else if (first.equals("copy") && COPY_IN.matcher(bare).matches()) {
            copyIn(connection, sql);
        } else if (rowsAtOnce > 0 && (first.equals("select") || first.equals("values"))) {
            new PortionedAnswer(session, this).run(connection, sql, rowsAtOnce, style);
        } else {
            try (Progress progress = new Progress(session, bare)) {
                progress.watch();
                Exchange.run(connection, sql, printing(style, progress));
            }
        }
    }

    private Exchange.Receiver printing(TableStyle style, Progress progress) {
        return new Exchange.Receiver() {
            @Override
            public void rows(Exchange.Answer answer) {
                progress.clear();
                session.print(answer.grid(), style);
            }

            @Override
            public void tag(String tag, boolean hasRows) {
                progress.clear();
                printTag(tag, hasRows);
            }

            @Override
            public void notice(ServerErrorMessage notice) {
                progress.clear();
                printNotice(notice);
            }
        };
    }

    void printTag(String tag, boolean hasRows) {
        String count = tag.replaceFirst("^.*?(\\d*)$", "$1");
        session.variables().set("ROW_COUNT", count.isEmpty() ? "0" : count);
        boolean isSaid = !hasRows || tag.startsWith("INSERT") || tag.startsWith("UPDATE") || tag.startsWith("DELETE");
        if (isSaid && !tag.isEmpty() && !session.isQuiet()) {
            session.output().println(tag);
        }
    }

    void printNotice(ServerErrorMessage notice) {
        session.output().complain(session.place() + ErrorText.of(notice, null, session.verbosity()));
    }

    private void printNotifications(Connection connection) throws SQLException {
        PGNotification[] notifications = connection.unwrap(PGConnection.class).getNotifications();
        for (PGNotification one : notifications == null ? new PGNotification[0] : notifications) {
            String payload = one.getParameter().isEmpty() ? "" : "with payload \"" + one.getParameter() + "\" ";
            session.output().println("Asynchronous notification \"" + one.getName() + "\" " + payload
                    + "received from server process with PID " + one.getPID() + ".");
        }
    }

    private void copyOut(Connection connection, String sql) throws SQLException {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
            session.output().print(new String(line, StandardCharsets.UTF_8));
        }
        session.variables().set("ROW_COUNT", String.valueOf(copy.getHandledRowCount()));
    }

    /** The data follow in the same input, up to a line {@code \.}. */
    private void copyIn(Connection connection, String sql) throws SQLException {
        try (InputStream data = session.dataInput()) {
            printTag("COPY " + connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, data), false);
        } catch (IOException e) {
            throw new SQLException("could not read the data of COPY: " + e.getMessage(), e);
        }
    }

    /** The statement from its first word on: without spaces and comments before it. */
    static String bare(String sql) {
        return SqlTokens.words(sql).stream().findFirst().map(first -> sql.substring(first.begin())).orElse("");
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
