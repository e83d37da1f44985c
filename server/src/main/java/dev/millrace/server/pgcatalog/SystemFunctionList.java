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

    static {
        for (String[] function : SystemColumns.lines("type_io_functions.tsv")) {
            TYPE_FUNCTIONS.put(function[1], Long.parseLong(function[0]));
        }
    }

    private static final Map<Long, FunctionSignature> BY_OID = numbered();

    /** What the planner knows under a name of its own, and what operators and casts are made of. */
    private static final Map<Long, Recorded> RECORDED = recorded();

    private SystemFunctionList() {}

    /** A function with its number. */
    record Numbered(long oid, FunctionSignature function) {}

    private static Map<Long, FunctionSignature> numbered() {
        Map<String, Long> known = new HashMap<>();
        for (String[] function : SystemColumns.lines("pg_proc.tsv")) {
            known.put(function[1] + '(' + function[2] + ')', Long.parseLong(function[0]));
        }
        Map<Long, FunctionSignature> byOid = new LinkedHashMap<>();
        for (FunctionSignature function : ALL) {
            Long oid = known.get(function.name() + function.parameters().stream()
                    .map(type -> Integer.toString(WireTypes.oid(type)))
                    .collect(Collectors.joining(" ", "(", ")")));
            byOid.put(oid != null && !byOid.containsKey(oid) ? oid : FIRST_OID + byOid.size(), function);
        }
        return byOid;
    }

    /** A function as PostgreSQL has it. */
    record Recorded(
            long oid, String name, List<Long> parameters, long result, String volatility, boolean isStrict,
            boolean returnsSet) {}

    private static Map<Long, Recorded> recorded() {
        Set<String> wanted = new HashSet<>();
        SystemColumns.lines("pg_operator.tsv").forEach(operator -> wanted.add(operator[5]));
        SystemColumns.lines("pg_cast.tsv").forEach(cast -> wanted.add(cast[3]));
        Map<Long, Recorded> recorded = new LinkedHashMap<>();
        for (String[] function : SystemColumns.lines("pg_proc.tsv")) {
            long oid = Long.parseLong(function[0]);
            if (!BY_OID.containsKey(oid) && (wanted.contains(function[0]) || PLANNED.contains(function[1]))) {
                List<Long> parameters = function[2].isEmpty()
                        ? List.of()
                        : Stream.of(function[2].split(" ")).map(Long::valueOf).toList();
                recorded.put(oid, new Recorded(
                        oid, function[1], parameters, Long.parseLong(function[3]), function[4],
                        function[5].equals("t"), function[6].equals("t")));
            }
        }
        return recorded;
    }

    static Collection<Recorded> others() {
        return RECORDED.values();
    }

    static List<Numbered> all() {
        List<Numbered> all = new ArrayList<>();
        BY_OID.forEach((oid, function) -> all.add(new Numbered(oid, function)));
        return all;
    }

    /** Null when the number is none of ours. */
    static FunctionSignature find(long oid) {
        return BY_OID.get(oid);
    }

    /** The number of a type's input or output function; 0 when there is none. */
    static long ofType(String name) {
        return TYPE_FUNCTIONS.getOrDefault(name, 0L);
    }

    static String name(long oid) {
        FunctionSignature function = find(oid);
        if (function != null) {
            return function.name();
        }
        Recorded recorded = RECORDED.get(oid);
        if (recorded != null) {
            return recorded.name();
        }
        return TYPE_FUNCTIONS.entrySet().stream()
                .filter(entry -> entry.getValue() == oid)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** Whether the types that stand behind a name in parentheses are those that a function takes. */
    private static boolean takes(FunctionSignature function, String written) {
        int start = written.indexOf('(');
        int end = written.lastIndexOf(')');
        if (start < 0 || end < start) {
            return false;
        }
        List<Long> wanted = Stream.of(written.substring(start + 1, end).split(","))
                .filter(type -> !type.isBlank())
                .map(type -> Objects.requireNonNullElse(SystemTypes.number(type), 0L))
                .toList();
        return function.parameters().stream().map(type -> (long) WireTypes.oid(type)).toList().equals(wanted);
    }

    /** That of these parameter types, or the first of that name; null when there is none. */
    static Long number(String written) {
        String name = written.replaceFirst("\\s*\\(.*\\)$", "");
        Long known = TYPE_FUNCTIONS.get(name);
        if (known != null) {
            return known;
        }
        Long first = null;
        for (Map.Entry<Long, FunctionSignature> entry : BY_OID.entrySet()) {
            if (entry.getValue().name().equals(name)) {
                first = first == null ? entry.getKey() : first;
                if (takes(entry.getValue(), written)) {
                    return entry.getKey();
                }
            }
        }
        if (first != null) {
            return first;
        }
        return RECORDED.values().stream()
                .filter(recorded -> recorded.name().equals(name))
                .map(Recorded::oid)
                .findFirst()
                .orElse(null);
    }

    static String arguments(FunctionSignature function) {
        List<SqlType> parameters = function.parameters();
        List<String> names = new ArrayList<>(parameters.stream().map(SystemTypes::sqlName).toList());
        if (function.variadic()) {
            names.set(names.size() - 1, "VARIADIC " + names.getLast() + "[]");
        }
        return names.stream().collect(Collectors.joining(", "));
    }
}
