package dev.millrace.cli.sql;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Locale;

import org.postgresql.util.ServerErrorMessage;

import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableStyle;
import dev.millrace.cli.table.TableWriter;
import dev.millrace.cli.text.InputSplitter;
import dev.millrace.cli.text.Variables;

/**
 * One sitting at the shell: the connection, how answers are wanted, the variables, and what was sent last. Used by one
 * thread; only {@link Interrupts} is touched by another.
 */
final class Session implements AutoCloseable {
    /** Exit codes, as psql has them. */
    static final int OK = 0;
    static final int FATAL = 1;
    static final int NO_CONNECTION = 2;
    static final int SCRIPT_ERROR = 3;

    private final Output output;
    private final Interrupts interrupts = new Interrupts();
    private final Variables variables = new Variables();
    private final StatementRunner runner = new StatementRunner(this);
    private final Commands commands = new Commands(this);
    private final Scripts scripts = new Scripts(this);
    private final Pager pager = new Pager(this);
    private ConnectionSettings settings;
    private Connection connection;
    private TableStyle style = TableStyle.PSQL;
    private boolean isTiming;
    private boolean isInteractive;
    private boolean isQuitting;
    private boolean isConnectionLost;
    private String lastQuery = "";
    private SQLException lastError;
    private String lastErrorSql;
    private Input input;
    private Typing typing = Typing.NONE;

    Session(ConnectionSettings settings, Output output) {
        this.settings = settings;
        this.output = output;
        input = new Input(this, () -> null, null);
    }

    void connect() throws SQLException {
        Connection fresh = settings.connect();
        if (connection != null) {
            connection.close();
        }
        connected(fresh);
    }

    /** {@code \c}: goes elsewhere; where that fails, nothing has changed. */
    void connect(ConnectionSettings elsewhere) throws SQLException {
        Connection fresh = elsewhere.connect();
        connection.close();
        settings = elsewhere;
        connected(fresh);
    }

    private void connected(Connection fresh) throws SQLException {
        connection = fresh;
        isConnectionLost = false;
        String version = fresh.getMetaData().getDatabaseProductVersion();
        variables.set("DBNAME", settings.database());
        variables.set("USER", settings.user());
        variables.set("HOST", settings.host());
        variables.set("PORT", String.valueOf(settings.port()));
        variables.set("ENCODING", "UTF8");
        variables.set("SERVER_VERSION_NAME", version);
        int major = fresh.getMetaData().getDatabaseMajorVersion();
        variables.set("SERVER_VERSION_NUM",
                String.valueOf(major * 10_000 + fresh.getMetaData().getDatabaseMinorVersion()));
    }

    /** Sends SQL as wanted by the settings and prints the answer or the error; answers whether it went well. */
    boolean send(String sql) {
        return send(sql, style);
    }

    boolean send(String sql, TableStyle wanted) {
        return attempt(sql, () -> runner.run(sql, wanted));
    }

    /** A question of the shell's own; shown first where ECHO_HIDDEN says so, and (noexec) then not asked. */
    Grid ask(String sql) throws SQLException {
        if (!variables.is("ECHO_HIDDEN", "off")) {
            output.println("********* QUERY **********\n" + sql + "\n**************************\n");
            if (variables.is("ECHO_HIDDEN", "noexec")) {
                return new Grid(java.util.List.of(), java.util.List.of());
            }
        }
        return Exchange.ask(connection, sql);
    }

    /** Something that the server may refuse. */
    @FunctionalInterface
    interface Attempt {
        void run() throws SQLException;
    }

    /** Does what is to be done for a statement, and prints the error if there is one. */
    boolean attempt(String sql, Attempt work) {
        lastQuery = sql;
        if (variables.is("ECHO", "queries") || variables.is("ECHO", "all") && isInteractive) {
            output.println(sql);
        }
        try {
            variables.set("ROW_COUNT", "0");
            work.run();
            variables.set("ERROR", "false");
            variables.set("SQLSTATE", "00000");
            return true;
        } catch (SQLException e) {
            fail(e, sql);
            return false;
        }
    }

    private void fail(SQLException e, String sql) {
        lastError = e;
        lastErrorSql = sql;
        ServerErrorMessage message = Exchange.messageOf(e);
        variables.set("ERROR", "true");
        variables.set("ROW_COUNT", "0");
        variables.set("SQLSTATE", e.getSQLState() == null ? "" : e.getSQLState());
        variables.set("LAST_ERROR_SQLSTATE", e.getSQLState() == null ? "" : e.getSQLState());
        variables.set("LAST_ERROR_MESSAGE", message == null ? e.getMessage() : message.getMessage());
        output.complain(place() + ErrorText.of(e, sql, verbosity()));
        if (variables.is("ECHO", "errors")) {
            output.complain(place() + "STATEMENT:  " + sql);
        }
        checkConnection(e);
    }

