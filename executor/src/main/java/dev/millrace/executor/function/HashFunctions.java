package dev.millrace.executor.function;

import java.nio.charset.StandardCharsets;

/** PostgreSQL's hashes of values, to the last bit: by them it spreads rows over hash partitions. */
final class HashFunctions {

    /** What all three words of the state begin with, but for the length: the golden ratio, and PostgreSQL's own. */
    private static final int BEGIN = 0x9e3779b9 + 3923095;

    private static final int BLOCK = 12;

    private HashFunctions() {}

    /** The three words of Bob Jenkins' lookup3. */
    private static final class State {
        private int a;
        private int b;
        private int c;

        private State(int length, long seed) {
            a = BEGIN + length;
            b = a;
            c = a;
            if (seed != 0) {
                a += (int) (seed >>> 32);
                b += (int) seed;
                mix();
            }
        }

        private void mix() {
            a -= c;
            a ^= Integer.rotateLeft(c, 4);
            c += b;
            b -= a;
            b ^= Integer.rotateLeft(a, 6);
            a += c;
            c -= b;
            c ^= Integer.rotateLeft(b, 8);
            b += a;
            a -= c;
            a ^= Integer.rotateLeft(c, 16);
            c += b;
            b -= a;
            b ^= Integer.rotateLeft(a, 19);
            a += c;
            c -= b;
            c ^= Integer.rotateLeft(b, 4);
            b += a;
        }

        private State end() {
            c ^= b;
            c -= Integer.rotateLeft(b, 14);
            a ^= c;
            a -= Integer.rotateLeft(c, 11);
            b ^= a;
            b -= Integer.rotateLeft(a, 25);
            c ^= b;
            c -= Integer.rotateLeft(b, 16);
            a ^= c;
            a -= Integer.rotateLeft(c, 4);
            b ^= a;
            b -= Integer.rotateLeft(a, 14);
            c ^= b;
            c -= Integer.rotateLeft(b, 24);
            return this;
        }

        private long extended() {
            return (long) b << 32 | c & 0xffff_ffffL;
        }
    }

    private static State ofWord(int word, long seed) {
        State state = new State(Integer.BYTES, seed);
        state.a += word;
        return state.end();
    }

    private static int folded(long value) {
        int high = (int) (value >>> 32);
        return (int) value ^ (value >= 0 ? high : ~high);
    }

    private static State ofBytes(byte[] bytes, long seed) {
        State state = new State(bytes.length, seed);
        int at = 0;
        for (; bytes.length - at >= BLOCK; at += BLOCK) {
            state.a += word(bytes, at, 0);
            state.b += word(bytes, at + 4, 0);
            state.c += word(bytes, at + 8, 0);
            state.mix();
        }
        state.a += word(bytes, at, 0);
        state.b += word(bytes, at + 4, 0);
        // The first byte of this word is left to the length.
        state.c += word(bytes, at + 8, 1);
        return state.end();
    }

    static int ofBytes(byte[] bytes) {
        return ofBytes(bytes, 0).c;
    }

    static long ofBytesExtended(byte[] bytes, long seed) {
        return ofBytes(bytes, seed).extended();
    }

    /** Four bytes, the last one highest, those behind the end zero. @param first which of them the first one is */
    private static int word(byte[] bytes, int at, int first) {
        int word = 0;
        for (int i = first; i < Integer.BYTES && at + i - first < bytes.length; i++) {
            word |= (bytes[at + i - first] & 0xff) << 8 * i;
        }
        return word;
    }

    @SqlFunction(name = "hashint4", description = "PostgreSQL's hash of an integer.")
    static int ofInteger(int value) {
        return ofWord(value, 0).c;
    }

    @SqlFunction(name = "hashint8", description = "PostgreSQL's hash of a bigint.")
    static int ofLong(long value) {
        return ofWord(folded(value), 0).c;
    }

    @SqlFunction(name = "hashtext", description = "PostgreSQL's hash of a text.")
    static int ofText(String value) {
        return ofBytes(value.getBytes(StandardCharsets.UTF_8), 0).c;
    }

    @SqlFunction(name = "hashint4extended", description = "PostgreSQL's 64-bit hash of an integer, with a seed.")
    static long ofInteger(int value, long seed) {
        return ofWord(value, seed).extended();
    }

    @SqlFunction(name = "hashint8extended", description = "PostgreSQL's 64-bit hash of a bigint, with a seed.")
    static long ofLong(long value, long seed) {
        return ofWord(folded(value), seed).extended();
    }

    @SqlFunction(name = "hashtextextended", description = "PostgreSQL's 64-bit hash of a text, with a seed.")
    static long ofText(String value, long seed) {
        return ofBytes(value.getBytes(StandardCharsets.UTF_8), seed).extended();
    }

    @SqlFunction(
            name = "hash combine",
            strict = false,
            description = "A hash of several values: that of the first ones, with one more; NULL changes nothing.")
    static Long combined(Long before, Long next) {
        return before == null || next == null
                ? before
                : (Long) (before ^ next + 0x49a0f4dd15e5a8e3L + (before << 54) + (before >>> 7));
    }

    @SqlFunction(name = "hash remainder", description = "What is left of a hash, without sign, by a modulus.")
    static long remainder(long hash, long modulus) {
        if (modulus == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return Long.remainderUnsigned(hash, modulus);
    }
}
