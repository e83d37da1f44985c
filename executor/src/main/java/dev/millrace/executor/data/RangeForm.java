package dev.millrace.executor.data;

import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * How ranges and multiranges lie. Their bytes order, unsigned, as the values do in PostgreSQL: by the lower bounds,
 * then by the upper ones, the empty range before all.
 *
 * <p>A range is 0 when it is empty, else 1 and two bounds: a lower one is 0 without limit, else 1, the value, and 0
 * with it or 1 without it; an upper one is 1, the value, and 0 without it or 1 with it, or 2 without limit. A value is
 * 8 bytes with the sign turned. A multirange is its ranges, which do not touch, in order, ended by 0. Ranges of numeric
 * hold keys as values, which do not tell the scale; behind them stand the numbers themselves and (4 bytes) how many
 * bytes these are.
 */
public final class RangeForm {

    private RangeForm() {}

    /** Where the bytes end that order the value: behind them is only how numbers are written. */
    public static int keyEnd(Kind kind, byte[] data, int start, int end) {
        return RangeTypes.element(kind).kind() == Kind.NUMERIC
                ? end - Integer.BYTES - ByteBuffer.wrap(data, start, end - start).getInt(end - Integer.BYTES)
                : end;
    }

    public static int compare(
            Kind kind, byte[] left, int leftStart, int leftEnd, byte[] right, int rightStart, int rightEnd) {
        return Arrays.compareUnsigned(
                left, leftStart, keyEnd(kind, left, leftStart, leftEnd),
                right, rightStart, keyEnd(kind, right, rightStart, rightEnd));
    }

    // ---- writing ----------------------------------------------------------------------------------------------------

    /** @param kind of the range */
    public static byte[] encode(Kind kind, Range range) {
        ByteBuilder out = new ByteBuilder();
        ByteBuilder numbers = new ByteBuilder();
        put(kind, range, out, numbers);
        return finished(kind, out, numbers);
    }

    /** @param ranges in order, apart from each other */
    public static byte[] encode(Kind kind, List<Range> ranges) {
        ByteBuilder out = new ByteBuilder();
        ByteBuilder numbers = new ByteBuilder();
        for (Range range : ranges) {
            put(kind, range, out, numbers);
        }
        out.append(0);
        return finished(kind, out, numbers);
    }

    private static byte[] finished(Kind kind, ByteBuilder out, ByteBuilder numbers) {
        if (RangeTypes.element(kind).kind() == Kind.NUMERIC) {
            out.append(numbers.array(), 0, numbers.size());
            out.append(ByteBuffer.allocate(Integer.BYTES).putInt(numbers.size()).array(), 0, Integer.BYTES);
        }
        return out.toBytes();
    }

    private static void put(Kind kind, Range range, ByteBuilder out, ByteBuilder numbers) {
        if (range.isEmpty()) {
            out.append(0);
            return;
        }
        SqlType element = RangeTypes.element(kind);
        out.append(1);
        if (range.lower() == null) {
            out.append(0);
        } else {
            out.append(1);
            value(element, range.lower(), out, numbers);
            out.append(range.lowerInclusive() ? 0 : 1);
        }
        if (range.upper() == null) {
            out.append(2);
        } else {
            out.append(1);
            value(element, range.upper(), out, numbers);
            out.append(range.upperInclusive() ? 1 : 0);
        }
    }

    private static void value(SqlType element, byte[] value, ByteBuilder out, ByteBuilder numbers) {
        if (element.layout() == SqlType.Layout.WORD) {
            out.appendBigEndian(ByteBuffer.wrap(value).getLong() ^ Long.MIN_VALUE);
            return;
        }
        KeyEncoder.encode(value, 0, value.length, element, out);
        numbers.append(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array(), 0, Integer.BYTES);
        numbers.append(value, 0, value.length);
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    public static Range read(Kind kind, byte[] data, int start, int end) {
        return new Reader(kind, data, start, end).range();
    }

    public static Range read(Kind kind, byte[] data) {
        return read(kind, data, 0, data.length);
    }

    public static List<Range> readAll(Kind kind, byte[] data, int start, int end) {
        Reader reader = new Reader(kind, data, start, end);
        List<Range> ranges = new ArrayList<>();
        for (Range range = reader.range(); !range.isEmpty(); range = reader.range()) {
            ranges.add(range);
        }
        return ranges;
    }

    public static List<Range> readAll(Kind kind, byte[] data) {
        return readAll(kind, data, 0, data.length);
    }

    /** Reads ranges one after the other. */
    private static final class Reader {

        private final SqlType element;
        private final byte[] data;
        private int at;
        private int number;

        Reader(Kind kind, byte[] data, int start, int end) {
            this.data = data;
            element = RangeTypes.element(kind);
            at = start;
            number = keyEnd(kind, data, start, end);
        }

        Range range() {
            if (data[at++] == 0) {
                return Range.EMPTY;
            }
            byte[] lower = data[at++] == 0 ? null : value();
            boolean isLowerIn = lower != null && data[at++] == 0;
            byte[] upper = data[at++] == 2 ? null : value();
            boolean isUpperIn = upper != null && data[at++] == 1;
            return new Range(lower, isLowerIn, upper, isUpperIn, false);
        }

        private byte[] value() {
            if (element.layout() == SqlType.Layout.WORD) {
                long word = ByteBuffer.wrap(data).getLong(at) ^ Long.MIN_VALUE;
                at += Long.BYTES;
                return ByteBuffer.allocate(Long.BYTES).putLong(word).array();
            }
            int length = ByteBuffer.wrap(data).getInt(number);
            byte[] value = Arrays.copyOfRange(data, number + Integer.BYTES, number + Integer.BYTES + length);
            number += Integer.BYTES + length;
            ByteBuilder key = new ByteBuilder();
            KeyEncoder.encode(value, 0, value.length, element, key);
            at += key.size();
            return value;
        }
    }

    /** The same value with numbers of which the equal ones are equal bytes. */
    static byte[] normalise(Kind kind, byte[] data, int start, int end) {
        return RangeTypes.isMultirange(kind)
                ? encode(kind, readAll(kind, data, start, end).stream().map(RangeForm::normalise).toList())
                : encode(kind, normalise(read(kind, data, start, end)));
    }

    private static Range normalise(Range range) {
        return range.isEmpty()
                ? range
                : new Range(
                        normalise(range.lower()), range.lowerInclusive(), normalise(range.upper()),
                        range.upperInclusive(), false);
    }

    private static byte[] normalise(byte[] number) {
        return number == null ? null : Numeric.normalise(number, 0, number.length);
    }

    static String format(Kind kind, byte[] data, int start, int end, ZoneId zone, boolean isShown) {
        return RangeTypes.isMultirange(kind)
                ? RangeText.format(kind, readAll(kind, data, start, end), zone, isShown)
                : RangeText.format(kind, read(kind, data, start, end), zone, isShown);
    }

    static byte[] parse(Kind kind, String text, ZoneId zone) {
        return RangeTypes.isMultirange(kind)
                ? encode(kind, RangeText.parseAll(kind, text, zone))
                : encode(kind, RangeText.parse(kind, text, zone));
    }
}
