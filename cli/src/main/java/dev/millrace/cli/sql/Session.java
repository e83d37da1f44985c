package dev.millrace.cli.sql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntSupplier;

import dev.millrace.cli.table.TableStyle;

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

    private static final int INCLUDE_DEPTH_MAX = 32;

    private final Output output;
    private final Interrupts interrupts = new Interrupts();
    private final Variables variables = new Variables();
    private final StatementRunner runner = new StatementRunner(this);
    private final Commands commands = new Commands(this);
    private ConnectionSettings settings;
    private Connection connection;
    private TableStyle style = TableStyle.PSQL;
    private boolean isTiming;
    private boolean isQuiet;
    private boolean isInteractive;
    private boolean isQuitting;
    private boolean isConnectionLost;
    private String lastQuery = "";
    private SQLException lastError;
    private String lastErrorSql;
    private Iterator<String> inputLines = List.<String>of().iterator();
    private int includeDepth;
    private IntSupplier screenRows = () -> 24;

    Session(ConnectionSettings settings, Output output) {
        this.settings = settings;
        this.output = output;
    }

    void connect() throws SQLException {
        Connection fresh = settings.connect();
        if (connection != null) {
            connection.close();
        }
        connection = fresh;
        isConnectionLost = false;
    }

    /** {@code \c}: goes elsewhere; where that fails, nothing has changed. */
    void connect(ConnectionSettings elsewhere) throws SQLException {
        Connection fresh = elsewhere.connect();
        connection.close();
        connection = fresh;
        settings = elsewhere;
        isConnectionLost = false;
    }

    /**
     * Sends SQL and prints the answer or the error.
     *
     * @param place "file:line: " to stand before an error, empty for none
     * @return whether it went well
     */
    boolean send(String sql, TableStyle wanted, String place) {
        String text = variables.interpolated(sql);
        lastQuery = text;
        try {
            runner.run(text, wanted);
            return true;
        } catch (SQLException e) {
            lastError = e;
            lastErrorSql = text;
            output.complain(place + ErrorText.of(e, text, isVerbose()));
            checkConnection(e);
            return false;
        }
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

    /** Acts on one piece of input; answers whether it went well. */
    boolean act(InputSplitter.Piece piece, String place) {
        return switch (piece) {
            case InputSplitter.Piece.Sql(String text, int line) -> send(text, style, place);
            case InputSplitter.Piece.Command command -> commands.run(command, place);
        };
    }

    /** Runs a file to its end, or to its first error when ON_ERROR_STOP is set. Answers an exit code. */
    int runFile(String name) {
        if (includeDepth == INCLUDE_DEPTH_MAX) {
            output.complain("error: files include each other too deeply");
            return FATAL;
        }
        includeDepth++;
        try {
            boolean isStandardInput = name.equals("-");
            String text = isStandardInput
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(name));
            return runLines(text.lines().toList(), (isStandardInput ? "<stdin>" : name) + ":");
        } catch (IOException e) {
            output.complain("error: " + name + ": " + (e instanceof java.nio.file.NoSuchFileException
                    ? "No such file or directory" : e.getMessage()));
            return FATAL;
        } finally {
            includeDepth--;
        }
    }

    /** Runs the lines of a script; {@code place} is put, with the line, before each error. */
    int runLines(List<String> lines, String place) {
        Iterator<String> outer = inputLines;
        Iterator<String> own = lines.iterator();
        InputSplitter splitter = new InputSplitter();
        try {
            boolean isMore = true;
            while (isMore && !isQuitting) {
                inputLines = own;
                isMore = own.hasNext();
                for (InputSplitter.Piece piece : isMore ? splitter.feed(own.next()) : splitter.finish()) {
                    boolean isGood = act(piece, place.isEmpty() ? "" : "millrace:" + place + piece.line() + ": ");
                    if (isConnectionLost) {
                        return NO_CONNECTION;
                    }
                    if (!isGood && variables.isOn("ON_ERROR_STOP")) {
                        return SCRIPT_ERROR;
                    }
                }
            }
            return OK;
        } finally {
            inputLines = outer;
        }
    }

    /** The lines that follow in the input up to {@code \.}: the data of COPY FROM STDIN. */
    InputStream dataInput() {
        StringBuilder data = new StringBuilder();
        while (inputLines.hasNext()) {
            String line = inputLines.next();
            if (line.equals("\\.")) {
                break;
            }
            data.append(line).append('\n');
        }
        return new ByteArrayInputStream(data.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** {@code \errverbose}. */
    String lastErrorVerbosely() {
        return lastError == null ? "There is no previous error." : ErrorText.of(lastError, lastErrorSql, true);
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
        return isQuiet;
    }

    void setQuiet(boolean quiet) {
        isQuiet = quiet;
    }

    boolean isVerbose() {
        return "verbose".equalsIgnoreCase(variables.get("VERBOSITY"));
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

    /** The height of the screen in lines. */
    int screenRows() {
        return screenRows.getAsInt();
    }

    void setScreenRows(IntSupplier rows) {
        screenRows = rows;
    }

    List<String> commandNames() {
        return commands.names();
    }

    String lastQuery() {
        return lastQuery;
    }

    boolean isConnectionLost() {
        return isConnectionLost;
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            output.complain("warning: " + e.getMessage());
        }
    }
}
