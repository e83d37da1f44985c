package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.DOUBLE;

/** What PostgreSQL's own aggregates are made of, for CREATE AGGREGATE: states, and what they come to. */
final class StateFunctions {

    private StateFunctions() {}

    @SqlFunction(name = "int8inc", description = "One more: the state of a count.", example = "int8inc(2) = 3")
    static long increment(long count) {
        try {
            return Math.addExact(count, 1);
        } catch (ArithmeticException e) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
        }
    }

    @SqlFunction(name = "booland_statefunc", description = "Both: the state of bool_and.",
            example = "booland_statefunc(true, false) = false")
    static boolean both(boolean left, boolean right) {
        return left && right;
    }

    @SqlFunction(name = "boolor_statefunc", description = "One of both: the state of bool_or.",
            example = "boolor_statefunc(true, false) = true")
    static boolean either(boolean left, boolean right) {
        return left || right;
    }

    private static long[] words(byte[] state, int count, String function) {
        List<byte[]> elements = ArrayForm.elements(state);
        if (elements.size() != count || elements.contains(null) || ArrayForm.shape(state).dimensions() != 1) {
            throw new SqlException(
                    "XX000", function.equals("int") ? "expected 2-element int8 array"
                            : "float8_accum: expected " + count + "-element float8 array");
        }
        return elements.stream().mapToLong(element -> ByteBuffer.wrap(element).getLong()).toArray();
    }

    private static byte[] state(long... words) {
        List<byte[]> elements = new ArrayList<>();
        for (long word : words) {
            elements.add(ByteBuffer.allocate(Long.BYTES).putLong(word).array());
        }
        return ArrayForm.encode(ArrayShape.list(words.length), elements);
    }

    @SqlFunction(name = "int4_avg_accum", description = "A count and a sum with one value more: the state of avg.",
            example = "int4_avg_accum('{2,5}', 4) = '{3,9}'")
    @ArrayOf(BIGINT)
    static byte[] accumulate(@ArrayOf(BIGINT) byte[] state, int value) {
        long[] words = words(state, 2, "int");
        return state(words[0] + 1, words[1] + value);
    }

    @SqlFunction(name = "int8_avg", description = "The mean of a count and a sum; NULL of none.",
            example = "int8_avg('{2,5}') = 2.5")
    static Numeric mean(@ArrayOf(BIGINT) byte[] state) {
        long[] words = words(state, 2, "int");
        return words[0] == 0
                ? null
                : Decimals.divide(Numeric.of(words[1]), Numeric.of(words[0]));
    }

    @SqlFunction(name = "float8_accum",
            description = "A count, a sum and a sum of squared differences from the mean, with one value more.",
            example = "float8_accum('{1,2,0}', 4) = '{2,6,2}'")
    @ArrayOf(DOUBLE)
    static byte[] accumulate(@ArrayOf(DOUBLE) byte[] state, double value) {
        long[] words = words(state, 3, "float");
        double before = Double.longBitsToDouble(words[0]);
        double count = before + 1;
        double sum = Double.longBitsToDouble(words[1]) + value;
        double squares = Double.longBitsToDouble(words[2]);
        if (before > 0) {
            double difference = value * count - sum;
            squares += difference * difference / (count * before);
        }
        return state(
                Double.doubleToLongBits(count), Double.doubleToLongBits(sum), Double.doubleToLongBits(squares));
    }

    @SqlFunction(name = "float8_avg", description = "The mean of a state of float8_accum; NULL of none.",
            example = "float8_avg('{2,6,2}') = 3")
    static Double meanOfDoubles(@ArrayOf(DOUBLE) byte[] state) {
        long[] words = words(state, 3, "float");
        double count = Double.longBitsToDouble(words[0]);
        return count == 0 ? null : (Double) (Double.longBitsToDouble(words[1]) / count);
    }
}
