package dev.millrace.executor.function;

import java.util.Arrays;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Bytes and their bits, found, changed, counted; from 1 where text counts its characters, and from 0 by number. */
final class ByteFunctions {

    private ByteFunctions() {}

    // ---- as text has them -------------------------------------------------------------------------------------------

    @SqlFunction(name = "bit_length", description = "How many bits.")
    static int bitLength(byte[] bytes) {
        return Math.multiplyExact(bytes.length, 8);
    }

    @SqlFunction(name = "overlay", description = "Bytes from a position on replaced by as many others.")
    static byte[] overlay(byte[] bytes, byte[] replacement, int from) {
        return overlay(bytes, replacement, from, replacement.length);
    }

    @SqlFunction(
            name = "overlay",
            description = "A number of bytes from a position on replaced.",
            example = "overlay('\\x1234567890'::bytea placing '\\002\\003'::bytea from 2 for 3) = '\\x12020390'")
    static byte[] overlay(byte[] bytes, byte[] replacement, int from, int count) {
        if (from <= 0) {
            throw new SqlException(SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        byte[] head = BinaryFunctions.substring(bytes, 1, from - 1);
        byte[] tail = BinaryFunctions.substring(bytes, OutOfRange.toInt((long) from + count));
        return BinaryFunctions.concatenate(BinaryFunctions.concatenate(head, replacement), tail);
    }

    @SqlFunction(
            name = "position",
            description = "Where a part first occurs in the bytes; 0 when it does not.",
            example = "position('\\x5678'::bytea in '\\x1234567890'::bytea) = 3")
    static int position(byte[] bytes, byte[] part) {
        return new Text(bytes, 0, bytes.length).indexOf(new Text(part, 0, part.length), 0) + 1;
    }

    @SqlFunction(name = "btrim", description = "Without any of some bytes at both ends.")
    static byte[] trim(byte[] bytes, byte[] set) {
        return trimEnd(trimStart(bytes, set), set);
    }

    @SqlFunction(name = "ltrim", description = "Without any of some bytes at the start.")
    static byte[] trimStart(byte[] bytes, byte[] set) {
        int from = 0;
        while (from < bytes.length && has(set, bytes[from])) {
            from++;
        }
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    @SqlFunction(name = "rtrim", description = "Without any of some bytes at the end.")
    static byte[] trimEnd(byte[] bytes, byte[] set) {
        int end = bytes.length;
        while (end > 0 && has(set, bytes[end - 1])) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    private static boolean has(byte[] set, byte wanted) {
        for (byte member : set) {
            if (member == wanted) {
                return true;
            }
        }
        return false;
    }

    // ---- by number --------------------------------------------------------------------------------------------------

    @SqlFunction(name = "set_byte", description = "With another byte at a place, from 0.",
            example = "set_byte('\\x1234567890'::bytea, 4, 64) = '\\x1234567840'")
    static byte[] setByte(byte[] bytes, int index, int value) {
        checkIndex(index, bytes.length);
        byte[] changed = bytes.clone();
        changed[index] = (byte) value;
        return changed;
    }

    @SqlFunction(name = "get_bit", description = "A bit, from 0; the first byte's lowest one comes first.",
            example = "get_bit('\\x1234567890'::bytea, 30) = 1")
    static int getBit(byte[] bytes, long index) {
        checkIndex(index, bytes.length * 8L);
        return bytes[(int) (index >> 3)] >> (int) (index & 7) & 1;
    }

    @SqlFunction(name = "set_bit", description = "With another bit at a place, from 0.",
            example = "set_bit('\\x1234567890'::bytea, 30, 0) = '\\x1234563890'")
    static byte[] setBit(byte[] bytes, long index, int value) {
        checkIndex(index, bytes.length * 8L);
        if (value != 0 && value != 1) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
        }
        byte[] changed = bytes.clone();
        int bit = 1 << (int) (index & 7);
        int at = (int) (index >> 3);
        changed[at] = (byte) (value == 1 ? changed[at] | bit : changed[at] & ~bit);
        return changed;
    }

    private static void checkIndex(long index, long size) {
        if (index < 0 || index >= size) {
            throw new SqlException("2202E", "index " + index + " out of valid range, 0.." + (size - 1));
        }
    }

    @SqlFunction(name = "bit_count", description = "How many bits are set.",
            example = "bit_count('\\x1234567890'::bytea) = 15")
    static long bitCount(byte[] bytes) {
        long count = 0;
        for (byte b : bytes) {
            count += Integer.bitCount(b & 0xFF);
        }
        return count;
    }

    // ---- encodings --------------------------------------------------------------------------------------------------

    @SqlFunction(name = "length", description = "How many characters bytes are in an encoding.")
    static int length(byte[] bytes, String encoding) {
        return Text.of(Encodings.decode(bytes, encoding)).characters();
    }

    @SqlFunction(name = "convert_to", description = "The bytes of a text in an encoding.",
            example = "convert_to('some_text', 'UTF8') = '\\x736f6d655f74657874'")
    static byte[] convertTo(String text, String encoding) {
        return Encodings.encode(text, encoding);
    }

    @SqlFunction(name = "convert_from", description = "The text that bytes hold in an encoding.",
            example = "convert_from('text_in_utf8', 'UTF8') = 'text_in_utf8'")
    static String convertFrom(byte[] bytes, String encoding) {
        return Encodings.decode(bytes, encoding);
    }

    @SqlFunction(name = "convert", description = "The bytes of a text in one encoding, from those in another.",
            example = "convert('text_in_utf8', 'UTF8', 'LATIN1') = '\\x746578745f696e5f75746638'")
    static byte[] convert(byte[] bytes, String from, String to) {
        return Encodings.encode(Encodings.decode(bytes, from), to);
    }
}
