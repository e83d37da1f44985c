package dev.millrace.executor.plan;

import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.JavaCall.Form;

/**
 * What a plan says of a function in a procedural language. Its text is the name of a function signature, so that a
 * call of it is a call like others. Unlike a {@link JavaCall} it names the function by its number: what that does is
 * known to the session that runs the plan, and to nobody else.
 *
 * @param form VALUE or LIST
 */
public record RoutineCall(long routine, Form form, boolean isStrict, Volatility volatility) {

    private static final String PREFIX = "routine:";

    public static boolean is(String function) {
        return function.startsWith(PREFIX);
    }

    /** What names it. */
    public String text() {
        return PREFIX + String.join(
                ":", Long.toString(routine), form.name().toLowerCase(Locale.ROOT), isStrict ? "strict" : "called",
                volatility.name().toLowerCase(Locale.ROOT));
    }

    /** Nobody but a session computes it, so that it never is a constant, whatever it was declared to be. */
    public FunctionSignature signature(List<SqlType> parameters, SqlType type) {
        Volatility known = volatility == Volatility.IMMUTABLE ? Volatility.STABLE : volatility;
        return new FunctionSignature(
                FunctionSignature.Kind.SCALAR, text(), parameters, false, type, isStrict, known, "");
    }

    /** What the name of a function, or its id, says. */
    public static RoutineCall of(String function) {
        int end = function.indexOf('(');
        String[] parts = (end < 0 ? function : function.substring(0, end)).split(":");
        if (parts.length < 5 || !is(function)) {
            throw new IllegalArgumentException(function);
        }
        return new RoutineCall(
                Long.parseLong(parts[1]), Form.valueOf(parts[2].toUpperCase(Locale.ROOT)), parts[3].equals("strict"),
                Volatility.valueOf(parts[4].toUpperCase(Locale.ROOT)));
    }
}
