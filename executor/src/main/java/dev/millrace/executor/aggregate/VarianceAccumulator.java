package dev.millrace.executor.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * Variance and standard deviation: the exact sums of the values and of their squares, and a count, undone by
 * subtraction. From them, (n·Σx² − (Σx)²) / (n·(n − 1)) for a sample, / n² for a population.
 */
final class VarianceAccumulator implements Accumulator {

    private final int argument;
    private final boolean isFloat;
    private final boolean isSample;
    private final boolean isDeviation;
    private long[] counts = new long[16];
    private DecimalSum[] sums = new DecimalSum[0];
    private DecimalSum[] squares = new DecimalSum[0];
    private ExactSum[] floatSums = new ExactSum[0];
    private ExactSum[] floatSquares = new ExactSum[0];

    VarianceAccumulator(int argument, SqlType type, boolean isSample, boolean isDeviation) {
        if (!type.kind().isNumber()) {
            throw SqlException.unsupported("variance of " + type);
        }
        this.argument = argument;
        this.isSample = isSample;
        this.isDeviation = isDeviation;
        isFloat = type.kind().isFloat();
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        counts = Words.zeroed(counts, groups);
        if (isFloat) {
            floatSums = new ExactSum[groups];
            floatSquares = new ExactSum[groups];
        } else {
            sums = new DecimalSum[groups];
            squares = new DecimalSum[groups];
        }
        for (int i = 0; i < groups; i++) {
            if (isFloat) {
                floatSums[i] = new ExactSum();
                floatSquares[i] = new ExactSum();
            } else {
                sums[i] = new DecimalSum();
                squares[i] = new DecimalSum();
            }
        }
    }

    @Override
    public int load(int group, byte[] data, int start) {
        counts[group] = Words.get(data, start);
        return isFloat
                ? floatSquares[group].load(data, floatSums[group].load(data, start + 8))
                : squares[group].load(data, sums[group].load(data, start + 8));
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        Column column = batch.column(argument);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (column.isNull(row)) {
                continue;
            }
            int group = rows.groups()[i];
            long weight = rows.weights()[i];
            counts[group] += weight;
            switch (column) {
                case WordColumn words -> {
                    if (isFloat) {
                        addDouble(group, words.doubleValue(row), weight);
                    } else {
                        addDecimal(group, BigInteger.valueOf(words.value(row)), 0, weight);
                    }
                }
                case BytesColumn bytes -> addNumeric(group, bytes, row, weight);
            }
        }
    }

    private void addDouble(int group, double value, long weight) {
        double square = value * value;
        floatSums[group].add(value, weight);
        floatSquares[group].add(square, weight);
        if (Double.isFinite(square)) {
            // What rounding took from the square.
            floatSquares[group].add(Math.fma(value, value, -square), weight);
        }
    }

    private void addNumeric(int group, BytesColumn column, int row, long weight) {
        Numeric value = Numeric.read(column, row);
        if (value.isFinite()) {
            addDecimal(group, value.decimal().unscaledValue(), value.scale(), weight);
        } else {
            sums[group].add(column.data(), column.start(row), column.end(row), weight);
        }
    }

    private void addDecimal(int group, BigInteger unscaled, int scale, long weight) {
        sums[group].count(scale, weight);
        sums[group].addUnits(unscaled, scale, weight);
        squares[group].count(2 * scale, weight);
        squares[group].addUnits(unscaled.multiply(unscaled), 2 * scale, weight);
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        if (counts[group] <= (isSample ? 1 : 0)) {
            out.appendNull();
        } else if (isFloat) {
            out.appendDouble(ofDoubles(group));
        } else {
            ofDecimals(group).appendTo(out);
        }
    }

    private BigInteger divisor(int group) {
        BigInteger count = BigInteger.valueOf(counts[group]);
        return count.multiply(isSample ? count.subtract(BigInteger.ONE) : count);
    }

    private double ofDoubles(int group) {
        if (floatSums[group].isSpecial()) {
            return Double.NaN;
        }
        if (floatSquares[group].isSpecial()) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
        }
        BigInteger sum = floatSums[group].units();
        BigInteger spread = floatSquares[group]
                .units()
                .multiply(BigInteger.valueOf(counts[group]))
                .shiftLeft(-Rounding.UNIT_EXPONENT)
                .subtract(sum.multiply(sum));
        if (spread.signum() <= 0) {
            return 0;
        }
        double variance = Rounding.quotient(spread, divisor(group), 2 * Rounding.UNIT_EXPONENT);
        return isDeviation ? Math.sqrt(variance) : variance;
    }

    private Numeric ofDecimals(int group) {
        if (sums[group].isSpecial()) {
            return Numeric.NAN;
        }
        BigDecimal sum = sums[group].decimal();
        BigDecimal spread = squares[group]
                .decimal()
                .multiply(BigDecimal.valueOf(counts[group]))
                .subtract(sum.multiply(sum));
        if (spread.signum() <= 0) {
            return Numeric.ZERO;
        }
        BigDecimal divisor = new BigDecimal(divisor(group));
        int scale = Quotient.scale(spread, divisor);
        BigDecimal variance = spread.divide(divisor, scale, RoundingMode.HALF_UP);
        return Numeric.of(isDeviation ? squareRoot(variance, scale) : variance);
    }

    private static BigDecimal squareRoot(BigDecimal value, int scale) {
        BigInteger units = value.setScale(2 * (scale + 1), RoundingMode.DOWN).unscaledValue();
        return new BigDecimal(units.sqrt(), scale + 1).setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    public void store(int group, ByteBuilder out) {
        out.appendLittleEndian(counts[group]);
        if (isFloat) {
            floatSums[group].store(out);
            floatSquares[group].store(out);
        } else {
            sums[group].store(out);
            squares[group].store(out);
        }
    }
}
