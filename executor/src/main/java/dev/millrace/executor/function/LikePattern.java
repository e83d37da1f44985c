package dev.millrace.executor.function;

import java.util.Arrays;

import dev.millrace.executor.plan.SqlException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A pattern of LIKE: {@code %} any characters, {@code _} one, {@code \} takes the next one as it is. Matches UTF-8
 * bytes.
 */
final class LikePattern {

    private static final byte ANY = 1;
    private static final byte ONE = 2;
    /** An escape character at the end: wrong, but only once the match gets there. */
    private static final byte DANGLING_ESCAPE = 3;

    /** What each position of {@link #bytes} is: 0 a byte that must be equal, {@link #ANY}, or {@link #ONE}. */
    private final byte[] kinds;
    private final byte[] bytes;
    /** How many leading positions are plain bytes, and whether only one ANY follows, or nothing. */
    private final int prefix;
    private final boolean isPrefix;
    private final boolean isExact;
    /** For {@code %part%}, otherwise null. */
    private final Text part;

    private LikePattern(byte[] kinds, byte[] bytes) {
        this.kinds = kinds;
        this.bytes = bytes;
        int plain = 0;
        while (plain < kinds.length && kinds[plain] == 0) {
            plain++;
        }
        prefix = plain;
        isExact = plain == kinds.length;
        isPrefix = plain == kinds.length - 1 && kinds[plain] == ANY;
        part = partBetweenAny(kinds, bytes);
    }

    private static Text partBetweenAny(byte[] kinds, byte[] bytes) {
        int last = kinds.length - 1;
        if (last < 2 || kinds[0] != ANY || kinds[last] != ANY) {
            return null;
        }
        for (int i = 1; i < last; i++) {
            if (kinds[i] != 0) {
                return null;
            }
        }
        return new Text(bytes, 1, last);
    }

    static LikePattern compile(String pattern) {
        byte[] source = pattern.getBytes(UTF_8);
        byte[] kinds = new byte[source.length];
        byte[] bytes = new byte[source.length];
        int length = 0;
        for (int i = 0; i < source.length; i++) {
            byte b = source[i];
            if (b == '%') {
                if (length == 0 || kinds[length - 1] != ANY) {
                    kinds[length++] = ANY;
                }
            } else if (b == '_') {
                kinds[length++] = ONE;
            } else {
                if (b == '\\') {
                    if (++i == source.length) {
                        kinds[length++] = DANGLING_ESCAPE;
                        break;
                    }
                    b = source[i];
                }
                bytes[length++] = b;
            }
        }
        return new LikePattern(Arrays.copyOf(kinds, length), Arrays.copyOf(bytes, length));
    }

    boolean matches(Text text) {
        if (prefix > 0 || isExact) {
            int end = text.start() + Math.min(prefix, text.length());
            if (text.length() < prefix || !Arrays.equals(text.data(), text.start(), end, bytes, 0, prefix)) {
                return false;
            }
            if (isExact || isPrefix) {
                return isPrefix || text.length() == prefix;
            }
        }
        return part != null ? text.indexOf(part, 0) >= 0 : matches(text, prefix);
    }

    /** Greedy with one point to go back to: the last ANY, which then takes one more byte. */
    private boolean matches(Text text, int from) {
        int at = from;
        int pattern = from;
        int afterAny = -1;
        int anyFrom = 0;
        while (at < text.length()) {
            if (pattern < kinds.length && kinds[pattern] == ANY) {
                afterAny = ++pattern;
                anyFrom = at;
            } else if (pattern < kinds.length && kinds[pattern] == ONE) {
                at = nextCharacter(text, at);
                pattern++;
            } else if (pattern < kinds.length && kinds[pattern] == DANGLING_ESCAPE) {
                throw new SqlException("22025", "LIKE pattern must not end with escape character");
            } else if (pattern < kinds.length && bytes[pattern] == text.byteAt(at)) {
                at++;
                pattern++;
            } else if (afterAny >= 0) {
                anyFrom = nextCharacter(text, anyFrom);
                at = anyFrom;
                pattern = afterAny;
            } else {
                return false;
            }
        }
        while (pattern < kinds.length && kinds[pattern] == ANY) {
            pattern++;
        }
        return pattern == kinds.length;
    }

    private static int nextCharacter(Text text, int at) {
        int next = at + 1;
        while (next < text.length() && (text.byteAt(next) & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }
}
