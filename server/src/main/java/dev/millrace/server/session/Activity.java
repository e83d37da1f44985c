package dev.millrace.server.session;

/** What a session does, and since when, for {@code pg_stat_activity}. Written by the session, read by any other. */
public final class Activity {

    private final long connectedMicros = now();
    private volatile String sql = "";
    /** The last statement as it came; only the session asks. */
    private String whole = "";
    private volatile long statementMicros;
    private volatile long changedMicros = connectedMicros;

    private static long now() {
        return System.currentTimeMillis() * 1000;
    }

    void begins(String statement) {
        if (statement != whole) {
            // Once for a prepared statement that comes again and again.
            sql = Redaction.withoutPasswords(statement);
            whole = statement;
        }
        long now = now();
        statementMicros = now;
        changedMicros = now;
    }

    /** It is the client's turn. */
    void ends() {
        changedMicros = now();
    }

    /** The statement that runs now, or ran last. */
    public String sql() {
        return sql;
    }

    /** When the session began: microseconds since 1970-01-01 00:00 UTC, like all of these. */
    public long connectedMicros() {
        return connectedMicros;
    }

    /** 0 before the first statement. */
    public long statementMicros() {
        return statementMicros;
    }

    public long changedMicros() {
        return changedMicros;
    }
}
