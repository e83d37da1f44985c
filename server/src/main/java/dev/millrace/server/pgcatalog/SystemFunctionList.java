package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.wire.WireTypes;

/**
 * Our functions as {@code pg_proc} numbers them: those that people can call by a name. What PostgreSQL has too has
 * its number.
 */
final class SystemFunctionList {

    /** Of functions of our own: above every number that an object or a function of PostgreSQL has. */
    private static final long FIRST_OID = 4_000_000_000L;

    /** Functions that are no entries of a list here, since how they are called says what they are. */
    private static final Set<String> PLANNED = Set.of(
            "now", "transaction_timestamp", "statement_timestamp", "clock_timestamp", "current_database",
            "current_schema", "current_user", "session_user", "generate_series", "generate_subscripts", "unnest",
            "pg_typeof", "regexp_matches", "regexp_split_to_table", "string_to_table", "json_each", "json_each_text",
            "jsonb_each", "jsonb_each_text", "json_array_elements", "json_array_elements_text", "jsonb_array_elements",
            "jsonb_array_elements_text", "json_object_keys", "jsonb_object_keys", "overlaps");

    private static final List<FunctionSignature> ALL = Functions.standard().all().stream()
            .filter(function -> function.name().chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_'))
            .toList();

    /** Input and output functions, which drivers look for, with PostgreSQL's numbers. */
    private static final Map<String, Long> TYPE_FUNCTIONS = new HashMap<>();

    private static final Map<Long, FunctionSignature> BY_OID = numbered();

    /** Ours; what the planner knows under a name of its own; and what types, operators and casts are made of. */
    private static final Map<Long, CatalogFunction> SHOWN = shown();

    private SystemFunctionList() {}

    private static Map<Long, FunctionSignature> numbered() {
        Map<String, Long> known = new HashMap<>();
        for (String[] function : SystemColumns.lines("pg_proc.tsv")) {
            known.put(function[1] + '(' + function[2] + ')', Long.parseLong(function[0]));
        }
        Map<Long, FunctionSignature> byOid = new LinkedHashMap<>();
        for (FunctionSignature function : ALL) {
            Long any = known.get(spelled(function, SystemTypes.ANY));
            Long oid = any != null ? any : known.get(spelled(function, SystemTypes.ANY_ELEMENT));
            byOid.put(oid != null && !byOid.containsKey(oid) ? oid : FIRST_OID + byOid.size(), function);
        }
        return byOid;
    }

    private static String spelled(FunctionSignature function, int any) {
        return function.name() + types(function, any).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(" ", "(", ")"));
    }

    /** Numbers of the types that it takes; the array of what it takes any number of. @param any that of any */
    private static List<Long> types(FunctionSignature function, int any) {
        List<Long> types = new ArrayList<>();
        for (int i = 0; i < function.parameters().size(); i++) {
            SqlType type = function.parameters().get(i);
            boolean isRepeated = function.variadic() && i == function.parameters().size() - 1;
            boolean isAny = type.kind() == SqlType.Kind.UNKNOWN;
            types.add((long) (isAny
                    ? isRepeated ? SystemTypes.ANY : any
                    : WireTypes.oid(isRepeated ? SqlType.arrayOf(type) : type)));
        }
        return types;
    }

