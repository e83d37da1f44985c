package dev.millrace.executor.function;

import java.math.BigDecimal;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.DOUBLE;

/**
 * What PostgreSQL's own aggregates are made of, for aggregates that people make of them: how a value, or another
 * state, is taken into one. A state is an array of numbers: how many, their sum, and the sum of the squares of what
 * they differ from their mean; of pairs the same of both, and the sum of the products.
 */
final class TransitionFunctions {

    private static final int OF_ONE = 3;
    private static final int OF_PAIRS = 6;

    private TransitionFunctions() {}

    private static SqlException overflow() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    }

    private static double[] read(byte[] state, int size, String function) {
        WordColumn numbers = (WordColumn) ArrayForm.decode(SqlType.DOUBLE, state, 0, state.length);
        if (numbers.size() != size || numbers.nulls() != null) {
            throw new SqlException(
                    "XX000", function + ": expected " + size + "-element float8 array");
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = numbers.doubleValue(i);
        }
        return values;
    }

    private static byte[] state(double... values) {
        ColumnBuilder builder = new ColumnBuilder(SqlType.Layout.WORD);
        for (double value : values) {
            builder.appendWord(Double.doubleToLongBits(value));
        }
        return ArrayForm.encode(builder.build());
    }

    /** A sum that has become infinite of finite numbers is an error; one of infinite numbers tells no deviation. */
    private static double settled(double deviations, double sum, double before, double value) {
        boolean isInfinite = Double.isInfinite(sum) || Double.isInfinite(deviations);
        if (isInfinite && !Double.isInfinite(before) && !Double.isInfinite(value)) {
            throw overflow();
        }
        return isInfinite ? Double.NaN : deviations;
    }

    @SqlFunction(name = "float8_combine", description = "Two states of avg or variance as one.",
            example = "float8_combine('{3,60,200}', '{0,0,0}') = '{3,60,200}'")
    @ArrayOf(DOUBLE)
    static byte[] combined(@ArrayOf(DOUBLE) byte[] left, @ArrayOf(DOUBLE) byte[] right) {
        double[] one = read(left, OF_ONE, "float8_combine");
        double[] other = read(right, OF_ONE, "float8_combine");
        if (one[0] == 0 || other[0] == 0) {
            return one[0] == 0 ? right : left;
        }
        double count = one[0] + other[0];
        double difference = one[1] / one[0] - other[1] / other[0];
        return state(
                count, one[1] + other[1], one[2] + other[2] + one[0] * other[0] * difference * difference / count);
    }

    @SqlFunction(name = "float8_regr_accum", description = "A state of the regr_ aggregates, with one more pair.",
            example = "float8_regr_accum('{4,140,2900,1290,83075,15050}', 200, 100) = "
                    + "'{5,240,6280,1490,95080,8680}'")
    @ArrayOf(DOUBLE)
    static byte[] with(@ArrayOf(DOUBLE) byte[] before, double y, double x) {
        double[] old = read(before, OF_PAIRS, "float8_regr_accum");
        double count = old[0] + 1;
        double sumX = old[1] + x;
        double sumY = old[3] + y;
        if (old[0] <= 0) {
            boolean isFiniteX = Double.isFinite(x);
            boolean isFiniteY = Double.isFinite(y);
            return state(
                    count, sumX, isFiniteX ? old[2] : Double.NaN, sumY, isFiniteY ? old[4] : Double.NaN,
                    isFiniteX && isFiniteY ? old[5] : Double.NaN);
        }
        double differenceX = x * count - sumX;
        double differenceY = y * count - sumY;
        double scale = 1 / (count * old[0]);
        double products = old[5] + differenceX * differenceY * scale;
        return state(
                count,
                sumX,
                settled(old[2] + differenceX * differenceX * scale, sumX, old[1], x),
                sumY,
                settled(old[4] + differenceY * differenceY * scale, sumY, old[3], y),
                Double.isInfinite(products) ? Double.NaN : products);
    }

    @SqlFunction(name = "float8_regr_combine", description = "Two states of the regr_ aggregates as one.")
    @ArrayOf(DOUBLE)
    static byte[] combinedPairs(@ArrayOf(DOUBLE) byte[] left, @ArrayOf(DOUBLE) byte[] right) {
        double[] one = read(left, OF_PAIRS, "float8_regr_combine");
        double[] other = read(right, OF_PAIRS, "float8_regr_combine");
        if (one[0] == 0 || other[0] == 0) {
            return one[0] == 0 ? right : left;
        }
        double count = one[0] + other[0];
        double differenceX = one[1] / one[0] - other[1] / other[0];
        double differenceY = one[3] / one[0] - other[3] / other[0];
        double scale = one[0] * other[0];
        return state(
                count,
                one[1] + other[1],
                one[2] + other[2] + scale * differenceX * differenceX / count,
                one[3] + other[3],
                one[4] + other[4] + scale * differenceY * differenceY / count,
                one[5] + other[5] + scale * differenceX * differenceY / count);
    }

    @SqlFunction(name = "numeric_inc", description = "One more.", example = "numeric_inc(1.5) = 2.5")
    static Numeric next(Numeric value) {
        return value.isFinite() ? Numeric.of(value.decimal().add(BigDecimal.ONE)) : value;
    }

    @SqlFunction(name = "booleq", description = "Whether two truth values are equal.")
    static boolean equal(boolean left, boolean right) {
        return left == right;
    }

    @SqlFunction(name = "boolne", description = "Whether two truth values differ.")
    static boolean differ(boolean left, boolean right) {
        return left != right;
    }
}
