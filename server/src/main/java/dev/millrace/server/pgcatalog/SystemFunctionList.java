package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;

/** Our functions as {@code pg_proc} numbers them: those that people can call by a name. */
final class SystemFunctionList {

    /** Above every number that an object or a function of PostgreSQL has. */
    private static final long FIRST_OID = 4_000_000_000L;

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

    private SystemFunctionList() {}

    /** A function with its number. */
    record Numbered(long oid, FunctionSignature function) {}

    static List<Numbered> all() {
        List<Numbered> all = new ArrayList<>();
        for (FunctionSignature function : ALL) {
            all.add(new Numbered(FIRST_OID + all.size(), function));
        }
        return all;
    }

    /** Null when the number is none of ours. */
    static FunctionSignature find(long oid) {
        return oid >= FIRST_OID && oid < FIRST_OID + ALL.size() ? ALL.get((int) (oid - FIRST_OID)) : null;
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
        return TYPE_FUNCTIONS.entrySet().stream()
                .filter(entry -> entry.getValue() == oid)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** The first of that name, with or without parameter types; null when there is none. */
    static Long number(String written) {
        String name = written.replaceFirst("\\s*\\(.*\\)$", "");
        Long known = TYPE_FUNCTIONS.get(name);
        if (known != null) {
            return known;
        }
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).name().equals(name)) {
                return FIRST_OID + i;
            }
        }
        return null;
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
