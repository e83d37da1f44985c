package dev.millrace.cli.sql;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** Where to connect to, and as whom. Command line before environment (psql's variables) before Millrace's defaults. */
record ConnectionSettings(String host, int port, String user, String database, String password, String sslMode) {
    private static final int CONNECT_SECONDS_MAX = 10;

    static ConnectionSettings defaults(Map<String, String> environment) {
        return new ConnectionSettings(
                environment.getOrDefault("PGHOST", "127.0.0.1"),
                Integer.parseInt(environment.getOrDefault("PGPORT", "7432")),
                environment.getOrDefault("PGUSER", "millrace"),
                environment.getOrDefault("PGDATABASE", "millrace"),
                environment.get("PGPASSWORD"),
                environment.getOrDefault("PGSSLMODE", "disable"));
    }

    ConnectionSettings withHost(String changed) {
        return new ConnectionSettings(changed, port, user, database, password, sslMode);
    }

    ConnectionSettings withPort(int changed) {
        return new ConnectionSettings(host, changed, user, database, password, sslMode);
    }

    ConnectionSettings withUser(String changed) {
        return new ConnectionSettings(host, port, changed, database, password, sslMode);
    }

    ConnectionSettings withPassword(String changed) {
        return new ConnectionSettings(host, port, user, database, changed, sslMode);
    }

    /** A database name, or a {@code postgresql://} address with everything in it. */
    ConnectionSettings withDatabase(String nameOrAddress) {
        if (!nameOrAddress.matches("(postgres|postgresql|millrace)://.*")) {
            return new ConnectionSettings(host, port, user, nameOrAddress, password, sslMode);
        }
        URI address = URI.create(nameOrAddress);
        String[] login = address.getUserInfo() == null ? new String[0] : address.getUserInfo().split(":", 2);
        String path = address.getPath() == null ? "" : address.getPath().replaceFirst("^/", "");
        String ssl = sslMode;
        for (String option : address.getQuery() == null ? new String[0] : address.getQuery().split("&")) {
            ssl = option.startsWith("sslmode=") ? option.substring("sslmode=".length()) : ssl;
        }
        return new ConnectionSettings(
                address.getHost() == null ? host : address.getHost(),
                address.getPort() < 0 ? port : address.getPort(),
                login.length > 0 ? login[0] : user,
                path.isEmpty() ? database : path,
                login.length > 1 ? login[1] : password,
                ssl);
    }

    /**
     * Plain statements go by the simple protocol, as psql sends them; only prepared ones (used to ask for the columns
     * of a subscription) by the extended one.
     */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("sslmode", sslMode);
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("preferQueryMode", "extendedForPrepared");
        properties.setProperty("ApplicationName", "millrace sql");
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS_MAX));
        properties.setProperty("tcpKeepAlive", "true");
        String name = host.contains(":") ? "[" + host + "]" : host;
        return DriverManager.getConnection("jdbc:postgresql://" + name + ":" + port + "/" + database, properties);
    }

    String described() {
        return "You are connected to database \"" + database + "\" as user \"" + user + "\" on host \"" + host
                + "\" at port \"" + port + "\".";
    }
}
