package dev.millrace.cli.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The describing commands that only list: by the letters after {@code \}. */
final class Listings {
    private static final String NOT_SYSTEM = "n.nspname <> 'pg_catalog' AND n.nspname <> 'information_schema'";
    private static final String KIND = """
            CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
              WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 's' THEN 'special' WHEN 't' THEN 'TOAST table'
              WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index'
              END""";
    private static final String PERSISTENCE = """
            , CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 't' THEN 'temporary' WHEN 'u' THEN 'unlogged'
              END AS "Persistence\"""";
    private static final Map<String, String> KINDS = Map.of("t", "'r','p',''", "v", "'v',''", "m", "'m',''",
            "i", "'i','I',''", "s", "'S',''", "E", "'f',''");

    private static final Map<String, Listing> ALL = new LinkedHashMap<>();

    static {
        add("l", new Listing("List of databases", null, """
                d.datname AS "Name", pg_catalog.pg_get_userbyid(d.datdba) AS "Owner",
                  pg_catalog.pg_encoding_to_char(d.encoding) AS "Encoding", d.datcollate AS "Collate",
                  d.datctype AS "Ctype", d.daticulocale AS "ICU Locale",
                  CASE d.datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END AS "Locale Provider",
                  pg_catalog.array_to_string(d.datacl, E'\\n') AS "Access privileges\"""", """
                , pg_catalog.pg_size_pretty(pg_catalog.pg_database_size(d.datname)) AS "Size",
                  t.spcname AS "Tablespace",
                  pg_catalog.shobj_description(d.oid, 'pg_database') AS "Description\"""", """
                FROM pg_catalog.pg_database d LEFT JOIN pg_catalog.pg_tablespace t ON d.dattablespace = t.oid
                WHERE true""", null, null, "d.datname", null, "1"));
        add("dn", new Listing("List of schemas", null, """
                n.nspname AS "Name", pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner\"""", """
                , pg_catalog.array_to_string(n.nspacl, E'\\n') AS "Access privileges",
                  pg_catalog.obj_description(n.oid, 'pg_namespace') AS "Description\"""",
                "FROM pg_catalog.pg_namespace n WHERE true",
                "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'", null, "n.nspname", null, "1"));
        String functions = """
                n.nspname AS "Schema", p.proname AS "Name",
                  pg_catalog.pg_get_function_result(p.oid) AS "Result data type",
                  pg_catalog.pg_get_function_arguments(p.oid) AS "Argument data types",
                  CASE p.prokind WHEN 'a' THEN 'agg' WHEN 'w' THEN 'window' WHEN 'p' THEN 'proc' ELSE 'func'
                  END AS "Type\"""";
        String functionDetails = """
                , CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' WHEN 'v' THEN 'volatile'
                  END AS "Volatility",
                  CASE p.proparallel WHEN 'r' THEN 'restricted' WHEN 's' THEN 'safe' WHEN 'u' THEN 'unsafe'
                  END AS "Parallel",
                  pg_catalog.pg_get_userbyid(p.proowner) AS "Owner",
                  CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END AS "Security",
                  pg_catalog.array_to_string(p.proacl, E'\\n') AS "Access privileges",
                  l.lanname AS "Language", p.prosrc AS "Source code",
                  pg_catalog.obj_description(p.oid, 'pg_proc') AS "Description\"""";
        Map.of("", "true", "a", "p.prokind = 'a'", "w", "p.prokind = 'w'", "p", "p.prokind = 'p'", "n",
                "p.prokind NOT IN ('a', 'w', 'p')", "t", "p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype")
                .forEach((letter, condition) -> add("df" + letter, new Listing("List of functions", null, functions,
                        functionDetails, """
                        FROM pg_catalog.pg_proc p
                          LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                          LEFT JOIN pg_catalog.pg_language l ON l.oid = p.prolang
                        WHERE\s""" + condition, NOT_SYSTEM, "n.nspname", "p.proname",
                        "pg_catalog.pg_function_is_visible(p.oid)", "1, 2, 4")));
        add("da", new Listing("List of aggregate functions", null, """
                n.nspname AS "Schema", p.proname AS "Name",
                  pg_catalog.format_type(p.prorettype, NULL) AS "Result data type",
                  CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_catalog.pg_get_function_arguments(p.oid)
                  END AS "Argument data types",
                  pg_catalog.obj_description(p.oid, 'pg_proc') AS "Description\"""", "", """
                FROM pg_catalog.pg_proc p LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                WHERE p.prokind = 'a'""", NOT_SYSTEM, "n.nspname", "p.proname",
                "pg_catalog.pg_function_is_visible(p.oid)", "1, 2, 4"));
        add("dT", new Listing("List of data types", null, """
                n.nspname AS "Schema", pg_catalog.format_type(t.oid, NULL) AS "Name",
                  pg_catalog.obj_description(t.oid, 'pg_type') AS "Description\"""", "", """
                FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                WHERE (t.typrelid = 0
                    OR (SELECT c.relkind = 'c' FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid))
                  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_type el
                    WHERE el.oid = t.typelem AND el.typarray = t.oid)""", NOT_SYSTEM, "n.nspname", "t.typname",
                "pg_catalog.pg_type_is_visible(t.oid)", "1, 2"));
        add("dx", new Listing("List of installed extensions", null, """
                e.extname AS "Name", e.extversion AS "Version", n.nspname AS "Schema",
                  c.description AS "Description\"""", "", """
                FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
                  LEFT JOIN pg_catalog.pg_description c ON c.objoid = e.oid
                    AND c.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
                WHERE true""", null, null, "e.extname", null, "1"));
        add("db", new Listing("List of tablespaces", null, """
                spcname AS "Name", pg_catalog.pg_get_userbyid(spcowner) AS "Owner",
                  pg_catalog.pg_tablespace_location(oid) AS "Location\"""", """
                , pg_catalog.array_to_string(spcacl, E'\\n') AS "Access privileges", spcoptions AS "Options",
                  pg_catalog.pg_size_pretty(pg_catalog.pg_tablespace_size(oid)) AS "Size",
                  pg_catalog.shobj_description(oid, 'pg_tablespace') AS "Description\"""",
                "FROM pg_catalog.pg_tablespace WHERE true", null, null, "spcname", null, "1"));
        addMore();
        KINDS.forEach((letter, kinds) -> add("d" + letter, relations(kinds, letter.equals("i"))));
        add("d", relations("'r','p','v','m','S','f',''", false));
    }

