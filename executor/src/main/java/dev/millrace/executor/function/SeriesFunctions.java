package dev.millrace.executor.function;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.function.LongUnaryOperator;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.ARRAY;
import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;

/** What {@code generate_series} gives, as arrays. */
final class SeriesFunctions {

    private SeriesFunctions() {}

    /** As many numbers as one row may become. */
    private static final long SERIES_MAX = 10_000_000;

    @SqlFunction(name = "series array", description = "The numbers that generate_series gives.",
            kinds = {INTEGER, BIGINT},
            volatility = Volatility.STABLE)
    @ArrayOf(ARRAY)
    static byte[] series(@Each long first, @Each long last, @Each long step) {
        if (step == 0) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
        }
        if (step > 0 ? first > last : first < last) {
            return new byte[0];
        }
        BigInteger span = BigInteger.valueOf(last).subtract(BigInteger.valueOf(first));
        BigInteger count = span.divide(BigInteger.valueOf(step)).add(BigInteger.ONE);
        if (count.compareTo(BigInteger.valueOf(SERIES_MAX)) > 0) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "generate_series of more than " + SERIES_MAX + " rows");
        }
        ByteBuffer array = ByteBuffer.allocate(count.intValue() * 12);
        long value = first;
        while (array.hasRemaining()) {
            array.putInt(8).putLong(value);
            value += step;
        }
        return array.array();
    }

    @SqlFunction(name = "series array", description = "The numbers that generate_series gives.",
            volatility = Volatility.STABLE)
    @ArrayOf(NUMERIC)
    static byte[] series(Numeric first, Numeric last, Numeric step) {
        if (!first.isFinite() || !last.isFinite() || !step.isFinite()) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "start, stop and step values must be finite");
        }
        if (step.signum() == 0) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
        }
        ColumnBuilder series = new ColumnBuilder(SqlType.NUMERIC.layout());
        Numeric value = first;
        while (step.signum() > 0 ? value.compareTo(last) <= 0 : value.compareTo(last) >= 0) {
            value.appendTo(series);
            requireBounded(series.size());
            value = Numeric.of(value.decimal().add(step.decimal()));
        }
        return ArrayForm.encode(series.build());
    }

    @SqlFunction(name = "series array", description = "The times that generate_series gives.",
            volatility = Volatility.STABLE)
    @ArrayOf(TIMESTAMP)
    static byte[] series(@As(TIMESTAMP) long first, @As(TIMESTAMP) long last, Interval step) {
        return times(first, last, step, time -> DateTimeArithmetic.add(time, step));
    }

    @SqlFunction(name = "series array", description = "The instants that generate_series gives.",
            volatility = Volatility.STABLE)
    @ArrayOf(TIMESTAMPTZ)
    static byte[] series(@As(TIMESTAMPTZ) long first, @As(TIMESTAMPTZ) long last, Interval step, ZoneId zone) {
        return times(first, last, step, time -> DateTimeArithmetic.addToInstant(time, step, zone));
    }

    private static byte[] times(long first, long last, Interval step, LongUnaryOperator next) {
        int direction = step.compareTo(new Interval(0, 0, 0));
        if (direction == 0) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
        }
        ColumnBuilder series = new ColumnBuilder(SqlType.TIMESTAMP.layout());
        for (long time = first; direction > 0 ? time <= last : time >= last; time = next.applyAsLong(time)) {
            series.appendWord(time);
            requireBounded(series.size());
        }
        return ArrayForm.encode(series.build());
    }

    private static void requireBounded(long rows) {
        if (rows > SERIES_MAX) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "generate_series of more than " + SERIES_MAX + " rows");
        }
    }
}
