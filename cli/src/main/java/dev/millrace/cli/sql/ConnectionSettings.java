package dev.millrace.cli.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to connect to, and as whom. Command line before environment (psql's variables) before Millrace's defaults.
 *
 * @param password null: none is known
 * @param options  what else was said, by libpq's names: sslmode, application_name, connect_timeout, options, ...
 */
record ConnectionSettings(String host, int port, String user, String database, String password,
        Map<String, String> options) {
    private static final String CONNECT_SECONDS_MAX = "10";
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:postgres|postgresql|millrace)://(?:([^:@/]*)(?::([^@/]*))?@)?(\\[[^]]*\\]|[^:/?]*)(?::(\\d*))?"
            + "(?:/([^?]*))?(?:\\?(.*))?");
    private static final Pattern PAIR = Pattern.compile("\\s*(\\w+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|(\\S*))");
    /** libpq's names of options that the driver knows by another. */
    private static final Map<String, String> DRIVER_NAMES = Map.of("application_name", "ApplicationName",
            "connect_timeout", "connectTimeout", "sslmode", "sslmode", "sslrootcert", "sslrootcert",
            "sslcert", "sslcert", "sslkey", "sslkey", "options", "options", "channel_binding", "channelBinding",
            "target_session_attrs", "targetServerType", "keepalives", "tcpKeepAlive");

    ConnectionSettings {
        options = Map.copyOf(options);
    }

    static ConnectionSettings defaults(Map<String, String> environment) {
        Map<String, String> options = new TreeMap<>();
        Map.of("PGSSLMODE", "sslmode", "PGSSLROOTCERT", "sslrootcert", "PGSSLCERT", "sslcert", "PGSSLKEY", "sslkey",
                "PGAPPNAME", "application_name", "PGCONNECT_TIMEOUT", "connect_timeout", "PGOPTIONS", "options",
                "PGCHANNELBINDING", "channel_binding").forEach((variable, name) -> {
                    if (environment.containsKey(variable)) {
                        options.put(name, environment.get(variable));
                    }
                });
        String user = environment.getOrDefault("PGUSER", "millrace");
        return new ConnectionSettings(
                environment.getOrDefault("PGHOST", "127.0.0.1"),
                port(environment.getOrDefault("PGPORT", "7432")),
                user,
                environment.getOrDefault("PGDATABASE", "millrace"),
                environment.get("PGPASSWORD"), options);
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("invalid port number: \"" + text + "\"", e);
        }
    }

    ConnectionSettings withHost(String changed) {
        return new ConnectionSettings(changed, port, user, database, password, options);
    }

    ConnectionSettings withPort(int changed) {
        return new ConnectionSettings(host, changed, user, database, password, options);
    }

    ConnectionSettings withUser(String changed) {
        return new ConnectionSettings(host, port, changed, database, password, options);
    }

    ConnectionSettings withPassword(String changed) {
        return new ConnectionSettings(host, port, user, database, changed, options);
    }

    /** With the password that the file has for this, if it has one. */
    ConnectionSettings withPasswordFrom(PasswordFile file) {
        return password != null ? this : withPassword(file.password(host, port, database, user));
    }

    /** A database's name, a {@code postgresql://} address, or {@code host=… dbname=…}, with all that is in it. */
    ConnectionSettings withDatabase(String text) {
        Matcher address = ADDRESS.matcher(text);
        Map<String, String> said = new TreeMap<>();
        if (address.matches()) {
            String[] names = {"user", "password", "host", "port", "dbname"};
            for (int i = 0; i < names.length; i++) {
                String value = address.group(i + 1);
                if (value != null && !value.isEmpty()) {
                    said.put(names[i], decoded(value.replaceFirst("^\\[(.*)\\]$", "$1")));
                }
            }
            for (String pair : address.group(6) == null ? new String[0] : address.group(6).split("&")) {
                String[] parts = pair.split("=", 2);
                said.put(parts[0].equals("ssl") ? "sslmode" : parts[0], parts.length > 1 ? decoded(parts[1]) : "");
            }
        } else if (text.contains("=")) {
            Matcher pair = PAIR.matcher(text);
            while (pair.find()) {
                String value = pair.group(2) == null ? pair.group(3) : pair.group(2).replaceAll("\\\\(.)", "$1");
                said.put(pair.group(1).toLowerCase(Locale.ROOT), value);
            }
        } else {
            said.put("dbname", text);
        }
        return with(said);
    }

    private ConnectionSettings with(Map<String, String> said) {
        Map<String, String> more = new TreeMap<>(options);
        more.putAll(said);
        String name = said.getOrDefault("host", said.getOrDefault("hostaddr", host));
        for (String own : new String[] {"host", "hostaddr", "port", "user", "password", "dbname"}) {
            more.remove(own);
        }
        return new ConnectionSettings(name, said.containsKey("port") ? port(said.get("port")) : port,
                said.getOrDefault("user", user), said.getOrDefault("dbname", database),
                said.getOrDefault("password", password), more);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * Plain statements go by the simple protocol, as psql sends them; only what is to be described without being run
     * by the extended one.
     */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("sslmode", "prefer");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("preferQueryMode", "extendedForPrepared");
        properties.setProperty("ApplicationName", "millrace sql");
        properties.setProperty("connectTimeout", CONNECT_SECONDS_MAX);
        properties.setProperty("tcpKeepAlive", "true");
        options.forEach((name, value) -> properties.setProperty(DRIVER_NAMES.getOrDefault(name, name), value));
        String named = host.contains(":") ? "[" + host + "]" : host;
        return DriverManager.getConnection("jdbc:postgresql://" + named + ":" + port + "/"
                + java.net.URLEncoder.encode(database, StandardCharsets.UTF_8), properties);
    }

    String described(String who) {
        return who + " connected to database \"" + database + "\" as user \"" + user + "\" on host \"" + host
                + "\" at port \"" + port + "\".";
    }
}
