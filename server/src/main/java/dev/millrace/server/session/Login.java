package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.net.Connection;
import dev.millrace.server.wire.BackendMessage;
import dev.millrace.server.wire.FrontendMessage;

/** From the start-up packet to a session: protocol version, user, database, settings. */
final class Login {

    private static final int MAJOR_VERSION = 3;

    private Login() {}

    /** The role that a client has proved to be, and where it comes in. */
    record Admitted(Role role, DatabaseObject database) {}

    /** Who may come in. @throws SqlException 28000, 3D000, ... */
    static Admitted admit(
            FrontendMessage.Startup startup, Connection connection, Authentication authentication, Databases server)
            throws InterruptedException {
        if (startup.majorVersion() != MAJOR_VERSION) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "unsupported frontend protocol " + startup.majorVersion() + "." + startup.minorVersion()
                            + ": server supports 3.0 to 3.0");
        }
        negotiate(startup, connection);
        String name = startup.parameters().getOrDefault("user", "");
        if (name.isEmpty()) {
            throw new SqlException(
                    SqlState.INVALID_AUTHORIZATION, "no PostgreSQL user name specified in startup packet");
        }
        if (startup.parameters().containsKey("replication")
                && !List.of("false", "off", "no", "0").contains(startup.parameters().get("replication"))) {
            throw SqlException.unsupported("a replication connection");
        }
        String database = startup.parameters().getOrDefault("database", name);
        Role role = authentication.role(name, database, connection, server.newest().roles());
        DatabaseObject object = server.find(database).orElseThrow(() -> missing(database));
        Authority authority = server.newest().authority(role.id());
        if (!object.allowsConnections()) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "database \"" + database + "\" is not currently accepting connections");
        }
        if (!authority.has(Privilege.CONNECT, object.id(), Grantable.DATABASE)) {
            throw Authority.denied("database", "\"" + database + "\"")
                    .withDetail("User does not have CONNECT privilege.");
        }
        return new Admitted(role, object);
    }

    static SqlException missing(String database) {
        return new SqlException(SqlState.INVALID_CATALOG_NAME, "database \"" + database + "\" does not exist");
    }

    /** Newer minor versions and unknown {@code _pq_.} options are declined, not refused. */
    private static void negotiate(FrontendMessage.Startup startup, Connection connection) {
        List<String> unknown = startup.parameters().keySet().stream()
                .filter(name -> name.startsWith("_pq_."))
                .toList();
        if (startup.minorVersion() > 0 || !unknown.isEmpty()) {
            connection.out().write(new BackendMessage.NegotiateProtocolVersion(MAJOR_VERSION << 16, unknown));
        }
    }

    /** Settings that the start-up packet asks for: any but the five with a meaning of their own. */
    static Map<String, String> settings(FrontendMessage.Startup startup) {
        Map<String, String> settings = new HashMap<>();
        startup.parameters().forEach((name, value) -> {
            switch (name) {
                case "user", "database", "replication" -> { }
                case "options" -> settings.putAll(options(value));
                default -> {
                    if (!name.startsWith("_pq_.")) {
                        settings.put(name, value);
                    }
                }
            }
        });
        return settings;
    }

    /** {@code -c name=value}, {@code -cname=value} and {@code --name=value}; a backslash keeps the next character. */
    static Map<String, String> options(String text) {
        Map<String, String> settings = new HashMap<>();
        List<String> words = words(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String assignment;
            if (word.equals("-c") && i + 1 < words.size()) {
                assignment = words.get(++i);
            } else if (word.startsWith("-c")) {
                assignment = word.substring(2);
            } else if (word.startsWith("--")) {
                assignment = word.substring(2);
            } else {
                throw new SqlException(
                        SqlState.SYNTAX_ERROR, "invalid command-line argument for server process: " + word);
            }
            int equals = assignment.indexOf('=');
            if (equals < 0) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "-c " + assignment + " requires a value");
            }
            settings.put(assignment.substring(0, equals).replace('-', '_'), assignment.substring(equals + 1));
        }
        return settings;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
