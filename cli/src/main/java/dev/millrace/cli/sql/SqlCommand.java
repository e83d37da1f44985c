package dev.millrace.cli.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import dev.millrace.cli.server.ChildServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/millrace sql}: the command line of the shell, with psql's letters. */
@Command(name = "sql", description = "Opens a SQL shell on a running server.", sortOptions = false,
        exitCodeOnInvalidInput = Session.FATAL, footer = {
            "", "Without -c and -f it reads statements from the terminal, or from standard input when that is none.",
            "It begins with what is in ~/.millracerc (MILLRACERC names another file). PGHOST, PGPORT, PGUSER,",
            "PGDATABASE, PGPASSWORD, PGSSLMODE, PGAPPNAME, PGOPTIONS and ~/.pgpass count as they do for psql.",
            "Exit codes: 0 all well, 1 a fault of the shell's own or of a -c, 2 no connection,",
            "3 a script stopped at an error."})
public final class SqlCommand implements Callable<Integer> {
    /** What was asked for by -c and -f, in the order it was. */
    private sealed interface Action {
        record Text(String sql) implements Action {
        }

        record File(String name) implements Action {
        }
    }

    @Mixin
    private ConnectionOptions connection;
    @Mixin
    private OutputOptions output;
    @Option(names = {"-1", "--single-transaction"}, description = "all of -c and -f in one transaction")
    private boolean isSingleTransaction;
    @Option(names = {"-X", "--no-psqlrc"}, description = "do not run ~/.millracerc first")
    private boolean ignoresStartupFile;
    @Option(names = {"-l", "--list"}, description = "list the databases and exit")
    private boolean isList;
    @Option(names = "--data-dir", paramLabel = "DIR",
            description = "a database without a server: one is run on this directory as long as the shell is")
    private Path dataDirectory;
    @Option(names = {"-n", "--no-readline"}, description = "no line editing")
    private boolean isPlain;
    @Option(names = {"-?", "--help"}, usageHelp = true, description = "this text")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean asksHelp;

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
        if (isList) {
            actions.add(0, new Action.Text("\\l"));
        }
        ConnectionSettings settings;
        try {
            settings = connection.settings();
        } catch (IllegalArgumentException e) {
            System.err.println("millrace: error: " + e.getMessage());
            return Session.FATAL;
        }
        return dataDirectory == null ? run(settings) : runEmbedded(settings);
    }

    private int runEmbedded(ConnectionSettings settings) {
        try (ChildServer server = new ChildServer(dataDirectory, 0)) {
            server.start();
            return run(settings.withHost("127.0.0.1").withPort(server.port()));
        } catch (IOException e) {
            System.err.println("millrace: error: no server on " + dataDirectory + ": " + e.getMessage());
            return Session.NO_CONNECTION;
        }
    }

    private int run(ConnectionSettings settings) {
        boolean isInteractive = actions.isEmpty() && Consoles.isAttended() && !isPlain;
        if (isInteractive) {
            return Prompt.run(settings, connection, this::prepare, session -> { });
        }
        try (Session session = new Session(settings, Output.standard())) {
            if (!output.apply(session)) {
                return Session.FATAL;
            }
            if (!connection.connect(session)) {
                return Session.NO_CONNECTION;
            }
            startUp(session);
            return session.isQuitting() ? Session.OK : runActions(session);
        }
    }

    /** What is done before the first prompt. */
    private boolean prepare(Session session, Prompt.Stage stage) {
        switch (stage) {
            case SETTINGS -> {
                return output.apply(session);
            }
            case CONNECTED -> startUp(session);
        }
        return true;
    }

    private void startUp(Session session) {
        String named = System.getenv("MILLRACERC");
        Path file = named == null ? Path.of(System.getProperty("user.home"), ".millracerc") : Path.of(named);
        if (!ignoresStartupFile && Files.isReadable(file)) {
            session.runFile(file.toString());
        }
    }

    private int runActions(Session session) {
        if (actions.isEmpty()) {
            return session.runFile("-");
        }
        try {
            if (isSingleTransaction) {
                Exchange.ask(session.connection(), "BEGIN");
            }
            int code = runEach(session);
            if (isSingleTransaction && !session.isConnectionLost()) {
                Exchange.ask(session.connection(), code == Session.OK ? "COMMIT" : "ROLLBACK");
            }
            return code;
        } catch (SQLException e) {
            session.output().complain(ErrorText.of(e, null, session.verbosity()));
            return Session.FATAL;
        }
    }

    private int runEach(Session session) {
        int code = Session.OK;
        for (Action action : actions) {
            code = switch (action) {
                case Action.Text(String sql) -> runText(session, sql);
                case Action.File(String name) -> session.runFile(name);
            };
            session.goOn();
            if (session.isConnectionLost()) {
                return Session.NO_CONNECTION;
            }
            if (code != Session.OK && session.variables().isOn("ON_ERROR_STOP")) {
                return code;
            }
        }
        return code;
    }

    /** One -c is either one backslash command, or SQL that is sent as it is, all of it as one. */
    private static int runText(Session session, String sql) {
        boolean isGood;
        if (sql.stripLeading().startsWith("\\")) {
            String before = session.variables().get("ON_ERROR_STOP");
            session.variables().set("ON_ERROR_STOP", "on");
            isGood = session.runLines(sql.strip().lines().iterator(), null) == Session.OK;
            session.variables().set("ON_ERROR_STOP", before);
        } else {
            session.variables().set("ROW_COUNT", "0");
            isGood = sql.isBlank() || session.send(sql);
        }
        return isGood ? Session.OK : Session.FATAL;
    }

    /** For those who call it otherwise than by {@code bin/millrace}. */
    static void complain(IOException e) {
        System.err.println("millrace: error: no terminal: " + e.getMessage());
    }
}
