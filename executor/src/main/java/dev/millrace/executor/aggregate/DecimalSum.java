package dev.millrace.executor.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Numeric;

/**
 * The exact sum of numerics, each taken any number of times. It shows as many digits after the point as the values
 * now in it do, so how many values there are of each scale is kept too.
 */
final class DecimalSum {

    private static final int NAN = 1;
    private static final int INFINITE = 2;
    private static final int NEGATIVE_INFINITE = 3;

    /** The sum in units of 10^-scale: in {@code small} while that is enough, else in {@code large}. */
    private int scale;
    private long small;
    private BigInteger large;
    /** How many finite values have the scale {@code firstScale}; the other scales are in a map that few sums need. */
    private int firstScale;
    private long firstCount;
    private Map<Integer, Long> otherCounts;
    private final long[] specials = new long[4];

    void add(byte[] data, int start, int end, long weight) {
        if (Numeric.isCompact(data, start, end)) {
            int valueScale = Numeric.scale(data, start);
            long unscaled = Numeric.unscaledLong(data, start, end);
            count(valueScale, weight);
            if (small == 0 && large == null) {
                scale = Math.max(scale, valueScale);
            }
            if (valueScale == scale && large == null) {
                long product = unscaled * weight;
                long sum = small + product;
                boolean isExact = Math.multiplyHigh(unscaled, weight) == product >> 63
                        && ((small ^ sum) & (product ^ sum)) >= 0;
                if (isExact) {
                    small = sum;
                    return;
                }
            }
            addUnits(BigInteger.valueOf(unscaled), valueScale, weight);
            return;
        }
        Numeric value = Numeric.read(data, start, end);
        if (value.isFinite()) {
            count(value.scale(), weight);
            addUnits(value.decimal().unscaledValue(), value.scale(), weight);
        } else {
            specials[value.isNaN() ? NAN : value.signum() > 0 ? INFINITE : NEGATIVE_INFINITE] += weight;
        }
    }

    void addUnits(BigInteger unscaled, int valueScale, long weight) {
        int common = Math.max(scale, valueScale);
        BigInteger sum = units().multiply(BigInteger.TEN.pow(common - scale));
        BigInteger product = unscaled.multiply(BigInteger.valueOf(weight));
        sum = sum.add(product.multiply(BigInteger.TEN.pow(common - valueScale)));
        scale = common;
        if (sum.bitLength() < 64) {
            small = sum.longValue();
            large = null;
        } else {
            large = sum;
        }
    }

    private BigInteger units() {
        return large != null ? large : BigInteger.valueOf(small);
    }

    void count(int valueScale, long weight) {
        if (valueScale == firstScale) {
            firstCount += weight;
        } else if (firstCount == 0 && otherCounts == null) {
            firstScale = valueScale;
            firstCount = weight;
        } else {
            if (otherCounts == null) {
                otherCounts = new TreeMap<>();
            }
            otherCounts.merge(valueScale, weight, (a, b) -> a + b == 0 ? null : a + b);
            if (otherCounts.isEmpty()) {
                otherCounts = null;
            }
        }
    }

    private int displayScale() {
        int display = firstCount > 0 ? firstScale : 0;
        if (otherCounts != null) {
            for (int other : otherCounts.keySet()) {
                display = Math.max(display, other);
            }
        }
        return display;
    }

    boolean isSpecial() {
        return specials[NAN] != 0 || specials[INFINITE] != 0 || specials[NEGATIVE_INFINITE] != 0;
    }

    Numeric special() {
        if (specials[NAN] != 0 || specials[INFINITE] != 0 && specials[NEGATIVE_INFINITE] != 0) {
            return Numeric.NAN;
        }
        return specials[INFINITE] != 0 ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
    }

    /** The sum of the finite values; digits beyond the display scale are zeros that came and went. */
    BigDecimal decimal() {
        return new BigDecimal(units(), scale).setScale(displayScale());
    }

    int load(byte[] data, int start) {
        scale = (int) Words.get(data, start);
        int unitBytes = (int) (Words.get(data, start) >>> 32);
        firstScale = (int) Words.get(data, start + 8);
        int others = (int) (Words.get(data, start + 8) >>> 32);
        firstCount = Words.get(data, start + 16);
        for (int i = NAN; i <= NEGATIVE_INFINITE; i++) {
            specials[i] = Words.get(data, start + 16 + 8 * i);
        }
        int at = start + 48;
        for (int i = 0; i < others; i++) {
            if (otherCounts == null) {
                otherCounts = new TreeMap<>();
            }
            otherCounts.put((int) Words.get(data, at), Words.get(data, at + 8));
            at += 16;
        }
        if (unitBytes == 0) {
            small = Words.get(data, at);
            return at + 8;
        }
        large = new BigInteger(data, at, unitBytes);
        return at + unitBytes;
    }

    void store(ByteBuilder out) {
        byte[] units = large == null ? new byte[0] : large.toByteArray();
        out.appendLittleEndian((long) units.length << 32 | scale);
        out.appendLittleEndian((long) (otherCounts == null ? 0 : otherCounts.size()) << 32 | firstScale);
        out.appendLittleEndian(firstCount);
        for (int i = NAN; i <= NEGATIVE_INFINITE; i++) {
            out.appendLittleEndian(specials[i]);
        }
        if (otherCounts != null) {
            otherCounts.forEach((other, count) -> {
                out.appendLittleEndian(other);
                out.appendLittleEndian(count);
            });
        }
        if (large == null) {
            out.appendLittleEndian(small);
        } else {
            out.append(units, 0, units.length);
        }
    }
}
