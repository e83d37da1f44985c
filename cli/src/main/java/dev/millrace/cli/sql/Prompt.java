package dev.millrace.cli.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.postgresql.core.BaseConnection;

/** The shell with a person at a terminal: prompt, history, completion; Ctrl-C cancels, Ctrl-D leaves. */
final class Prompt {
    private final Session session;
    private final LineReader reader;

    private Prompt(Session session, Terminal terminal) {
        this.session = session;
        String history = System.getenv("MILLRACE_HISTORY");
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("millrace")
                .parser(new StatementParser())
                .completer(new SqlCompleter(session))
                .variable(LineReader.HISTORY_FILE,
                        history == null ? Path.of(System.getProperty("user.home"), ".millrace_history")
                                : Path.of(history))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%M%P > ")
                .variable(LineReader.INDENTATION, 2)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_DUPS, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .build();
    }

    /**
     * Connects, then reads and runs until the user leaves. Answers the exit code; {@code first} is done before the
     * first prompt.
     */
    static int run(ConnectionSettings settings, Predicate<Session> configure, Consumer<Session> first) {
        try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
            Output output = new Output(terminal.writer(), terminal.writer(), terminal::getColumns);
            try (Session session = new Session(settings, output)) {
                session.setInteractive(true);
                session.setScreenRows(terminal::getRows);
                if (!configure.test(session)) {
                    return Session.FATAL;
                }
                if (!SqlCommand.connect(session, System.console())) {
                    return Session.NO_CONNECTION;
                }
                return new Prompt(session, terminal).run(terminal, first);
            }
        } catch (IOException e) {
            System.err.println("millrace: error: no terminal: " + e.getMessage());
            return Session.FATAL;
        }
    }

    private int run(Terminal terminal, Consumer<Session> first) {
        terminal.handle(Terminal.Signal.INT, signal -> session.output().print(session.interrupts().raise()));
        if (!session.isQuiet()) {
            session.output().println("Millrace SQL shell. \\? lists its commands, \\q or Ctrl-D leaves.\n");
        }
        first.accept(session);
        while (!session.isQuitting()) {
            try {
                read(reader.readLine(prompt()));
            } catch (UserInterruptException e) {
                // Ctrl-C while typing: what was typed is thrown away, and a new prompt comes
            } catch (EndOfFileException e) {
                session.output().println("\\q");
                break;
            }
        }
        return session.isConnectionLost() ? Session.NO_CONNECTION : Session.OK;
    }

    private void read(String text) {
        switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "quit", "exit" -> session.quit();
            case "help" -> session.output()
                    .println("\\? lists the commands of this shell, \\h says where the SQL reference is,\n"
                    + "\\d lists tables, streams and views; a statement ends with a semicolon.");
            default -> session.runLines(text.lines().toList(), "");
        }
    }

    /** As psql's: {@code *} in a transaction, {@code !} in a failed one. */
    private String prompt() {
        String state = "";
        try {
            state = switch (session.connection().unwrap(BaseConnection.class).getTransactionState()) {
                case IDLE -> "";
                case OPEN -> "*";
                case FAILED -> "!";
            };
        } catch (java.sql.SQLException e) {
            state = "?";
        }
        return session.settings().database() + "=" + state + "> ";
    }
}
