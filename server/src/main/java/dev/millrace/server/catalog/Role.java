package dev.millrace.server.catalog;

import java.util.List;

/**
 * Somebody who logs in, or a group of such.
 *
 * @param connectionsMax sessions at a time, -1 for any
 * @param validUntil microseconds since 1970 when the password stops to be one; null for never
 * @param verifier what a password can be checked by, as PostgreSQL stores it; null for no password
 */
public record Role(
        long id,
        String roleName,
        boolean isSuperuser,
        boolean inherits,
        boolean createsRoles,
        boolean createsDatabases,
        boolean logsIn,
        boolean replicates,
        boolean bypassesRowSecurity,
        int connectionsMax,
        Long validUntil,
        String verifier)
        implements AccessObject {

    /** The role that is there from the beginning, and owns whatever nobody else does. */
    public static final long BOOTSTRAP = 10;

    public static final long DATABASE_OWNER = 6171;
    public static final long READ_ALL_DATA = 6181;
    public static final long WRITE_ALL_DATA = 6182;
    public static final long CHECKPOINT = 4544;
    public static final long READ_SERVER_FILES = 4569;
    public static final long WRITE_SERVER_FILES = 4570;
    public static final long READ_ALL_SETTINGS = 3374;
    public static final long READ_ALL_STATS = 3375;
    public static final long SIGNAL_BACKEND = 4200;

    static final long MONITOR = 3373;
    static final long STAT_SCAN_TABLES = 3377;

    /** PostgreSQL's groups of rights. */
    static final List<Role> PREDEFINED = List.of(
            group(DATABASE_OWNER, "pg_database_owner"),
            group(READ_ALL_DATA, "pg_read_all_data"),
            group(WRITE_ALL_DATA, "pg_write_all_data"),
            group(MONITOR, "pg_monitor"),
            group(READ_ALL_SETTINGS, "pg_read_all_settings"),
            group(READ_ALL_STATS, "pg_read_all_stats"),
            group(STAT_SCAN_TABLES, "pg_stat_scan_tables"),
            group(READ_SERVER_FILES, "pg_read_server_files"),
            group(WRITE_SERVER_FILES, "pg_write_server_files"),
            group(4571, "pg_execute_server_program"),
            group(SIGNAL_BACKEND, "pg_signal_backend"),
            group(CHECKPOINT, "pg_checkpoint"));

    private static Role group(long id, String name) {
        return new Role(id, name, false, true, false, false, false, false, false, -1, null, null);
    }

    static Role bootstrap(String name) {
        return new Role(BOOTSTRAP, name, true, true, true, true, true, true, true, -1, null, null);
    }

    /** Without any right. */
    public static Role plain(long id, String name) {
        return group(id, name);
    }

    public Role withName(String other) {
        return new Role(
                id, other, isSuperuser, inherits, createsRoles, createsDatabases, logsIn, replicates,
                bypassesRowSecurity, connectionsMax, validUntil, verifier);
    }

    public Role withVerifier(String other) {
        return new Role(
                id, roleName, isSuperuser, inherits, createsRoles, createsDatabases, logsIn, replicates,
                bypassesRowSecurity, connectionsMax, validUntil, other);
    }

    /** Whether it is part of every database. */
    public boolean isPredefined() {
        return id < FIRST_ID && id != BOOTSTRAP;
    }

    /** Tells it apart from other objects of no schema; people know it by {@link #roleName}. */
    @Override
    public String name() {
        return keyOf(roleName);
    }

    public static String keyOf(String roleName) {
        return "role " + roleName;
    }

    @Override
    public String kindName() {
        return "role";
    }

    @Override
    public String toString() {
        return "role " + roleName;
    }
}
