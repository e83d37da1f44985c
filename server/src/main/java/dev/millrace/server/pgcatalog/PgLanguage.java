package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.server.catalog.Grantable;

/** {@code pg_catalog.pg_language}: what functions are written in. */
final class PgLanguage implements SystemRows {

    private static final int INTERNAL_OID = 12;
    private static final int SQL_OID = 14;

    /** Above PostgreSQL's own numbers for languages, below those of objects that people make. */
    private static final int JAVA_OID = 15_001;

    /** What PostgreSQL gives it when a database is made. */
    private static final int PLPGSQL_OID = 13_661;

    static final List<String> NAMES = List.of("internal", "sql", "plpgsql", "java");

    /** The number of the language of a function. */
    static int oid(String language) {
        return switch (language) {
            case "internal" -> INTERNAL_OID;
            case "java" -> JAVA_OID;
            case "plpgsql" -> PLPGSQL_OID;
            default -> SQL_OID;
        };
    }

    /** Null when there is no such language. */
    static String name(long oid) {
        return NAMES.stream().filter(name -> oid(name) == oid).findFirst().orElse(null);
    }

    @Override
    public void fill(Source source, RowWriter out) {
        language(INTERNAL_OID, "internal", 2246, source, out);
        language(SQL_OID, "sql", 2248, source, out);
        language(PLPGSQL_OID, "plpgsql", 0, source, out);
        language(JAVA_OID, "java", 0, source, out);
    }

    /** Whether everybody may write in it who may use it. */
    static boolean isTrusted(String language) {
        return language.equals("sql") || language.equals("plpgsql");
    }

    private static void language(int oid, String name, int validator, Source source, RowWriter out) {
        out.setTexts("lanacl", source.acl(oid, 0, Grantable.LANGUAGE));
        out.set("oid", oid)
                .set("lanname", name)
                .set("lanowner", Source.ROLE_OID)
                .set("lanispl", oid == JAVA_OID || oid == PLPGSQL_OID)
                .set("lanpltrusted", isTrusted(name))
                .set("lanvalidator", validator)
                .end();
    }
}
