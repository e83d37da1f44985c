package dev.millrace.cli.sql;

import java.io.Console;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import dev.millrace.cli.table.TableStyle;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/millrace sql}: the command line of the shell, with psql's letters. */
@Command(name = "sql", description = "Opens a SQL shell on a running server.", sortOptions = false, footer = {
    "", "Without -c and -f it reads statements from the terminal, or from standard input when that is no terminal.",
    "Exit codes: 0 all well, 1 a fault of the shell's own or of a -c, 2 no connection,",
    "3 a script stopped at an error."})
public final class SqlCommand implements Callable<Integer> {
    private static final String NEEDS_PASSWORD = "28P01";

    /** What was asked for by -c and -f, in the order it was. */
    private sealed interface Action {
        record Text(String sql) implements Action {
        }

        record File(String name) implements Action {
        }
    }

    @Option(names = {"-h", "--host"}, paramLabel = "HOST", description = "the server's host (127.0.0.1)")
    private String host;
    @Option(names = {"-p", "--port"}, paramLabel = "PORT", description = "the server's port (7432)")
    private Integer port;
    @Option(names = {"-U", "--username"}, paramLabel = "USER", description = "the user (millrace)")
    private String user;
    @Option(names = {"-d", "--dbname"}, paramLabel = "DATABASE", description = "the database (millrace), or an address")
    private String database;
    @Option(names = {"-W", "--password"}, description = "ask for a password before connecting")
    private boolean asksPassword;
    @Option(names = {"-A", "--no-align"}, description = "unaligned output")
    private boolean isUnaligned;
    @Option(names = {"-t", "--tuples-only"}, description = "rows only: no headings, no counts")
    private boolean isTuplesOnly;
    @Option(names = {"-x", "--expanded"}, description = "expanded output: one line a column")
    private boolean isExpanded;
    @Option(names = "--csv", description = "CSV output")
    private boolean isCsv;
    @Option(names = {"-F", "--field-separator"}, paramLabel = "TEXT",
            description = "between values of unaligned output (|)")
    private String fieldSeparator;
    @Option(names = {"-P", "--pset"}, paramLabel = "NAME[=VALUE]", description = "as \\pset in the shell")
    private List<String> settings = List.of();
    @Option(names = {"-q", "--quiet"}, description = "no greeting, no command tags")
    private boolean isQuiet;
    @Option(names = {"-v", "--set", "--variable"}, paramLabel = "NAME=VALUE",
            description = "set a variable: ON_ERROR_STOP=1")
    private List<String> variables = List.of();
    @Option(names = {"-X", "--no-psqlrc"}, description = "accepted for psql's sake: there is no start-up file")
    @SuppressWarnings("UnusedVariable") // accepted, and that is all
    private boolean ignoresStartupFile;
    @Option(names = {"-?", "--help"}, usageHelp = true, description = "this text")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean asksHelp;
    @Parameters(index = "0", arity = "0..1", paramLabel = "DATABASE", description = "the same as -d")
    private String databaseArgument;
    @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "the same as -U")
    private String userArgument;

    private final List<Action> actions = new ArrayList<>();

    @Option(names = {"-c", "--command"}, paramLabel = "SQL", description = "run this and exit")
    void addCommand(String sql) {
        actions.add(new Action.Text(sql));
    }

    @Option(names = {"-f", "--file"}, paramLabel = "FILE", description = "run this file and exit")
    void addFile(String name) {
        actions.add(new Action.File(name));
    }

    @Override
    public Integer call() {
        Console console = System.console();
        boolean isInteractive = actions.isEmpty() && console.isTerminal();
        if (isInteractive) {
            return Prompt.run(connectionSettings(), this::configure, session -> { });
        }
        try (Session session = new Session(connectionSettings(), Output.standard())) {
            if (!configure(session)) {
                return Session.FATAL;
            }
            if (!connect(session, console)) {
                return Session.NO_CONNECTION;
            }
            return runActions(session);
        }
    }

    private int runActions(Session session) {
        if (actions.isEmpty()) {
            return session.runFile("-");
        }
        int code = Session.OK;
        for (Action action : actions) {
            code = switch (action) {
                case Action.Text(String sql) -> runText(session, sql);
                case Action.File(String name) -> session.runFile(name);
            };
            if (session.isConnectionLost()) {
                return Session.NO_CONNECTION;
            }
            if (code != Session.OK && session.variables().isOn("ON_ERROR_STOP")) {
                return code;
            }
        }
        return code;
    }

    /** The text of one -c ends at its first error, whatever ON_ERROR_STOP says, and its exit code is 1. */
    private static int runText(Session session, String sql) {
        String before = session.variables().get("ON_ERROR_STOP");
        session.variables().set("ON_ERROR_STOP", "1");
        int code = session.runLines(sql.lines().toList(), "");
        if (before == null) {
            session.variables().unset("ON_ERROR_STOP");
        } else {
            session.variables().set("ON_ERROR_STOP", before);
        }
        return code == Session.SCRIPT_ERROR ? Session.FATAL : code;
    }

    /** Connects; where the server asks for a password and a person is there, that is asked for it. */
    static boolean connect(Session session, Console console) {
        try {
            session.connect();
            return true;
        } catch (SQLException e) {
            if (NEEDS_PASSWORD.equals(e.getSQLState()) && console.isTerminal()
                    && session.settings().password() == null) {
                char[] password = console.readPassword("Password for user %s: ", session.settings().user());
                if (password != null) {
                    return connectWith(session, new String(password));
                }
            }
            complain(session, e);
            return false;
        }
    }

    private static boolean connectWith(Session session, String password) {
        session.setSettings(session.settings().withPassword(password));
        try {
            session.connect();
            return true;
        } catch (SQLException e) {
            complain(session, e);
            return false;
        }
    }

    private static void complain(Session session, SQLException e) {
        ConnectionSettings at = session.settings();
        boolean isRefused = e.getCause() instanceof ConnectException;
        session.output().complain("millrace: error: connection to server at \"" + at.host() + "\", port " + at.port()
                + " failed: " + (isRefused ? "Connection refused"
                        : ErrorText.of(e, null, false).replaceFirst("^ERROR: {2}", "")));
        if (isRefused) {
            session.output().complain("\tIs a server running there? bin/millrace server starts one.");
        }
    }

    private ConnectionSettings connectionSettings() {
        ConnectionSettings chosen = ConnectionSettings.defaults(System.getenv());
        String name = database == null ? databaseArgument : database;
        String as = user == null ? userArgument : user;
        chosen = name == null ? chosen : chosen.withDatabase(name);
        chosen = host == null ? chosen : chosen.withHost(host);
        chosen = port == null ? chosen : chosen.withPort(port);
        chosen = as == null ? chosen : chosen.withUser(as);
        if (asksPassword && System.console().isTerminal()) {
            char[] password = System.console().readPassword("Password: ");
            chosen = password == null ? chosen : chosen.withPassword(new String(password));
        }
        return chosen;
    }

    /** Applies the options to a session; answers whether they make sense. */
    private boolean configure(Session session) {
        TableStyle style = session.style();
        style = isUnaligned ? style.with(TableStyle.Format.UNALIGNED) : style;
        style = isCsv ? style.with(TableStyle.Format.CSV) : style;
        style = isExpanded ? style.with(TableStyle.Expanded.ON) : style;
        style = isTuplesOnly ? style.withTuplesOnly(true) : style;
        style = fieldSeparator == null ? style : style.withFieldSeparator(fieldSeparator);
        session.setStyle(style);
        session.setQuiet(isQuiet);
        for (String assignment : variables) {
            String[] parts = assignment.split("=", 2);
            session.variables().set(parts[0], parts.length > 1 ? parts[1] : "");
        }
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            String fault = StyleSettings.apply(session, parts[0], parts.length > 1 ? parts[1] : null);
            if (fault != null) {
                session.output().complain("millrace: error: " + fault);
                return false;
            }
        }
        return true;
    }
}
