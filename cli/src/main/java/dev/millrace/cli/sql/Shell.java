package dev.millrace.cli.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.jline.terminal.Terminal;

/** The shell for the demo's use: on a server that is known, with a script that is run first. */
public final class Shell {
    private final ConnectionSettings settings;

    public Shell(String host, int port) {
        settings = new ConnectionSettings(host, port, "millrace", "millrace", null, Map.of());
    }

    /** The shell at a terminal that is given, until it is left, without a history; answers the exit code. */
    public int run(Terminal terminal) {
        return Prompt.run(terminal, settings, new ConnectionOptions(),
                (session, stage) -> session.variables().set("HISTFILE", "") == null, session -> { });
    }

    /** Runs the script, shows the query live until Ctrl-C, then goes on as the shell at this terminal. */
    public int showLive(List<String> script, String sql, LiveView.Status status) {
        return Prompt.run(settings, new ConnectionOptions(), (session, stage) -> true, session -> {
            if (runScript(session, script) != Session.OK) {
                return;
            }
            session.output().println(
                    "The views are there; Ctrl-C leaves this one for the shell, Ctrl-D there ends the demo.\n");
            try {
                new LiveView(session, status).run(sql);
            } catch (SQLException e) {
                session.output().complain(ErrorText.of(e, sql, session.verbosity()));
            }
            session.output()
                    .println("\nTry \\d, \\live category_prices, SUBSCRIBE hasty_bidders; or any SQL of your own.");
        });
    }

    /** Runs the script, then what is given; answers the exit code. */
    public int runUnattended(List<String> script, Unattended work) {
        try (Session session = new Session(settings, Output.standard())) {
            session.connect();
            int code = runScript(session, script);
            if (code == Session.OK) {
                Run run = new Run(session);
                work.run(run);
                code = run.isFailed ? Session.SCRIPT_ERROR : Session.OK;
            }
            return code;
        } catch (SQLException e) {
            System.err.println(ErrorText.of(e, null, ErrorText.Verbosity.DEFAULT));
            return Session.FATAL;
        }
    }

    private static int runScript(Session session, List<String> script) {
        session.variables().set("ON_ERROR_STOP", "1");
        int code = session.runLines(script.iterator(), "demo.sql");
        session.variables().unset("ON_ERROR_STOP");
        return code;
    }

    /** What is done between the script and the end. */
    @FunctionalInterface
    public interface Unattended {
        void run(Run run) throws SQLException;
    }

    /** A session without a person. */
    public static final class Run {
        private final Session session;
        private boolean isFailed;

        private Run(Session session) {
            this.session = session;
        }

        public Connection connection() {
            return session.connection();
        }

        /** Prints a query's answer, or its error. */
        public void print(String sql) {
            isFailed |= !session.send(sql);
        }

        public void pause(long millis) {
            session.interrupts().begin(null);
            session.interrupts().pause(millis);
            session.interrupts().end();
        }
    }
}