    private void checkConnection(SQLException e) {
        boolean isLost = e.getSQLState() != null && e.getSQLState().startsWith("08") || isClosed();
        if (!isLost) {
            return;
        }
        isConnectionLost = true;
        if (isInteractive) {
            try {
                connect();
                output.complain("The connection to the server was lost. Attempting reset: Succeeded.");
            } catch (SQLException again) {
                output.complain("The connection to the server was lost. Attempting reset: Failed.");
            }
        }
    }

    private boolean isClosed() {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Prints an answer, through the pager where that is wanted. */
    void print(Grid grid, TableStyle wanted) {
        pager.print(TableWriter.text(grid, wanted, output.columns()));
    }

    Pager pager() {
        return pager;
    }

    /** Works through lines; {@code name} is that of their file (null: they need no naming). Answers an exit code. */
    int runLines(Iterator<String> lines, String name) {
        return runInput(new Input(this, () -> lines.hasNext() ? lines.next() : null, name));
    }

    int runInput(Input own) {
        Input outer = input;
        input = own;
        try {
            return own.run();
        } finally {
            input = outer;
        }
    }

    int runFile(String name) {
        return scripts.run(name);
    }

    Scripts scripts() {
        return scripts;
    }

    /** What is being worked through. */
    Input input() {
        return input;
    }

    void setInput(Input typed) {
        input = typed;
    }

    InputSplitter splitter() {
        return input.splitter();
    }

    String place() {
        return input.place();
    }

    /** A complaint of the shell's own. */
    void complain(String text) {
        String place = place();
        output.complain(place.isEmpty() ? text : place + "error: " + text);
    }

    /** Tells what the shell did, unless it is to be quiet. */
    void tell(String text) {
        if (!isQuiet()) {
            output.println(text);
        }
    }

    /** The lines that follow in the input up to {@code \.}: the data of COPY FROM STDIN. */
    InputStream dataInput() throws IOException {
        return scripts.data(input.lines());
    }

    /** {@code \errverbose}. */
    String lastErrorVerbosely() {
        return lastError == null ? "There is no previous error."
                : ErrorText.of(lastError, lastErrorSql, ErrorText.Verbosity.VERBOSE);
    }

    ErrorText.Verbosity verbosity() {
        return ErrorText.Verbosity.valueOf(variables.get("VERBOSITY").toUpperCase(Locale.ROOT));
    }

    StatementRunner runner() {
        return runner;
    }

    Commands commands() {
        return commands;
    }

    Connection connection() {
        return connection;
    }

    ConnectionSettings settings() {
        return settings;
    }

    void setSettings(ConnectionSettings changed) {
        settings = changed;
    }

    Output output() {
        return output;
    }

    Interrupts interrupts() {
        return interrupts;
    }

    Variables variables() {
        return variables;
    }

    TableStyle style() {
        return style;
    }

    void setStyle(TableStyle changed) {
        style = changed;
    }

    boolean isTiming() {
        return isTiming;
    }

    void setTiming(boolean on) {
        isTiming = on;
    }

    boolean isQuiet() {
        return variables.isOn("QUIET");
    }

    boolean isInteractive() {
        return isInteractive;
    }

    void setInteractive(boolean interactive) {
        isInteractive = interactive;
    }

    boolean isQuitting() {
        return isQuitting;
    }

    void quit() {
        isQuitting = true;
    }

    /** The session is of no use any more, as if its connection were lost. */
    void giveUp() {
        isConnectionLost = true;
    }

    /** A file has ended by {@code \q}, which ends only it. */
    void goOn() {
        isQuitting = false;
    }

    Typing typing() {
        return typing;
    }

    void setTyping(Typing person) {
        typing = person;
    }

    /** Single keys of the person, until they are closed. */
    Keys keys() {
        return new Keys(this, typing.terminal());
    }

    boolean hasColours() {
        return isInteractive && System.getenv("NO_COLOR") == null;
    }

    String lastQuery() {
        return lastQuery;
    }

    boolean isConnectionLost() {
        return isConnectionLost;
    }

    @Override
    public void close() {
        output.close();
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            output.complain("warning: " + e.getMessage());
        }
    }
}