    private static Map<Long, CatalogFunction> shown() {
        Map<Long, CatalogFunction> shown = new LinkedHashMap<>();
        for (String[] function : SystemColumns.lines("type_io_functions.tsv")) {
            CatalogFunction recorded = recorded(function);
            TYPE_FUNCTIONS.put(recorded.name(), recorded.oid());
            shown.put(recorded.oid(), recorded);
        }
        Set<String> wanted = new HashSet<>();
        SystemColumns.lines("pg_operator.tsv").forEach(operator -> wanted.add(operator[5]));
        SystemColumns.lines("pg_cast.tsv").forEach(cast -> wanted.add(cast[3]));
        SystemColumns.lines("pg_amproc.tsv").forEach(support -> wanted.add(support[5]));
        SystemColumns.lines("pg_range.tsv").forEach(range -> wanted.addAll(List.of(range[5], range[6])));
        for (String[] function : SystemColumns.lines("pg_proc.tsv")) {
            if (wanted.contains(function[0]) || PLANNED.contains(function[1])) {
                shown.put(Long.parseLong(function[0]), recorded(function));
            }
        }
        BY_OID.forEach((oid, function) -> {
            List<Long> types = types(function, SystemTypes.ANY_ELEMENT);
            long result = function.result().kind() == SqlType.Kind.UNKNOWN
                    ? SystemTypes.ANY_ELEMENT
                    : WireTypes.oid(function.result());
            shown.put(oid, CatalogFunction.ofSystem(
                    oid, function.name(), CatalogFunction.letter(function.kind()),
                    CatalogFunction.letter(function.volatility()), function.strict(), false, types,
                    function.variadic() ? types.getLast() : 0, result));
        });
        return shown;
    }

    /** A function as PostgreSQL has it. */
    private static CatalogFunction recorded(String[] function) {
        List<Long> parameters = function[2].isEmpty()
                ? List.of()
                : Stream.of(function[2].split(" ")).map(Long::valueOf).toList();
        return CatalogFunction.ofSystem(
                Long.parseLong(function[0]), function[1], 'f', function[4].charAt(0), function[5].equals("t"),
                function[6].equals("t"), parameters, 0, Long.parseLong(function[3]));
    }

    static Collection<CatalogFunction> all() {
        return SHOWN.values();
    }

    /** Null when the number is none of ours. */
    static CatalogFunction find(long oid) {
        return SHOWN.get(oid);
    }

    /** What it does; null when nobody can call it. */
    static String description(long oid) {
        FunctionSignature function = BY_OID.get(oid);
        return function == null ? null : function.description();
    }

    /** The number of a type's input or output function; 0 when there is none. */
    static long ofType(String name) {
        return TYPE_FUNCTIONS.getOrDefault(name, 0L);
    }

    static String name(long oid) {
        CatalogFunction function = find(oid);
        return function == null ? null : function.name();
    }

    /** Whether the types that stand behind a name in parentheses are those that a function takes. */
    private static boolean takes(CatalogFunction function, String written) {
        int start = written.indexOf('(');
        int end = written.lastIndexOf(')');
        if (start < 0 || end < start) {
            return false;
        }
        List<Long> wanted = Stream.of(written.substring(start + 1, end).split(","))
                .filter(type -> !type.isBlank())
                .map(type -> Objects.requireNonNullElse(SystemTypes.number(type), 0L))
                .toList();
        return function.inputs().stream().map(CatalogFunction.Parameter::type).toList().equals(wanted);
    }

    /** That of these parameter types, or the first of that name; null when there is none. */
    static Long number(String written) {
        String name = written.replaceFirst("\\s*\\(.*\\)$", "");
        Long first = null;
        for (CatalogFunction function : all()) {
            if (function.name().equals(name)) {
                first = first == null ? Long.valueOf(function.oid()) : first;
                if (takes(function, written)) {
                    return function.oid();
                }
            }
        }
        return first;
    }

    /** That of a name that takes these types, or values of any type in their place; 0 when there is none. */
    static long number(String name, List<Long> types) {
        long first = 0;
        for (CatalogFunction function : all()) {
            List<Long> taken = function.inputs().stream().map(CatalogFunction.Parameter::type).toList();
            if (function.name().equals(name) && taken.equals(types)) {
                return function.oid();
            }
            if (function.name().equals(name) && taken.size() == types.size() && first == 0) {
                first = function.oid();
            }
        }
        return first;
    }

    static String arguments(CatalogFunction function) {
        return function.inputs().stream()
                .map(one -> (one.mode() == 'v' ? "VARIADIC " : "") + SystemTypes.sqlName(one.type()))
                .collect(Collectors.joining(", "));
    }
}
