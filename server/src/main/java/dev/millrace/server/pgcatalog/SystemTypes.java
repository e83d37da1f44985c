package dev.millrace.server.pgcatalog;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.wire.WireTypes;

/** PostgreSQL's built-in types by number and by name. */
final class SystemTypes {

    /** What a function that takes any type takes. */
    static final int ANY_ELEMENT = 2283;

    /** What a function that takes values of any types, each of its own, takes. */
    static final int ANY = 2276;

    /** Names in SQL that are not the catalog's. */
    private static final Map<String, String> SQL_NAMES = Map.ofEntries(
            Map.entry("integer", "int4"), Map.entry("int", "int4"), Map.entry("bigint", "int8"),
            Map.entry("smallint", "int2"), Map.entry("boolean", "bool"), Map.entry("real", "float4"),
            Map.entry("double precision", "float8"), Map.entry("float", "float8"), Map.entry("decimal", "numeric"),
            Map.entry("character varying", "varchar"), Map.entry("character", "bpchar"), Map.entry("char", "bpchar"),
            Map.entry("\"char\"", "char"), Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"), Map.entry("time without time zone", "time"),
            Map.entry("time with time zone", "timetz"), Map.entry("bit varying", "varbit"));

    /** How SQL writes those that it writes otherwise than the catalog. */
    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("int4", "integer"), Map.entry("int8", "bigint"), Map.entry("int2", "smallint"),
            Map.entry("bool", "boolean"), Map.entry("float4", "real"), Map.entry("float8", "double precision"),
            Map.entry("varchar", "character varying"), Map.entry("bpchar", "character"), Map.entry("char", "\"char\""),
            Map.entry("timestamp", "timestamp without time zone"),
            Map.entry("timestamptz", "timestamp with time zone"), Map.entry("time", "time without time zone"),
            Map.entry("timetz", "time with time zone"), Map.entry("varbit", "bit varying"),
            Map.entry("any", "\"any\""));

    private static final Map<Long, String> NAMES = new HashMap<>();
    private static final Map<String, Long> NUMBERS = new HashMap<>();
    private static final Map<Long, String[]> FORMS = new HashMap<>();

    static {
        for (String[] type : SystemColumns.lines("pg_type.tsv")) {
            FORMS.put(Long.parseLong(type[0]), type);
            NAMES.put(Long.parseLong(type[0]), type[1]);
            NUMBERS.put(type[1], Long.parseLong(type[0]));
        }
    }

    private SystemTypes() {}

    /** That of the values of an array; that of any for any number of such; 0 for what is no array. */
    static long element(long oid) {
        String name = NAMES.getOrDefault(oid, "");
        return oid == ANY ? ANY : name.startsWith("_") ? NUMBERS.getOrDefault(name.substring(1), 0L) : 0;
    }

    static boolean isKnown(long oid) {
        return FORMS.containsKey(oid);
    }

    /** {@code typalign} of one that is known. */
    static char alignment(long oid) {
        return FORMS.get(oid)[17].charAt(0);
    }

    /** {@code typstorage} of one that is known. */
    static char storage(long oid) {
        return FORMS.get(oid)[18].charAt(0);
    }

    /** As {@code pg_type} has it, or null. */
    static String name(long oid) {
        return NAMES.get(oid);
    }

    /** As SQL writes it, or null. */
    static String sqlName(long oid) {
        String name = NAMES.get(oid);
        if (name == null) {
            return null;
        }
        if (name.startsWith("_")) {
            Long element = NUMBERS.get(name.substring(1));
            return element == null ? name : sqlName(element) + "[]";
        }
        return SPELLINGS.getOrDefault(name, name);
    }

    static String sqlName(SqlType type) {
        return type.kind() == SqlType.Kind.UNKNOWN ? "anyelement" : sqlName(WireTypes.oid(type));
    }

    /** By either name, without modifiers; null when there is none. */
    static Long number(String written) {
        String name = written.strip().replaceFirst("^(pg_catalog|\"pg_catalog\")\\.", "");
        if (name.endsWith("[]")) {
            Long element = number(name.substring(0, name.length() - 2));
            return element == null ? null : NUMBERS.get("_" + NAMES.get(element));
        }
        String plain = name.replaceFirst("\\s*\\(.*\\)", "");
        String known = SQL_NAMES.get(plain.toLowerCase(Locale.ROOT));
        return NUMBERS.get(known != null ? known : plain.replace("\"", ""));
    }
}
