package dev.millrace.executor.aggregate;

import java.math.BigInteger;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;

/**
 * corr, covar_pop, covar_samp and the regr_ functions of pairs (y, x): the exact sums of both, of their squares and of
 * their products, and a count, undone by subtraction. Each result is rounded from these.
 */
final class RegressionAccumulator implements Accumulator {

    private static final int UNIT = Rounding.UNIT_EXPONENT;
    private static final int Y = 0;
    private static final int X = 1;
    private static final int YY = 2;
    private static final int XX = 3;
    private static final int XY = 4;
    private static final int SUMS = 5;

    private final String name;
    private final int y;
    private final int x;
    private long[] counts = new long[16];
    private ExactSum[][] sums = new ExactSum[0][];

    RegressionAccumulator(String name, int y, int x) {
        this.name = name;
        this.y = y;
        this.x = x;
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        counts = Words.zeroed(counts, groups);
        sums = new ExactSum[groups][SUMS];
        for (ExactSum[] ofGroup : sums) {
            for (int i = 0; i < SUMS; i++) {
                ofGroup[i] = new ExactSum();
            }
        }
    }

    @Override
    public int load(int group, byte[] data, int start) {
        counts[group] = Words.get(data, start);
        int at = start + Long.BYTES;
        for (ExactSum sum : sums[group]) {
            at = sum.load(data, at);
        }
        return at;
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        WordColumn ys = batch.words(y);
        WordColumn xs = batch.words(x);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (ys.isNull(row) || xs.isNull(row)) {
                continue;
            }
            long weight = rows.weights()[i];
            ExactSum[] ofGroup = sums[rows.groups()[i]];
            counts[rows.groups()[i]] += weight;
            double dependent = ys.doubleValue(row);
            double independent = xs.doubleValue(row);
            ofGroup[Y].add(dependent, weight);
            ofGroup[X].add(independent, weight);
            addProduct(ofGroup[YY], dependent, dependent, weight);
            addProduct(ofGroup[XX], independent, independent, weight);
            addProduct(ofGroup[XY], independent, dependent, weight);
        }
    }

    private static void addProduct(ExactSum sum, double left, double right, long weight) {
        double product = left * right;
        sum.add(product, weight);
        if (Double.isFinite(product)) {
            // What rounding took from the product.
            sum.add(Math.fma(left, right, -product), weight);
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        long count = counts[group];
        if (name.equals("regr_count")) {
            out.appendWord(count);
        } else if (count == 0 || count == 1 && name.equals("covar_samp")) {
            out.appendNull();
        } else if (isSpecial(sums[group])) {
            out.appendDouble(Double.NaN);
        } else {
            append(count, sums[group], out);
        }
    }

    private boolean isSpecial(ExactSum[] ofGroup) {
        return switch (name) {
            case "regr_avgx", "regr_sxx" -> ofGroup[X].isSpecial() || ofGroup[XX].isSpecial();
            case "regr_avgy", "regr_syy" -> ofGroup[Y].isSpecial() || ofGroup[YY].isSpecial();
            default -> ofGroup[X].isSpecial() || ofGroup[Y].isSpecial() || ofGroup[XY].isSpecial()
                    || ofGroup[XX].isSpecial() || ofGroup[YY].isSpecial();
        };
    }

    private void append(long count, ExactSum[] ofGroup, ColumnBuilder out) {
        BigInteger n = BigInteger.valueOf(count);
        BigInteger sumX = ofGroup[X].units();
        BigInteger sumY = ofGroup[Y].units();
        // n times the sums of squared deviations, in squared units.
        BigInteger sxx = spread(n, ofGroup[XX], sumX, sumX);
        BigInteger syy = spread(n, ofGroup[YY], sumY, sumY);
        BigInteger sxy = spread(n, ofGroup[XY], sumX, sumY);
        boolean isFlat = sxx.signum() == 0;
        switch (name) {
            case "regr_avgx" -> append(sumX, n, UNIT, out);
            case "regr_avgy" -> append(sumY, n, UNIT, out);
            case "regr_sxx" -> append(sxx, n, 2 * UNIT, out);
            case "regr_syy" -> append(syy, n, 2 * UNIT, out);
            case "regr_sxy" -> append(sxy, n, 2 * UNIT, out);
            case "covar_pop" -> append(sxy, n.multiply(n), 2 * UNIT, out);
            case "covar_samp" -> append(sxy, n.multiply(n.subtract(BigInteger.ONE)), 2 * UNIT, out);
            case "regr_slope" -> appendUnless(isFlat, sxy, sxx, 0, out);
            case "regr_intercept" -> appendUnless(
                    isFlat, sumY.multiply(sxx).subtract(sumX.multiply(sxy)), n.multiply(sxx), UNIT, out);
            case "regr_r2" -> {
                if (!isFlat && syy.signum() == 0) {
                    out.appendDouble(1);
                } else {
                    appendUnless(isFlat, sxy.multiply(sxy), sxx.multiply(syy), 0, out);
                }
            }
            case "corr" -> {
                if (isFlat || syy.signum() == 0) {
                    out.appendNull();
                } else {
                    double square = quotient(sxy.multiply(sxy), sxx.multiply(syy), 0);
                    out.appendDouble(sxy.signum() * Math.sqrt(square));
                }
            }
            default -> throw new IllegalStateException(name);
        }
    }

    private static BigInteger spread(BigInteger n, ExactSum products, BigInteger left, BigInteger right) {
        return products.units().multiply(n).shiftLeft(-UNIT).subtract(left.multiply(right));
    }

    private static void appendUnless(
            boolean isNull, BigInteger dividend, BigInteger divisor, int exponent, ColumnBuilder out) {
        if (isNull) {
            out.appendNull();
        } else {
            append(dividend, divisor, exponent, out);
        }
    }

    private static void append(BigInteger dividend, BigInteger divisor, int exponent, ColumnBuilder out) {
        out.appendDouble(quotient(dividend, divisor, exponent));
    }

    private static double quotient(BigInteger dividend, BigInteger divisor, int exponent) {
        if (dividend.signum() == 0) {
            return 0;
        }
        double size = Rounding.quotient(dividend.abs(), divisor, exponent);
        return dividend.signum() < 0 ? -size : size;
    }

    @Override
    public void store(int group, ByteBuilder out) {
        out.appendLittleEndian(counts[group]);
        for (ExactSum sum : sums[group]) {
            sum.store(out);
        }
    }
}
