package dev.millrace.executor.function;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** The page {@code docs/sql/functions.md}: every function and operator that users can name, from its annotation. */
final class FunctionReference {

    /** What the planner alone calls is named with a blank; functions that return rows are such arrays. */
    private static final String ROWS = " array";

    private final StringBuilder out = new StringBuilder();

    private FunctionReference() {}

    static String markdown() {
        return new FunctionReference().page();
    }

    private String page() {
        out.append("""
                # Functions and operators

                Every one of them works in queries and in materialized views, but for those marked *volatile*, which a
                view refuses. `anyelement` is one type at each place where it stands, `anyarray` an array of it; `any`
                is a value of any type. Names, arguments and answers are PostgreSQL's.

                This page is made from the code: `mvn -pl executor -am test -Dtest=FunctionReferenceTest
                -Dmillrace.functions=write -Dsurefire.failIfNoSpecifiedTests=false` writes it anew.
                """);
        Map<Class<?>, Map<Method, List<FunctionDefinition>>> domains = new LinkedHashMap<>();
        for (FunctionDefinition definition : Functions.standard().definitions()) {
            domains.computeIfAbsent(definition.method().getDeclaringClass(), domain -> new LinkedHashMap<>())
                    .computeIfAbsent(definition.method(), method -> new ArrayList<>())
                    .add(definition);
        }
        domains.forEach(this::section);
        aggregates("Aggregates", FunctionSignature.Kind.AGGREGATE);
        aggregates("Window functions", FunctionSignature.Kind.WINDOW);
        return out.toString();
    }

    /** {@code DateTimeArithmetic} is titled "Date time arithmetic". */
    private static String title(Class<?> domain) {
        String words = domain.getSimpleName()
                .replace("Functions", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private void section(Class<?> domain, Map<Method, List<FunctionDefinition>> methods) {
        Map<String, String> rows = new TreeMap<>();
        for (List<FunctionDefinition> overloads : methods.values()) {
            Map<String, List<FunctionSignature>> byName = overloads.stream()
                    .map(FunctionDefinition::signature)
                    .collect(Collectors.groupingBy(FunctionSignature::name, TreeMap::new, Collectors.toList()));
            byName.forEach((name, signatures) -> {
                if (!name.contains(" ") || name.endsWith(ROWS) || isQuantified(name)) {
                    String call = call(name, signatures);
                    String row = row(call, name, signatures, overloads.getFirst().example());
                    rows.merge(call, row, (one, other) -> one.length() >= other.length() ? one : other);
                }
            });
        }
        if (!rows.isEmpty()) {
            out.append("\n## ").append(title(domain)).append("\n\n");
            out.append("| call | result | what it gives | example |\n|---|---|---|---|\n");
            rows.values().forEach(out::append);
        }
    }

    private static boolean isQuantified(String name) {
        return name.endsWith(" any") || name.endsWith(" all");
    }

    private String row(String call, String name, List<FunctionSignature> signatures, String example) {
        FunctionSignature first = signatures.getFirst();
        String result = shared(signatures.stream().map(FunctionSignature::result).toList());
        if (name.endsWith(ROWS)) {
            result = "setof " + (first.result().kind() == Kind.ARRAY ? first.result().element() : result);
        }
        boolean isVolatile = first.volatility() == FunctionSignature.Volatility.VOLATILE;
        return "| " + code(call) + " | " + result + " | " + cell(first.description())
                + (isVolatile ? " *volatile*" : "") + " | " + (example.isEmpty() ? "" : code(example)) + " |\n";
    }

    /** What the type is called that has these forms in the overloads of one method. */
    private static String shared(List<SqlType> types) {
        SqlType first = types.getFirst();
        if (types.stream().distinct().count() > 1) {
            return first.kind() == Kind.ARRAY ? "anyarray" : "anyelement";
        }
        if (first.kind() == Kind.ARRAY && first.element().kind() == Kind.UNKNOWN) {
            return "anyarray";
        }
        return first.kind() == Kind.UNKNOWN ? "any" : first.toString();
    }

    private static String call(String name, List<FunctionSignature> signatures) {
        FunctionSignature first = signatures.getFirst();
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < first.parameters().size(); i++) {
            int place = i;
            parameters.add(shared(signatures.stream().map(s -> s.parameters().get(place)).toList()));
        }
        if (isQuantified(name)) {
            String[] words = name.split(" ", 2);
            return parameters.getFirst() + " " + words[0] + " " + words[1].toUpperCase(Locale.ROOT) + " ("
                    + parameters.getLast() + ")";
        }
        boolean isOperator = !Character.isLetter(name.charAt(0)) && name.charAt(0) != '_';
        if (isOperator) {
            return parameters.size() == 1
                    ? name + " " + parameters.getFirst()
                    : parameters.getFirst() + " " + name + " " + parameters.getLast();
        }
        String shown = name.endsWith(ROWS) ? name.substring(0, name.length() - ROWS.length()) : name;
        return shown + "(" + String.join(", ", parameters) + (first.variadic() ? ", …)" : ")");
    }

    private void aggregates(String title, FunctionSignature.Kind kind) {
        Map<String, FunctionSignature> byCall = new TreeMap<>();
        for (FunctionSignature signature : Functions.standard().all()) {
            if (signature.kind() == kind && !signature.name().contains(" ")) {
                byCall.put(call(signature.name(), List.of(signature)), signature);
            }
        }
        out.append("\n## ").append(title).append("\n\n| call | result | what it gives |\n|---|---|---|\n");
        byCall.forEach((call, signature) -> out.append("| " + code(call) + " | " + shared(List.of(signature.result()))
                + " | " + cell(signature.description()) + " |\n"));
    }

    private static String code(String text) {
        return "`" + cell(text) + "`";
    }

    /** A bar would end the cell. */
    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
