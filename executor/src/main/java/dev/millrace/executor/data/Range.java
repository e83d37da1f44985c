package dev.millrace.executor.data;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * A range of values, which are told as an array's elements are: words as 8 bytes, numbers as their bytes. Immutable.
 * What compares bounds is told of what type they are.
 */
public final class Range {

    public static final Range EMPTY = new Range(null, false, null, false, true);

    private final byte[] lower;
    private final boolean lowerInclusive;
    private final byte[] upper;
    private final boolean upperInclusive;
    private final boolean isEmpty;

    Range(byte[] lower, boolean lowerInclusive, byte[] upper, boolean upperInclusive, boolean isEmpty) {
        this.lower = lower;
        this.lowerInclusive = lowerInclusive && lower != null;
        this.upper = upper;
        this.upperInclusive = upperInclusive && upper != null;
        this.isEmpty = isEmpty;
    }

    /**
     * The range in its canonical form.
     *
     * @param lower null for no limit
     * @throws SqlException 22000 when the bounds are the wrong way round
     */
    public static Range of(
            SqlType element, byte[] lower, boolean lowerInclusive, byte[] upper, boolean upperInclusive) {
        int order = lower == null || upper == null ? -1 : compare(element, lower, upper);
        if (order > 0) {
            throw new SqlException("22000", "range lower bound must be less than or equal to range upper bound");
        }
        if (order == 0 && !(lowerInclusive && upperInclusive)) {
            return EMPTY;
        }
        if (!RangeTypes.isDiscrete(element)) {
            return new Range(lower, lowerInclusive, upper, upperInclusive, false);
        }
        byte[] from = lower == null || lowerInclusive ? lower : next(element, lower);
        byte[] to = upper == null || !upperInclusive ? upper : next(element, upper);
        boolean isOfNothing = from != null && to != null && compare(element, from, to) >= 0;
        boolean isFromIn = lowerInclusive || from != lower;
        return isOfNothing ? EMPTY : new Range(from, isFromIn, to, upperInclusive && to == upper, false);
    }

    /** The next value; the same array for infinite dates, which have none. */
    private static byte[] next(SqlType element, byte[] value) {
        long word = ByteBuffer.wrap(value).getLong();
        switch (element.kind()) {
            case INTEGER -> {
                if (word == Integer.MAX_VALUE) {
                    throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
                }
            }
            case BIGINT -> {
                if (word == Long.MAX_VALUE) {
                    throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
                }
            }
            default -> {
                if (Civil.isInfinite(word)) {
                    return value;
                }
            }
        }
        return ByteBuffer.allocate(Long.BYTES).putLong(word + 1).array();
    }

    public static int compare(SqlType element, byte[] left, byte[] right) {
        return element.layout() == SqlType.Layout.WORD
                ? Long.compare(ByteBuffer.wrap(left).getLong(), ByteBuffer.wrap(right).getLong())
                : Numeric.compare(left, 0, left.length, right, 0, right.length);
    }

    public boolean isEmpty() {
        return isEmpty;
    }

    /** Null for no limit. */
    public byte[] lower() {
        return lower;
    }

    public byte[] upper() {
        return upper;
    }

    public boolean lowerInclusive() {
        return lowerInclusive;
    }

    public boolean upperInclusive() {
        return upperInclusive;
    }

    // ---- bounds -----------------------------------------------------------------------------------------------------

    /** A bound of a range: where it begins or where it ends. */
    private record Bound(boolean isLower, byte[] value, boolean isInclusive) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Bound bound && isLower == bound.isLower && isInclusive == bound.isInclusive
                    && Arrays.equals(value, bound.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }
    }

    private Bound from() {
        return new Bound(true, lower, lowerInclusive);
    }

    private Bound to() {
        return new Bound(false, upper, upperInclusive);
    }

    /** As places on the line: a lower bound without its value lies behind an upper one with it, and so on. */
    private static int compare(SqlType element, Bound left, Bound right) {
        if (left.value == null || right.value == null) {
            int one = left.value != null ? 0 : left.isLower ? -1 : 1;
            int other = right.value != null ? 0 : right.isLower ? -1 : 1;
            return Integer.compare(one, other);
        }
        int order = compare(element, left.value, right.value);
        return order != 0 ? order : Integer.compare(side(left), side(right));
    }

    private static int side(Bound bound) {
        return bound.isInclusive ? 0 : bound.isLower ? 1 : -1;
    }

    // ---- with others ------------------------------------------------------------------------------------------------

    public boolean contains(SqlType element, byte[] value) {
        return contains(element, new Range(value, true, value, true, false));
    }

    public boolean contains(SqlType element, Range other) {
        return other.isEmpty
                || !isEmpty && compare(element, from(), other.from()) <= 0 && compare(element, to(), other.to()) >= 0;
    }

    public boolean overlaps(SqlType element, Range other) {
        return !isEmpty && !other.isEmpty
                && compare(element, from(), other.to()) <= 0
                && compare(element, other.from(), to()) <= 0;
    }

    public boolean isBefore(SqlType element, Range other) {
        return !isEmpty && !other.isEmpty && compare(element, to(), other.from()) < 0;
    }

    /** Whether it ends nowhere behind where the other ends. */
    public boolean endsWithin(SqlType element, Range other) {
        return !isEmpty && !other.isEmpty && compare(element, to(), other.to()) <= 0;
    }

    public boolean startsWithin(SqlType element, Range other) {
        return !isEmpty && !other.isEmpty && compare(element, from(), other.from()) >= 0;
    }

    /** Whether nothing lies between the two, and nothing in both. */
    public boolean isAdjacent(SqlType element, Range other) {
        return !isEmpty && !other.isEmpty && (meets(element, to(), other.from()) || meets(element, other.to(), from()));
    }

    private static boolean meets(SqlType element, Bound end, Bound start) {
        return end.value != null && start.value != null && end.isInclusive != start.isInclusive
                && compare(element, end.value, start.value) == 0;
    }

    /** From where the first begins to where the last ends. */
    public Range merge(SqlType element, Range other) {
        if (isEmpty || other.isEmpty) {
            return isEmpty ? other : this;
        }
        Bound from = compare(element, from(), other.from()) <= 0 ? from() : other.from();
        Bound to = compare(element, to(), other.to()) >= 0 ? to() : other.to();
        return new Range(from.value, from.isInclusive, to.value, to.isInclusive, false);
    }

    public Range intersect(SqlType element, Range other) {
        if (!overlaps(element, other)) {
            return EMPTY;
        }
        Bound from = compare(element, from(), other.from()) >= 0 ? from() : other.from();
        Bound to = compare(element, to(), other.to()) <= 0 ? to() : other.to();
        return new Range(from.value, from.isInclusive, to.value, to.isInclusive, false);
    }

    /** What lies before the other one. */
    public Range before(SqlType element, Range other) {
        if (isEmpty || other.isEmpty || compare(element, from(), other.from()) >= 0) {
            return EMPTY;
        }
        Range rest = new Range(lower, lowerInclusive, other.lower, !other.lowerInclusive, false);
        return compare(element, to(), rest.to()) <= 0 ? this : rest;
    }

    /** What lies behind the other one. */
    public Range behind(SqlType element, Range other) {
        if (isEmpty || other.isEmpty || compare(element, to(), other.to()) <= 0) {
            return EMPTY;
        }
        Range rest = new Range(other.upper, !other.upperInclusive, upper, upperInclusive, false);
        return compare(element, from(), rest.from()) >= 0 ? this : rest;
    }
}
