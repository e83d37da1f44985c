package dev.millrace.executor.connector.format;

/** Finds the ends of JSON's scalars in bytes, strictly after JSON's grammar. */
final class JsonScan {

    /** What a scan answers when it met something that it does not handle, or that is wrong. */
    static final int SURPRISE = -1;

    private static final long BACKSLASHES = 0x5C * Utf8.ONES;
    private static final long TWOS = 0x02 * Utf8.ONES;
    private static final long QUOTE_AND_BELOW = 0x21 * Utf8.ONES;

    /** Bits of everything passed over, to see afterwards whether any byte was not ASCII. */
    private long seen;

    void startRecord() {
        seen = 0;
    }

    /** Whether the strings of the record so far held only ASCII; it may also be false when they did. */
    boolean sawOnlyAscii() {
        return (seen & Utf8.HIGH_BITS) == 0;
    }

    /** The closing quote of a string whose text begins at a place, which is to hold no escapes. */
    int closingQuote(byte[] data, int from, int end) {
        int at = from;
        long passed = seen;
        for (; at + 8 <= end; at += 8) {
            long word = (long) Utf8.LONG.get(data, at);
            passed |= word;
            // With its second bit turned around a quote is 0x20 and a blank is not: what is below 0x21 then is a quote
            // or a control character. Subtracting borrows into the high bit of such a byte, and of a zero.
            long hits = ((word ^ TWOS) - QUOTE_AND_BELOW | (word ^ BACKSLASHES) - Utf8.ONES) & ~word & Utf8.HIGH_BITS;
            if (hits != 0) {
                // Only the lowest hit is sure to be one; those above may come from a borrow.
                at += Long.numberOfTrailingZeros(hits) >> 3;
                seen = passed;
                return data[at] == '"' ? at : SURPRISE;
            }
        }
        seen = passed;
        for (; at < end; at++) {
            byte next = data[at];
            if (next == '"') {
                return at;
            }
            if (next == '\\' || next >= 0 && next < 0x20) {
                return SURPRISE;
            }
            seen |= next;
        }
        return SURPRISE;
    }

    /** The end of a number. */
    static int endOfNumber(byte[] data, int from, int end) {
        int at = from < end && data[from] == '-' ? from + 1 : from;
        int digits = endOfDigits(data, at, end);
        if (digits == at || data[at] == '0' && digits > at + 1) {
            return SURPRISE;
        }
        at = digits;
        if (at < end && data[at] == '.') {
            digits = endOfDigits(data, at + 1, end);
            if (digits == at + 1) {
                return SURPRISE;
            }
            at = digits;
        }
        if (at < end && (data[at] == 'e' || data[at] == 'E')) {
            int exponent = at + 1 < end && (data[at + 1] == '-' || data[at + 1] == '+') ? at + 2 : at + 1;
            digits = endOfDigits(data, exponent, end);
            return digits == exponent ? SURPRISE : digits;
        }
        return at;
    }

    private static int endOfDigits(byte[] data, int from, int end) {
        int at = from;
        while (at < end && data[at] >= '0' && data[at] <= '9') {
            at++;
        }
        return at;
    }

    /** The end of {@code null}, {@code true} or {@code false}. */
    static int endOfWord(byte[] data, int from, int end) {
        return switch (data[from]) {
            case 'n' -> isNext(data, from, end, 'u', 'l', 'l') ? from + 4 : SURPRISE;
            case 't' -> isNext(data, from, end, 'r', 'u', 'e') ? from + 4 : SURPRISE;
            case 'f' ->
                from + 4 < end && data[from + 4] == 'e' && isNext(data, from, end, 'a', 'l', 's') ? from + 5 : SURPRISE;
            default -> SURPRISE;
        };
    }

    private static boolean isNext(byte[] data, int from, int end, int first, int second, int third) {
        return from + 3 < end && data[from + 1] == first && data[from + 2] == second && data[from + 3] == third;
    }

    /** The end, after the closing quote, of a string that is known to be good and begins with its quote at a place. */
    static int endOfValidString(byte[] data, int from) {
        int at = from + 1;
        while (data[at] != '"') {
            at += data[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
