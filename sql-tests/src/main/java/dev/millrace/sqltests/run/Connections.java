package dev.millrace.sqltests.run;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The named connections of a running script, opened when they are first used. */
final class Connections implements AutoCloseable {
    /** No statement of a test takes longer; a server that hangs is a failure of this script, not of the whole run. */
    private static final int STATEMENT_SECONDS_MAX = 120;

    private final String url;
    private final Map<String, Connection> open = new HashMap<>();

    Connections(String url) {
        this.url = url;
    }

    Connection get(String name) throws SQLException {
        Connection connection = open.get(name);
        if (connection == null) {
            connection = connect();
            open.put(name, connection);
        }
        return connection;
    }

    /** A connection for a subscription, which the caller closes; it may be silent for as long as nothing changes. */
    Connection subscriber() throws SQLException {
        return DriverManager.getConnection(url + (url.contains("?") ? "&" : "?") + "ApplicationName=slt");
    }

    private Connection connect() throws SQLException {
        String more = (url.contains("?") ? "&" : "?") + "socketTimeout=" + STATEMENT_SECONDS_MAX
                + "&ApplicationName=slt";
        return DriverManager.getConnection(url + more);
    }

    @Override
    public void close() {
        for (Connection connection : open.values()) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It may be dead already, which is as good.
            }
        }
        open.clear();
    }
}
