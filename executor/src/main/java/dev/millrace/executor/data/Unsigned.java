package dev.millrace.executor.data;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Whole numbers of 64 bits without a sign: positions of a log ({@code pg_lsn}) and numbers of transactions ({@code
 * xid8}). Their word is the number with its highest bit turned, so that words are ordered as the numbers are.
 */
public final class Unsigned {

    private static final Pattern POSITION = Pattern.compile("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}");
    private static final int HALF = 32;
    private static final long LOW = 0xffff_ffffL;

    private Unsigned() {}

    /** The word of a number, and the number of a word. */
    public static long turned(long value) {
        return value ^ Long.MIN_VALUE;
    }

    public static BigInteger value(long word) {
        return new BigInteger(Long.toUnsignedString(turned(word)));
    }

    /** As C's strtoull does: what is no digit ends the number, which may be octal or hexadecimal. */
    public static long parse(String text) {
        String number = text.strip();
        boolean isNegative = number.startsWith("-");
        String digits = isNegative || number.startsWith("+") ? number.substring(1) : number;
        int radix = digits.regionMatches(true, 0, "0x", 0, 2) ? 16 : digits.startsWith("0") ? 8 : 10;
        int at = radix == 16 ? 2 : 0;
        BigInteger value = BigInteger.ZERO;
        for (; at < digits.length() && Character.digit(digits.charAt(at), radix) >= 0; at++) {
            value = value.multiply(BigInteger.valueOf(radix))
                    .add(BigInteger.valueOf(Character.digit(digits.charAt(at), radix)));
        }
        if (value.bitLength() > Long.SIZE) {
            return turned(-1);
        }
        return turned(isNegative ? -value.longValue() : value.longValue());
    }

    public static String format(long word) {
        return Long.toUnsignedString(turned(word));
    }

    public static long parsePosition(String text) {
        if (!POSITION.matcher(text).matches()) {
            throw new SqlException(
                    SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type pg_lsn: \"" + text + "\"");
        }
        int slash = text.indexOf('/');
        return turned(Long.parseLong(text.substring(0, slash), 16) << HALF
                | Long.parseLong(text.substring(slash + 1), 16));
    }

    public static String formatPosition(long word) {
        long value = turned(word);
        return (Long.toHexString(value >>> HALF) + "/" + Long.toHexString(value & LOW)).toUpperCase(Locale.ROOT);
    }
}
