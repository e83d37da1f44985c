package dev.millrace.planner;

/** How long a table and its rows live: a temporary one never beyond its session, and less where ON COMMIT says so. */
public enum TableLifetime {
    PERMANENT,
    /** As a permanent one; in PostgreSQL its rows would go with a crash. */
    UNLOGGED,
    SESSION,
    /** The rows go with each commit. */
    TRANSACTION_ROWS,
    /** The table goes with the commit of the transaction that created it. */
    TRANSACTION
}
