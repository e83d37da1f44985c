package dev.millrace.sqltests.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which engine answers. Scripts of standard SQL run on PostgreSQL as well, which makes it the judge of them: a
 * materialized view is always what its query answers now, so there it is a plain view.
 */
public enum Engine {
    MILLRACE,
    POSTGRESQL;

    private static final Pattern MATERIALIZED =
            Pattern.compile("\\b(create|drop|alter)(\\s+or\\s+replace)?\\s+materialized\\s+view\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern STREAM = Pattern.compile("\\b(create|drop)\\s+stream\\b", Pattern.CASE_INSENSITIVE);

    /** Asks the server who it is: Millrace has a schema of that name for its own relations. */
    static Engine of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet own = statement.executeQuery(
                        "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = 'millrace'")) {
            return own.next() ? MILLRACE : POSTGRESQL;
        }
    }

    /** The name by which {@code skipif} and {@code onlyif} know it. */
    String scriptName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The names for a script of the SQLite corpus. Its {@code skipif postgresql} marks what PostgreSQL's dialect
     * refuses, and ours is that dialect.
     */
    public Set<String> corpusNames() {
        return this == MILLRACE ? Set.of(scriptName(), POSTGRESQL.scriptName()) : scriptNames();
    }

    public Set<String> scriptNames() {
        return Set.of(scriptName());
    }

    /** What is sent for the text of a script. */
    String dialect(String sql) {
        if (this == MILLRACE) {
            return sql;
        }
        String plain = MATERIALIZED.matcher(sql).replaceAll("$1$2 view");
        return STREAM.matcher(plain).replaceAll("$1 table");
    }

    /** The statement behind {@code clock 'ts'}. */
    String setClock(String timestamp) throws SQLException {
        if (this == POSTGRESQL) {
            throw new SQLException("clock: PostgreSQL has no clock that can be set; skip the script there");
        }
        return "SET millrace.clock = '" + timestamp.replace("'", "''") + "'";
    }

    /** Whether a view's changes can be subscribed to. */
    boolean hasSubscriptions() {
        return this == MILLRACE;
    }
}
