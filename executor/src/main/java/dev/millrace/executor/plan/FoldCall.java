package dev.millrace.executor.plan;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a plan says of an aggregate that somebody made: a state that goes on with one row after the other. Its text is
 * the name of an aggregate's signature, so that a call of it is a call like others.
 *
 * @param name as it was given
 * @param moving how the aggregate of a frame that slides is kept; null where there is no other way
 */
public record FoldCall(String name, Steps steps, Steps moving) {

    /**
     * How values are computed. In each expression column 0 is the state, and the others are the arguments of a row.
     *
     * @param initial the state of no rows, without columns; null for NULL
     * @param inverse takes the earliest row back; null where none can be
     * @param isStrict whether rows with a NULL leave the state alone, and the first argument is the first state
     * @param result null where it is the state
     * @param isResultStrict whether it is NULL where the state is
     */
    public record Steps(
            SqlType state, Expr initial, Expr transition, Expr inverse, boolean isStrict, Expr result,
            boolean isResultStrict) {}

    private static final String PREFIX = "fold:";

    private static final RecordCodec CODEC = new RecordCodec(
            PlanCodec.VERSION,
            Stream.concat(Arrays.stream(PlanCodec.types()), Stream.of(FoldCall.class, Steps.class))
                    .toArray(Class<?>[]::new));

    public static boolean is(String function) {
        return function.startsWith(PREFIX);
    }

    /** What an aggregate is called, in a plan. */
    public static String name(String function) {
        return is(function) ? of(function).name() : function.substring(0, function.indexOf('('));
    }

    /** What names it. */
    public String text() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(CODEC.encode(this));
    }

    public FunctionSignature signature(List<SqlType> parameters, SqlType type) {
        return new FunctionSignature(
                FunctionSignature.Kind.AGGREGATE, text(), parameters, false, type, false,
                FunctionSignature.Volatility.IMMUTABLE, "");
    }

    /** What the name of a function, or its id, says. */
    public static FoldCall of(String function) {
        int end = function.indexOf('(');
        String text = function.substring(PREFIX.length(), end < 0 ? function.length() : end);
        return (FoldCall) CODEC.decode(Base64.getUrlDecoder().decode(text));
    }
}
