package dev.millrace.cli.sql;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The part of the command line that says where to connect to, and how that is done. */
final class ConnectionOptions {
    private static final String WRONG_PASSWORD = "28P01";
    /** The driver's own, when a server asks for a password and none is known. */
    private static final String NO_PASSWORD = "08004";

    @Option(names = {"-h", "--host"}, paramLabel = "HOST", description = "the server's host (127.0.0.1)")
    private String host;
    @Option(names = {"-p", "--port"}, paramLabel = "PORT", description = "the server's port (7432)")
    private Integer port;
    @Option(names = {"-U", "--username"}, paramLabel = "USER", description = "the user (millrace)")
    private String user;
    @Option(names = {"-d", "--dbname"}, paramLabel = "DATABASE",
            description = "the database (millrace), or an address: postgresql://..., or 'host=... dbname=...'")
    private String database;
    @Option(names = {"-W", "--password"}, description = "ask for a password before connecting")
    private boolean asksPassword;
    @Option(names = {"-w", "--no-password"}, description = "never ask for a password")
    private boolean neverAsks;
    @Parameters(index = "0", arity = "0..1", paramLabel = "DATABASE", description = "the same as -d")
    private String databaseArgument;
    @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "the same as -U")
    private String userArgument;

    ConnectionSettings settings() {
        ConnectionSettings chosen = ConnectionSettings.defaults(System.getenv());
        String name = database == null ? databaseArgument : database;
        String as = user == null ? database == null ? userArgument : databaseArgument : user;
        chosen = name == null ? chosen : chosen.withDatabase(name);
        chosen = host == null ? chosen : chosen.withHost(host);
        chosen = port == null ? chosen : chosen.withPort(port);
        chosen = as == null ? chosen : chosen.withUser(as);
        if (asksPassword && Consoles.isAttended()) {
            char[] password = System.console().readPassword("Password: ");
            return password == null ? chosen : chosen.withPassword(new String(password));
        }
        return chosen.withPasswordFrom(PasswordFile.ofUser(System.getenv()));
    }

    /** Connects; where the server asks for a password and a person is there, that is asked for it. */
    boolean connect(Session session) {
        try {
            session.connect();
            return true;
        } catch (SQLException e) {
            boolean wantsPassword = WRONG_PASSWORD.equals(e.getSQLState()) || NO_PASSWORD.equals(e.getSQLState())
                    && String.valueOf(e.getMessage()).contains("password");
            if (wantsPassword && !neverAsks && Consoles.isAttended()
                    && session.settings().password() == null) {
                char[] password = System.console().readPassword("Password for user %s: ", session.settings().user());
                if (password != null) {
                    session.setSettings(session.settings().withPassword(new String(password)));
                    return connectAgain(session);
                }
            }
            complain(session, e);
            return false;
        }
    }

    private static boolean connectAgain(Session session) {
        try {
            session.connect();
            return true;
        } catch (SQLException e) {
            complain(session, e);
            return false;
        }
    }

    private static void complain(Session session, SQLException e) {
        session.output().complain("millrace: error: " + reason(session.settings(), e));
        if (e.getCause() instanceof ConnectException) {
            session.output().complain("\tIs a server running there? bin/millrace server starts one.");
        }
    }

    /** Why there is no connection, as psql says it. */
    static String reason(ConnectionSettings at, SQLException e) {
        boolean isRefused = e.getCause() instanceof ConnectException;
        String reason = isRefused ? "Connection refused"
                : e.getCause() instanceof UnknownHostException ? "could not translate host name to address"
                        : ErrorText.of(e, null, ErrorText.Verbosity.DEFAULT).replaceFirst("^ERROR: {2}", "");
        return "connection to server at \"" + at.host() + "\", port " + at.port() + " failed: " + reason;
    }
}
