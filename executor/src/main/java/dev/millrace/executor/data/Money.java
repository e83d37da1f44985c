package dev.millrace.executor.data;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** Amounts of the type {@code money}, in cents, as PostgreSQL writes them where {@code lc_monetary} is C. */
public final class Money {

    public static final int SCALE = 2;
    public static final long CENTS = 100;

    private static final int GROUP = 3;

    private Money() {}

    /** {@code -$1,234.56}. */
    public static String format(long cents) {
        String digits = Long.toUnsignedString(Math.abs(cents));
        digits = "0".repeat(Math.max(SCALE + 1 - digits.length(), 0)) + digits;
        StringBuilder out = new StringBuilder(digits).insert(digits.length() - SCALE, '.');
        for (int at = digits.length() - SCALE - GROUP; at > 0; at -= GROUP) {
            out.insert(at, ',');
        }
        return (cents < 0 ? "-$" : "$") + out;
    }

    /** @throws SqlException 22P02 for what is no amount, 22003 for one that is too large */
    public static long parse(String text) {
        return new Reader(text).read();
    }

    private static final class Reader {
        private final String text;
        private int at;
        private boolean isNegative;

        Reader(String text) {
            this.text = text;
        }

        private boolean takes(char sign) {
            boolean isThere = at < text.length() && text.charAt(at) == sign;
            at += isThere ? 1 : 0;
            return isThere;
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private boolean isDigit() {
            return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
        }

        private long read() {
            skipBlanks();
            takes('$');
            skipBlanks();
            isNegative = takes('-') || takes('(');
            if (!isNegative) {
                takes('+');
            }
            skipBlanks();
            takes('$');
            skipBlanks();
            try {
                long negated = negated();
                readEnd();
                return isNegative ? negated : Math.negateExact(negated);
            } catch (ArithmeticException e) {
                throw new SqlException(
                        SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                        "value \"" + text + "\" is out of range for type money");
            }
        }

        /** The amount below zero, where there is one more than above. */
        private long negated() {
            long value = 0;
            int decimals = 0;
            boolean hasPoint = false;
            for (;; at++) {
                if (isDigit() && (!hasPoint || decimals < SCALE)) {
                    value = Math.subtractExact(Math.multiplyExact(value, 10), text.charAt(at) - '0');
                    decimals += hasPoint ? 1 : 0;
                } else if (at < text.length() && text.charAt(at) == '.' && !hasPoint) {
                    hasPoint = true;
                } else if (at == text.length() || text.charAt(at) != ',') {
                    break;
                }
            }
            if (isDigit() && text.charAt(at) >= '5') {
                value = Math.subtractExact(value, 1);
            }
            for (; decimals < SCALE; decimals++) {
                value = Math.multiplyExact(value, 10);
            }
            return value;
        }

        private void readEnd() {
            while (isDigit()) {
                at++;
            }
            while (at < text.length()) {
                if (takes('-')) {
                    isNegative = true;
                } else if (Character.isWhitespace(text.charAt(at)) || "$+)".indexOf(text.charAt(at)) >= 0) {
                    at++;
                } else {
                    throw NumberText.invalid(SqlType.Kind.MONEY, text);
                }
            }
        }
    }
}
