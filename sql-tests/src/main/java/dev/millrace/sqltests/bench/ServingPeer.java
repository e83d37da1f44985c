package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One of the two databases that are compared: how its clients find it, and what its processes use. */
final class ServingPeer {
    private final String name;
    private final String url;
    private final ProcessTree processes;

    private ServingPeer(String name, String url, ProcessTree processes) {
        this.name = name;
        this.url = url;
        this.processes = processes;
    }

    static ServingPeer millrace(String url, long pid) throws IOException {
        return new ServingPeer("millrace", url, new ProcessTree(pid));
    }

    /** A PostgreSQL that runs on this machine. */
    static ServingPeer postgres(String url) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
            pid.next();
            return new ServingPeer("postgresql", url, ProcessTree.ofParent(pid.getLong(1)));
        }
    }

    String name() {
        return name;
    }

    boolean isMillrace() {
        return name.equals("millrace");
    }

    ProcessTree processes() {
        return processes;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Host, port, user and database of the JDBC URL, as PostgreSQL's programs take them. */
    List<String> clientArguments() {
        URI address = URI.create(url.substring("jdbc:".length()));
        List<String> arguments = new ArrayList<>(List.of("-h", address.getHost()));
        if (address.getPort() > 0) {
            arguments.addAll(List.of("-p", "" + address.getPort()));
        }
        for (String parameter : address.getQuery() == null ? new String[0] : address.getQuery().split("&")) {
            if (parameter.startsWith("user=")) {
                arguments.addAll(List.of("-U", parameter.substring("user=".length())));
            }
        }
        arguments.add(address.getPath().substring(1));
        return arguments;
    }

    /** A fresh table, filled if the test wants it so, with nothing left to do in the background. */
    void prepare(ServingTest test, long rows) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            drop(statement);
            for (String sql : test.schema(isMillrace())) {
                statement.execute(sql);
            }
            if (test.isFilled()) {
                statement.execute("INSERT INTO bid SELECT i, i % 1000, i * 7 % 10007, 'note of the row ' || i"
                        + " FROM generate_series(1, " + rows + ") AS numbers(i)");
            }
            if (!isMillrace()) {
                statement.execute("VACUUM ANALYZE bid");
                statement.execute("CHECKPOINT");
            }
        }
    }

    void drop() throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            drop(statement);
        }
    }

    private void drop(Statement statement) throws SQLException {
        for (String sql : ServingTest.drop(isMillrace())) {
            statement.execute(sql);
        }
    }
}
