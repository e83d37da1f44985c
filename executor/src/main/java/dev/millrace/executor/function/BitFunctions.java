package dev.millrace.executor.function;

import dev.millrace.executor.data.BitString;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.BIT;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.VARBIT;

/** Functions of strings of bits, which lie as {@link BitString} says. */
final class BitFunctions {

    private BitFunctions() {}

    @SqlFunction(name = {"length", "bit_length"}, description = "How many bits.", kinds = {BIT, VARBIT},
            example = "length(B'10101') = 5")
    static int length(@Each byte[] bits) {
        return BitString.read(bits).length();
    }

    @SqlFunction(name = "octet_length", description = "How many bytes the bits take.", kinds = {BIT, VARBIT})
    static int bytes(@Each byte[] bits) {
        return (BitString.read(bits).length() + 7) / 8;
    }

    @SqlFunction(name = "bit_count", description = "How many of the bits are set.", kinds = {BIT, VARBIT},
            example = "bit_count(B'10111') = 4")
    static long count(@Each byte[] bits) {
        long count = 0;
        for (byte packed : BitString.read(bits).packed()) {
            count += Integer.bitCount(packed & 0xFF);
        }
        return count;
    }

    // ---- operators --------------------------------------------------------------------------------------------------

    private interface Combination {
        int of(byte left, byte right);
    }

