package dev.millrace.server.pgcatalog;

/** {@code pg_catalog.pg_language}: what functions are written in. */
final class PgLanguage implements SystemRows {

    static final int INTERNAL_OID = 12;
    private static final int SQL_OID = 14;

    /** Above PostgreSQL's own numbers for languages, below those of objects that people make. */
    private static final int JAVA_OID = 15_001;

    /** What PostgreSQL gives it when a database is made. */
    private static final int PLPGSQL_OID = 13_661;

    /** The number of the language of a function that people made. */
    static int oid(String language) {
        return switch (language) {
            case "java" -> JAVA_OID;
            case "plpgsql" -> PLPGSQL_OID;
            default -> SQL_OID;
        };
    }

    @Override
    public void fill(Source source, RowWriter out) {
        language(INTERNAL_OID, "internal", false, 2246, out);
        language(SQL_OID, "sql", true, 2248, out);
        language(PLPGSQL_OID, "plpgsql", true, 0, out);
        language(JAVA_OID, "java", false, 0, out);
    }

    private static void language(int oid, String name, boolean isTrusted, int validator, RowWriter out) {
        out.set("oid", oid)
                .set("lanname", name)
                .set("lanowner", Source.ROLE_OID)
                .set("lanispl", oid == JAVA_OID || oid == PLPGSQL_OID)
                .set("lanpltrusted", isTrusted)
                .set("lanvalidator", validator)
                .end();
    }
}
