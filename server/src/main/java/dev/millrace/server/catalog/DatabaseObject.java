package dev.millrace.server.catalog;

import java.util.List;

/**
 * A database: schemas of its own, and with them all that lies in schemas. Roles are common to all databases, as the
 * databases themselves are. Those that are always there are noted only where something about them was changed.
 *
 * @param connectionsMax sessions of those who are no superusers; -1 for any number
 */
public record DatabaseObject(
        long id, String databaseName, boolean allowsConnections, int connectionsMax, boolean isTemplate)
        implements AccessObject {

    /** Of what belongs to no database. */
    public static final long SHARED = 0;

    /** The one that a server is made with for its owner's things. */
    public static final DatabaseObject MILLRACE = new DatabaseObject(5, "millrace", true, -1, false);

    /** Where tools go that want any database, to create another from there. */
    public static final DatabaseObject POSTGRES = new DatabaseObject(6, "postgres", true, -1, false);

    static final List<DatabaseObject> INITIAL = List.of(MILLRACE, POSTGRES);

    /** Whether it is always there. */
    public boolean isInitial() {
        return id < FIRST_ID;
    }

    public DatabaseObject withName(String other) {
        return new DatabaseObject(id, other, allowsConnections, connectionsMax, isTemplate);
    }

    /** Tells it apart from other objects of no schema; people know it by {@link #databaseName}. */
    @Override
    public String name() {
        return keyOf(databaseName);
    }

    public static String keyOf(String databaseName) {
        return "database " + databaseName;
    }

    @Override
    public String kindName() {
        return "database";
    }

    @Override
    public String toString() {
        return name();
    }
}