    private static byte[] combined(byte[] left, byte[] right, String name, Combination combination) {
        BitString one = BitString.read(left);
        BitString other = BitString.read(right);
        if (one.length() != other.length()) {
            throw new SqlException("22026", "cannot " + name + " bit strings of different sizes");
        }
        byte[] bits = one.packed();
        byte[] others = other.packed();
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (byte) combination.of(bits[i], others[i]);
        }
        return BitString.ofPacked(bits, one.length()).toBytes();
    }

    @SqlFunction(name = {"&", "bitand"}, description = "Bitwise and.", example = "B'10001' & B'01101' = '00001'")
    @As(BIT)
    static byte[] and(@As(BIT) byte[] left, @As(BIT) byte[] right) {
        return combined(left, right, "AND", (one, other) -> one & other);
    }

    @SqlFunction(name = {"|", "bitor"}, description = "Bitwise or.")
    @As(BIT)
    static byte[] or(@As(BIT) byte[] left, @As(BIT) byte[] right) {
        return combined(left, right, "OR", (one, other) -> one | other);
    }

    @SqlFunction(name = {"#", "bitxor"}, description = "Bitwise exclusive or.")
    @As(BIT)
    static byte[] exclusiveOr(@As(BIT) byte[] left, @As(BIT) byte[] right) {
        return combined(left, right, "XOR", (one, other) -> one ^ other);
    }

    @SqlFunction(name = {"~", "bitnot"}, description = "Every bit the other way.", example = "~ B'10001' = '01110'")
    @As(BIT)
    static byte[] not(@As(BIT) byte[] bits) {
        BitString value = BitString.read(bits);
        byte[] turned = value.packed();
        for (int i = 0; i < turned.length; i++) {
            turned[i] = (byte) ~turned[i];
        }
        return BitString.ofPacked(turned, value.length()).toBytes();
    }

    @SqlFunction(name = {"<<", "bitshiftleft"}, description = "Bits moved to the left; the length stays.",
            example = "B'10001' << 3 = '01000'")
    @As(BIT)
    static byte[] left(@As(BIT) byte[] bits, int places) {
        return BitString.read(bits).shifted(places).toBytes();
    }

    @SqlFunction(name = {">>", "bitshiftright"}, description = "Bits moved to the right; the length stays.",
            example = "B'10001' >> 2 = '00100'")
    @As(BIT)
    static byte[] right(@As(BIT) byte[] bits, int places) {
        return BitString.read(bits).shifted(-(long) places).toBytes();
    }

    @SqlFunction(name = {"||", "bitcat"}, description = "Two strings of bits, one after the other.",
            example = "B'10001' || B'011' = '10001011'")
    @As(VARBIT)
    static byte[] concatenate(@As(VARBIT) byte[] left, @As(VARBIT) byte[] right) {
        return BitString.read(left).concatenate(BitString.read(right)).toBytes();
    }

    // ---- parts ------------------------------------------------------------------------------------------------------

    @SqlFunction(name = {"substring", "substr"}, description = "The bits from a position on.")
    @As(BIT)
    static byte[] substring(@As(BIT) byte[] bits, int from) {
        BitString value = BitString.read(bits);
        return slice(value, from, value.length() + 1L);
    }

    @SqlFunction(name = {"substring", "substr"}, description = "So many bits from a position on.",
            example = "substring(B'110010111111' from 3 for 2) = '00'")
    @As(BIT)
    static byte[] substring(@As(BIT) byte[] bits, int from, int count) {
        if (count < 0) {
            throw negative();
        }
        return slice(BitString.read(bits), from, (long) from + count);
    }

    private static SqlException negative() {
        return new SqlException("22011", "negative substring length not allowed");
    }

    private static byte[] slice(BitString value, long from, long before) {
        int start = (int) Math.max(from, 1);
        int end = (int) Math.min(before, value.length() + 1L);
        return start >= end
                ? BitString.zeros(0).toBytes()
                : value.slice(start - 1, end - 1).toBytes();
    }

    @SqlFunction(name = "position", description = "Where bits first occur in others; 0 where they do not.",
            example = "position(B'010' in B'000001101011') = 8")
    static int position(@As(BIT) byte[] whole, @As(BIT) byte[] part) {
        String all = BitString.read(whole).toString();
        return all.isEmpty() ? 0 : all.indexOf(BitString.read(part).toString()) + 1;
    }

    @SqlFunction(name = "overlay", description = "Bits from a position on replaced by as many others.")
    @As(BIT)
    static byte[] overlay(@As(BIT) byte[] bits, @As(BIT) byte[] placed, int from) {
        return overlay(bits, placed, from, BitString.read(placed).length());
    }

    @SqlFunction(name = "overlay", description = "So many bits from a position on replaced by others.",
            example = "overlay(B'01010101010101010' placing B'11111' from 2 for 3) = '0111110101010101010'")
    @As(BIT)
    static byte[] overlay(@As(BIT) byte[] bits, @As(BIT) byte[] placed, int from, int count) {
        if (from <= 0) {
            throw negative();
        }
        BitString value = BitString.read(bits);
        BitString before = BitString.read(slice(value, 1, from));
        BitString behind = BitString.read(slice(value, (long) from + count, value.length() + 1L));
        return before.concatenate(BitString.read(placed)).concatenate(behind).toBytes();
    }

    @SqlFunction(name = "get_bit", description = "A bit, counted from 0 at the left.",
            example = "get_bit(B'101010101010101010', 6) = 1")
    static int get(@As(BIT) byte[] bits, int number) {
        BitString value = BitString.read(bits);
        requireInside(value, number);
        return value.get(number) ? 1 : 0;
    }

    @SqlFunction(name = "set_bit", description = "The bits with one, counted from 0 at the left, changed.",
            example = "set_bit(B'101010101010101010', 6, 0) = '101010001010101010'")
    @As(BIT)
    static byte[] set(@As(BIT) byte[] bits, int number, int bit) {
        BitString value = BitString.read(bits);
        requireInside(value, number);
        if (bit != 0 && bit != 1) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
        }
        return value.with(number, bit == 1).toBytes();
    }

    private static void requireInside(BitString value, int number) {
        if (number < 0 || number >= value.length()) {
            throw new SqlException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    "bit index " + number + " out of valid range (0.." + (value.length() - 1) + ")");
        }
    }

    // ---- conversions ------------------------------------------------------------------------------------------------

    @SqlCast(from = {BIT, VARBIT}, to = {BIT, VARBIT})
    static byte[] toLength(byte[] bits, Conversion conversion) {
        return BitString.read(bits).as(conversion.to(), !conversion.assignment()).toBytes();
    }

    @SqlCast(from = {INTEGER, BIGINT}, to = BIT)
    static byte[] ofNumber(long number, Conversion conversion) {
        int length = Math.max(conversion.to().precision(), 1);
        BitString bits = BitString.zeros(length);
        for (int i = 0; i < length; i++) {
            if ((number >> Math.min(i, Long.SIZE - 1) & 1) != 0) {
                bits = bits.with(length - 1 - i, true);
            }
        }
        return bits.toBytes();
    }

    @SqlCast(from = BIT, to = {INTEGER, BIGINT})
    static long toNumber(byte[] bits, Conversion conversion) {
        BitString value = BitString.read(bits);
        boolean isInteger = conversion.to().kind() == INTEGER;
        if (value.length() > (isInteger ? Integer.SIZE : Long.SIZE)) {
            throw new SqlException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, (isInteger ? "integer" : "bigint") + " out of range");
        }
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            number = number << 1 | (value.get(i) ? 1 : 0);
        }
        return isInteger ? (int) number : number;
    }
}
