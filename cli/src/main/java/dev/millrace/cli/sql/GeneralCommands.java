package dev.millrace.cli.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

import org.postgresql.PGConnection;

import dev.millrace.cli.sql.Commands.Call;

/** Connection, help, leaving. */
final class GeneralCommands {
    private GeneralCommands() {
    }

    static void addTo(Commands list) {
        list.heading("General");
        list.add(List.of("\\q", "\\quit"), "", "leave", call -> {
            call.session().quit();
            return true;
        });
        list.add("\\?", "", "this list", call -> {
            call.session().pager().print(list.help());
            return true;
        });
        list.add(List.of("\\h", "\\help"), "[STATEMENT]", "the form of a statement, or which there are", call -> {
            call.session().pager().print(Syntax.help(call.arguments().rest()));
            return true;
        });
        list.add(List.of("\\c", "\\connect"), "[DB|- USER|- HOST|- PORT|-]", "connect elsewhere, or anew",
                GeneralCommands::connect);
        list.add("\\conninfo", "", "what this is connected to", call -> {
            call.session().output().println(call.session().settings().described("You are"));
            return true;
        });
        list.add("\\encoding", "[NAME]", "the encoding of this client: it is UTF8", GeneralCommands::encoding);
        list.add("\\password", "[USER]", "change a password, which is sent as a verifier only",
                GeneralCommands::password);
        list.add("\\errverbose", "", "the last error with all that is known of it", call -> {
            call.session().complain(call.session().lastErrorVerbosely());
            return true;
        });
    }

    private static boolean connect(Call call) throws SQLException {
        Session session = call.session();
        ConnectionSettings to = session.settings();
        String database = call.word();
        String user = call.word();
        String host = call.word();
        String port = call.word();
        try {
            to = isGiven(database) ? to.withDatabase(database) : to;
            to = isGiven(user) ? to.withUser(user) : to;
            to = isGiven(host) ? to.withHost(host) : to;
            to = isGiven(port) ? to.withPort(Integer.parseInt(port)) : to;
        } catch (IllegalArgumentException e) {
            return call.fail("invalid port number: \"" + port + "\"");
        }
        boolean isElsewhere = !to.host().equals(session.settings().host()) || to.port() != session.settings().port()
                || !to.user().equals(session.settings().user());
        try {
            session.connect(isElsewhere ? to.withPasswordFrom(PasswordFile.ofUser(System.getenv())) : to);
        } catch (SQLException e) {
            session.complain((session.isInteractive() ? "" : "\\connect: ")
                    + ConnectionOptions.reason(to, e));
            if (session.isInteractive()) {
                session.output().complain("Previous connection kept");
            } else {
                session.giveUp(); // what follows was meant for another database
            }
            return false;
        }
        session.tell(to.described("You are now"));
        return true;
    }

    private static boolean isGiven(String word) {
        return word != null && !word.equals("-");
    }

    private static boolean encoding(Call call) {
        String name = call.word();
        if (name == null) {
            call.session().output().println("UTF8");
            return true;
        }
        return name.replace("-", "").equalsIgnoreCase("utf8") || name.equalsIgnoreCase("unicode")
                || call.fail(name + ": invalid encoding name or conversion procedure not found");
    }

    private static boolean password(Call call) throws SQLException, IOException {
        Session session = call.session();
        if (!Consoles.isAttended()) {
            return call.fail("\\password needs a terminal");
        }
        String named = call.word();
        String user = named == null ? session.settings().user() : named;
        char[] first = System.console().readPassword("Enter new password for user \"%s\": ", user);
        char[] second = System.console().readPassword("Enter it again: ");
        if (first == null || !java.util.Arrays.equals(first, second)) {
            return call.fail("Passwords didn't match.");
        }
        session.connection().unwrap(PGConnection.class).alterUserPassword(user, first, "scram-sha-256");
        return true;
    }
}
