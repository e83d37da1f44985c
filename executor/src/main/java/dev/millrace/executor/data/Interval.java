package dev.millrace.executor.data;

import java.math.BigInteger;

import dev.millrace.executor.plan.IntervalFields;
import dev.millrace.executor.plan.SqlType;

/**
 * A value of SQL's INTERVAL: months, days and microseconds are kept apart, because months and days differ in length.
 *
 * <p>Physical form: 16 bytes, big-endian: months (4), days (4), microseconds (8). Compared and grouped as PostgreSQL
 * does, with months of 30 days and days of 24 hours: {@code 1 mon} equals {@code 30 days}, though their bytes differ.
 */
public record Interval(int months, int days, long micros) implements Comparable<Interval> {

    public static final Interval ZERO = new Interval(0, 0, 0);
    public static final long MICROS_PER_SECOND = 1_000_000;
    public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;
    public static final int BYTES = 16;

    private static final BigInteger DAY = BigInteger.valueOf(MICROS_PER_DAY);

    public static Interval read(byte[] data, int start) {
        int months = (int) readBytes(data, start, 4);
        int days = (int) readBytes(data, start + 4, 4);
        return new Interval(months, days, readBytes(data, start + 8, 8));
    }

    public static Interval read(BytesColumn column, int row) {
        return read(column.data(), column.start(row));
    }

    private static long readBytes(byte[] data, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | data[i] & 0xFF;
        }
        return value;
    }

    public void appendTo(ColumnBuilder builder) {
        builder.appendPair((long) months << 32 | days & 0xFFFFFFFFL, micros);
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (months >> (24 - 8 * i));
            bytes[4 + i] = (byte) (days >> (24 - 8 * i));
        }
        for (int i = 0; i < 8; i++) {
            bytes[8 + i] = (byte) (micros >> (56 - 8 * i));
        }
        return bytes;
    }

    /** Whole days with months of 30 days, and the rest in microseconds: what comparison is by. */
    private long comparedDays() {
        return months * 30L + days + Math.floorDiv(micros, MICROS_PER_DAY);
    }

    private long comparedMicros() {
        return Math.floorMod(micros, MICROS_PER_DAY);
    }

    @Override
    public int compareTo(Interval other) {
        int byDays = Long.compare(comparedDays(), other.comparedDays());
        return byDays != 0 ? byDays : Long.compare(comparedMicros(), other.comparedMicros());
    }

    /** Whether the two are equal in SQL; {@link #equals} is equality of the fields. */
    public boolean sameLength(Interval other) {
        return compareTo(other) == 0;
    }

    public static int compare(byte[] left, int leftStart, byte[] right, int rightStart) {
        return read(left, leftStart).compareTo(read(right, rightStart));
    }

    /** The bytes that all intervals equal to this one in SQL share: days and a remainder, for keys and hashes. */
    public static byte[] normalise(byte[] data, int start) {
        Interval interval = read(data, start);
        BigInteger length = BigInteger.valueOf(interval.comparedDays())
                .multiply(DAY)
                .add(BigInteger.valueOf(interval.comparedMicros()));
        byte[] minimal = length.toByteArray();
        byte[] bytes = new byte[BYTES];
        java.util.Arrays.fill(bytes, (byte) (length.signum() < 0 ? -1 : 0));
        System.arraycopy(minimal, 0, bytes, BYTES - minimal.length, minimal.length);
        return bytes;
    }

    public Interval negate() {
        return new Interval(Math.negateExact(months), Math.negateExact(days), Math.negateExact(micros));
    }

    /** PostgreSQL's text, e.g. {@code 1 year 2 mons -3 days +04:05:06.7}. */
    @Override
    public String toString() {
        return IntervalText.format(this);
    }

    /** What a type with fields and digits keeps of it. */
    public Interval fitted(SqlType type) {
        int fittedMonths = months;
        int fittedDays = days;
        long fittedMicros = micros;
        if (type.scale() != SqlType.UNSPECIFIED) {
            int smallest = IntervalFields.smallest(type.scale());
            fittedMonths = smallest == IntervalFields.YEAR ? months / 12 * 12 : months;
            fittedDays = smallest == IntervalFields.YEAR || smallest == IntervalFields.MONTH ? 0 : days;
            long unit = switch (smallest) {
                case IntervalFields.SECOND -> 1;
                case IntervalFields.MINUTE -> Interval.MICROS_PER_MINUTE;
                case IntervalFields.HOUR -> Interval.MICROS_PER_HOUR;
                default -> 0;
            };
            fittedMicros = unit == 0 ? 0 : micros / unit * unit;
        }
        if (type.precision() != SqlType.UNSPECIFIED && type.precision() < 6) {
            long unit = Numeric.POWERS_OF_TEN[6 - type.precision()];
            fittedMicros = (fittedMicros + (fittedMicros < 0 ? -unit / 2 : unit / 2)) / unit * unit;
        }
        return new Interval(fittedMonths, fittedDays, fittedMicros);
    }
}
