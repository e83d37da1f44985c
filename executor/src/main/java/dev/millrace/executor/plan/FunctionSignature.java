package dev.millrace.executor.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One overload of a scalar, aggregate or window function as SQL sees it.
 *
 * @param name lower-case SQL name; an operator's symbol for operators ({@code "+"}); prefix operators have one
 * parameter
 * @param parameters types without modifiers; with {@code variadic}, the last one repeats zero or more times;
 *     {@link SqlType#UNKNOWN} accepts a value of any type, unchanged, and reads {@code any} in the id
 * @param strict the result is NULL when any argument is, without a call
 * @param volatility whether the planner may fold it, and whether a view may contain it
 */
public record FunctionSignature(
        Kind kind,
        String name,
        List<SqlType> parameters,
        boolean variadic,
        SqlType result,
        boolean strict,
        Volatility volatility,
        String description) {

    public enum Kind {
        SCALAR,
        AGGREGATE,
        /** Only with OVER. */
        WINDOW
    }

    public enum Volatility {
        /** Same arguments, same result, for ever. */
        IMMUTABLE,
        /** Depends on the session (time zone, search path): fixed into a view's plan at CREATE. */
        STABLE,
        /** May differ from call to call: refused in a materialized view. */
        VOLATILE
    }

    public FunctionSignature {
        parameters = List.copyOf(parameters);
    }

    /** What plans refer to, e.g. {@code "substr(text,integer)"}; stable across versions. */
    public String id() {
        return name
                + parameters.stream()
                        .map(type -> type.kind() == SqlType.Kind.UNKNOWN ? "any" : type.toString())
                        .collect(Collectors.joining(",", "(", ""))
                + (variadic ? ",...)" : ")");
    }
}
