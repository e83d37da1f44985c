package dev.millrace.cli.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import dev.millrace.cli.table.TableStyle;

/** The shell with a person at a terminal: prompt, history, completion; Ctrl-C cancels, Ctrl-D leaves. */
final class Prompt implements Typing {
    /** When something is to be prepared. */
    enum Stage {
        SETTINGS, CONNECTED
    }

    /** Prepares a session; false: it is not to begin. */
    @FunctionalInterface
    interface Preparation {
        boolean prepare(Session session, Stage stage);
    }

    private final Session session;
    private final LineReader reader;
    private final PromptText prompts;
    private final Input input;
    /** Lines that were typed at once and have not been looked at. */
    private final Deque<String> typed = new ArrayDeque<>();

    private Prompt(Session session, Terminal terminal) {
        this.session = session;
        prompts = new PromptText(session);
        input = new Input(session, this::nextLine, null);
        session.setInput(input);
        session.setTyping(this);
        boolean hasColours = System.getenv("NO_COLOR") == null && !terminal.getType().startsWith("dumb");
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("millrace")
                .parser(new StatementParser(input))
                .completer(new SqlCompleter(session))
                .variable(LineReader.HISTORY_FILE, historyFile())
                .variable(LineReader.HISTORY_SIZE, Math.max(0, session.variables().number("HISTSIZE")))
                .variable(LineReader.HISTORY_FILE_SIZE, Math.max(0, session.variables().number("HISTSIZE")))
                .variable(LineReader.INDENTATION, 0)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_DUPS,
                        !session.variables().is("HISTCONTROL", "none") || !session.variables().is("HISTCONTROL", ""))
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, session.variables().is("HISTCONTROL", "ignorespace")
                        || session.variables().is("HISTCONTROL", "ignoreboth"))
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .highlighter(new SqlHighlighter(hasColours))
                .build();
    }

    /** Null: the history is not kept. */
    private Path historyFile() {
        String set = session.variables().get("HISTFILE");
        String named = set == null ? System.getenv("MILLRACE_HISTORY") : set;
        if (named != null && (named.isEmpty() || named.equals("/dev/null"))) {
            return null;
        }
        return named == null ? Path.of(System.getProperty("user.home"), ".millrace_history") : Path.of(named);
    }

    /**
     * Connects, then reads and runs until the user leaves. Answers the exit code; {@code first} is done before the
     * first prompt.
     */
    static int run(ConnectionSettings settings, ConnectionOptions options, Preparation preparation,
            Consumer<Session> first) {
        try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
            return run(terminal, settings, options, preparation, first);
        } catch (IOException e) {
            SqlCommand.complain(e);
            return Session.FATAL;
        }
    }

    /** The same at a terminal that is given. */
    static int run(Terminal terminal, ConnectionSettings settings, ConnectionOptions options, Preparation preparation,
            Consumer<Session> first) {
        Output output = new Output(terminal.writer(), terminal.writer(), terminal::getColumns, terminal::getRows);
        try (Session session = new Session(settings, output)) {
            session.setInteractive(true);
            session.setStyle(session.style().with(
                    isWide(terminal) ? TableStyle.Format.BOX : TableStyle.Format.ALIGNED));
            if (!preparation.prepare(session, Stage.SETTINGS)) {
                return Session.FATAL;
            }
            if (!options.connect(session)) {
                return Session.NO_CONNECTION;
            }
            preparation.prepare(session, Stage.CONNECTED);
            return new Prompt(session, terminal).run(terminal, first);
        }
    }

    /** Whether the terminal can draw boxes: it takes UTF-8. */
    private static boolean isWide(Terminal terminal) {
        return terminal.encoding() != null && terminal.encoding().name().equalsIgnoreCase("utf-8");
    }

    private int run(Terminal terminal, Consumer<Session> first) {
        terminal.handle(Terminal.Signal.INT, signal -> session.output().say(session.interrupts().raise()));
        if (!session.isQuiet()) {
            session.output().println("Millrace SQL shell. \\? lists its commands, \\q or Ctrl-D leaves.\n");
        }
        first.accept(session);
        int ends = 0;
        while (!session.isQuitting()) {
            try {
                String mark = String.valueOf(input.conditions().isActive() ? input.splitter().openMark() : '@');
                boolean isFirst = !input.splitter().isPending();
                reader.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, prompts.of("PROMPT2", "", true));
                read(reader.readLine(prompts.of(isFirst ? "PROMPT1" : "PROMPT2", mark, false)));
                ends = 0;
            } catch (UserInterruptException e) {
                input.splitter().reset(); // Ctrl-C while typing: what was typed is thrown away
            } catch (EndOfFileException e) {
                ends++;
                if (ends > session.variables().number("IGNOREEOF")) {
                    session.output().say("\\q\n");
                    break;
                }
                session.output().say("Use \"\\q\" to leave the shell.\n");
            }
        }
        return session.isConnectionLost() ? Session.NO_CONNECTION : Session.OK;
    }

    private void read(String text) {
        boolean isAlone = !input.splitter().isPending();
        switch (isAlone ? text.strip().toLowerCase(Locale.ROOT) : "") {
            case "quit", "exit" -> session.quit();
            case "help" -> session.output()
                    .say("""
                            \\? lists the commands of this shell, \\h statements and their form,
                            \\d tables, streams and views; a statement ends with a semicolon.
                            """);
            default -> {
                text.lines().forEach(typed::add);
                while (!typed.isEmpty() && !session.isQuitting()) {
                    input.take(typed.poll());
                }
                typed.clear();
            }
        }
    }

    /** Data of COPY: what was typed with it, then what is typed for it. */
    private String nextLine() {
        if (!typed.isEmpty()) {
            return typed.poll();
        }
        return readPlain(prompts.of("PROMPT3", "", false));
    }

    private String readPlain(String prompt) {
        StatementParser parser = (StatementParser) reader.getParser();
        parser.setPlain(true);
        bindTab(LineReader.SELF_INSERT);
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException | EndOfFileException e) {
            return null;
        } finally {
            parser.setPlain(false);
            bindTab(LineReader.EXPAND_OR_COMPLETE);
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
        }
    }

    /** Tabs are part of data, and complete words of statements. */
    private void bindTab(String widget) {
        reader.getKeyMaps().get(LineReader.MAIN).bind(new Reference(widget), "\t");
    }

    @Override
    public String ask(String question) {
        return readPlain(question);
    }

    @Override
    public Terminal terminal() {
        return reader.getTerminal();
    }

    @Override
    public List<String> history() {
        List<String> lines = new ArrayList<>();
        for (History.Entry entry : reader.getHistory()) {
            lines.add(entry.line());
        }
        return lines;
    }
}
