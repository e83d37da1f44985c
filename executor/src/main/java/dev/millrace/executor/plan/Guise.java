package dev.millrace.executor.plan;

import dev.millrace.executor.plan.SqlType.Kind;

/**
 * A type of PostgreSQL's catalogs that is one of ours in another guise: functions, comparisons and storage take its
 * values as the other's, while its name, its OID and how it is read and written are its own. It goes with a value as
 * modifiers do: who stores or passes it on keeps it, who computes loses it.
 */
public enum Guise {
    NAME("name", Kind.TEXT),
    /** One byte. */
    LETTER("\"char\"", Kind.TEXT),
    NODE_TREE("pg_node_tree", Kind.TEXT),
    ACL_ITEM("aclitem", Kind.TEXT),
    ANY_ARRAY("anyarray", Kind.TEXT),
    TRANSACTION("xid", Kind.OID),
    COMMAND("cid", Kind.OID),
    FUNCTION("regproc", Kind.OID, "pg_proc"),
    FUNCTION_WITH_ARGUMENTS("regprocedure", Kind.OID, "pg_proc"),
    OPERATOR("regoper", Kind.OID, "pg_operator"),
    OPERATOR_WITH_ARGUMENTS("regoperator", Kind.OID, "pg_operator"),
    RELATION("regclass", Kind.OID, "pg_class"),
    COLLATION("regcollation", Kind.OID, "pg_collation"),
    TYPE("regtype", Kind.OID, "pg_type"),
    ROLE("regrole", Kind.OID, "pg_authid"),
    NAMESPACE("regnamespace", Kind.OID, "pg_namespace"),
    TEXT_SEARCH("regconfig", Kind.OID, "pg_ts_config"),
    DICTIONARY("regdictionary", Kind.OID, "pg_ts_dict"),
    /** An array that is written with blanks and counted from 0. */
    NUMBERS("int2vector", Kind.SMALLINT, true),
    OIDS("oidvector", Kind.OID, true);

    private final String sqlName;
    private final Kind kind;
    private final boolean isVector;
    private final String catalog;

    Guise(String sqlName, Kind kind) {
        this(sqlName, kind, false, null);
    }

    Guise(String sqlName, Kind kind, boolean isVector) {
        this(sqlName, kind, isVector, null);
    }

    Guise(String sqlName, Kind kind, String catalog) {
        this(sqlName, kind, false, catalog);
    }

    Guise(String sqlName, Kind kind, boolean isVector, String catalog) {
        this.sqlName = sqlName;
        this.kind = kind;
        this.isVector = isVector;
        this.catalog = catalog;
    }

    /** As {@code format_type} prints it. */
    public String sqlName() {
        return sqlName;
    }

    /** Of the values, or of the elements of a vector. */
    Kind kind() {
        return kind;
    }

    public boolean isVector() {
        return isVector;
    }

    /** The catalog whose objects the values number, to be written by their names; null for other types. */
    public String catalog() {
        return catalog;
    }

    /** By the name that {@code pg_type} has; null when there is none. */
    public static Guise named(String name) {
        for (Guise guise : values()) {
            if (guise.sqlName.equals(name) || guise == LETTER && name.equals("char")) {
                return guise;
            }
        }
        return null;
    }
}