    private Listings() {
    }

    private static void addMore() {
        add("dA", new Listing("List of access methods", null, """
                amname AS "Name", CASE amtype WHEN 'i' THEN 'Index' WHEN 't' THEN 'Table' END AS "Type\"""", """
                , amhandler AS "Handler", pg_catalog.obj_description(oid, 'pg_am') AS "Description\"""",
                "FROM pg_catalog.pg_am WHERE true", null, null, "amname", null, "1"));
        add("dL", new Listing("List of languages", null, """
                l.lanname AS "Name", pg_catalog.pg_get_userbyid(l.lanowner) AS "Owner",
                  l.lanpltrusted AS "Trusted", d.description AS "Description\"""", "", """
                FROM pg_catalog.pg_language l LEFT JOIN pg_catalog.pg_description d
                  ON d.classoid = 'pg_catalog.pg_language'::pg_catalog.regclass AND d.objoid = l.oid AND d.objsubid = 0
                WHERE true""", "l.lanplcallfoid <> 0", null, "l.lanname", null, "1"));
        add("dD", new Listing("List of domains", null, """
                n.nspname AS "Schema", t.typname AS "Name",
                  pg_catalog.format_type(t.typbasetype, t.typtypmod) AS "Type",
                  NULL::pg_catalog.text AS "Collation",
                  CASE WHEN t.typnotnull THEN 'not null' END AS "Nullable", t.typdefault AS "Default",
                  pg_catalog.array_to_string(ARRAY(SELECT pg_catalog.pg_get_constraintdef(r.oid, true)
                    FROM pg_catalog.pg_constraint r WHERE t.oid = r.contypid), ' ') AS "Check\"""", """
                , pg_catalog.array_to_string(t.typacl, E'\\n') AS "Access privileges",
                  pg_catalog.obj_description(t.oid, 'pg_type') AS "Description\"""", """
                FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                WHERE t.typtype = 'd'""", NOT_SYSTEM, "n.nspname", "t.typname",
                "pg_catalog.pg_type_is_visible(t.oid)", "1, 2"));
        add("do", new Listing("List of operators", null, """
                n.nspname AS "Schema", o.oprname AS "Name",
                  CASE WHEN o.oprkind = 'l' THEN NULL ELSE pg_catalog.format_type(o.oprleft, NULL)
                  END AS "Left arg type", pg_catalog.format_type(o.oprright, NULL) AS "Right arg type",
                  pg_catalog.format_type(o.oprresult, NULL) AS "Result type",
                  coalesce(pg_catalog.obj_description(o.oid, 'pg_operator'),
                    pg_catalog.obj_description(o.oprcode, 'pg_proc')) AS "Description\"""", "", """
                FROM pg_catalog.pg_operator o LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
                WHERE true""", NOT_SYSTEM, "n.nspname", "o.oprname",
                "pg_catalog.pg_operator_is_visible(o.oid)", "1, 2, 3, 4"));
        add("dC", new Listing("List of casts", null, """
                pg_catalog.format_type(c.castsource, NULL) AS "Source type",
                  pg_catalog.format_type(c.casttarget, NULL) AS "Target type",
                  CASE WHEN c.castmethod = 'b' THEN '(binary coercible)' WHEN c.castmethod = 'i' THEN '(with inout)'
                    ELSE p.proname END AS "Function",
                  CASE c.castcontext WHEN 'e' THEN 'no' WHEN 'a' THEN 'in assignment' ELSE 'yes'
                  END AS "Implicit?\"""", "", """
                FROM pg_catalog.pg_cast c LEFT JOIN pg_catalog.pg_proc p ON c.castfunc = p.oid
                  LEFT JOIN pg_catalog.pg_type ts ON c.castsource = ts.oid
                WHERE true""", null, null, "ts.typname", null, "1, 2"));
        String privileges = """
                n.nspname AS "Schema", c.relname AS "Name", CASE c.relkind WHEN 'r' THEN 'table'
                    WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                    WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' END AS "Type",
                  pg_catalog.array_to_string(c.relacl, E'\\n') AS "Access privileges",
                  ''::pg_catalog.text AS "Column privileges", ''::pg_catalog.text AS "Policies\"""";
        for (String name : new String[] {"dp", "z"}) {
            add(name, new Listing("Access privileges", null, privileges, "", """
                    FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind IN ('r','v','m','S','f','p')""", "n.nspname !~ '^pg_' AND n.nspname"
                    + " <> 'information_schema'", "n.nspname", "c.relname", "pg_catalog.pg_table_is_visible(c.oid)",
                    "1, 2"));
        }
        add("dO", new Listing("List of collations", null, """
                n.nspname AS "Schema", c.collname AS "Name", c.collcollate AS "Collate", c.collctype AS "Ctype\"""",
                "", """
                FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
                WHERE true""", NOT_SYSTEM, "n.nspname", "c.collname",
                "pg_catalog.pg_collation_is_visible(c.oid)", "1, 2"));
        add("dconfig", new Listing("List of configuration parameters", null, """
                s.name AS "Parameter", pg_catalog.current_setting(s.name) AS "Value\"""", """
                , s.vartype AS "Type", s.context AS "Context\"""",
                "FROM pg_catalog.pg_settings s WHERE true",
                "s.source <> 'default' AND s.setting IS DISTINCT FROM s.boot_val", null, "s.name", null, "1"));
    }

    private static void add(String letters, Listing listing) {
        ALL.put(letters, listing);
    }

    private static Listing relations(String kinds, boolean hasTable) {
        return new Listing("List of relations", "relation", """
                n.nspname AS "Schema", c.relname AS "Name",
                  %s AS "Type", pg_catalog.pg_get_userbyid(c.relowner) AS "Owner"%s""".formatted(KIND,
                hasTable ? ", c2.relname AS \"Table\"" : ""), PERSISTENCE + (kinds.matches(".*'[rmi]'.*") ? """
                , am.amname AS "Access method"
                """ : "") + """
                , pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) AS "Size",
                  pg_catalog.obj_description(c.oid, 'pg_class') AS "Description\"""", """
                FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam%s
                WHERE c.relkind IN (%s)""".formatted(hasTable ? """

                  LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
                  LEFT JOIN pg_catalog.pg_class c2 ON i.indrelid = c2.oid""" : "", kinds),
                NOT_SYSTEM + " AND n.nspname !~ '^pg_toast'", "n.nspname", "c.relname",
                "pg_catalog.pg_table_is_visible(c.oid)", "1, 2");
    }

    /** The listing of these letters, as {@code dn}, {@code dft}, {@code dtv}; null when there is none. */
    static Listing of(String letters) {
        Listing known = ALL.get(letters);
        boolean isMixed = known == null && letters.matches("d[tvmisE]{2,}");
        return !isMixed ? known : relations(letters.substring(1).chars().mapToObj(c -> KINDS.get("" + (char) c))
                .collect(Collectors.joining(",")), letters.contains("i"));
    }
}
