package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.math.RoundingMode;

import dev.millrace.executor.data.Money;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.DOUBLE;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.MONEY;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.REAL;
import static dev.millrace.executor.plan.SqlType.Kind.SMALLINT;

/** Amounts of money: arithmetic, conversions, and words. A word is a number of cents. */
final class MoneyFunctions {

    /** Behind the largest whole number of 64 bits. */
    private static final double LIMIT = 0x1p63;

    private static final String[] SMALL = {
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"
    };
    private static final String[] TENS =
            {"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
    private static final String[] THOUSANDS = {" quadrillion ", " trillion ", " billion ", " million ", " thousand "};

    private MoneyFunctions() {}

    private static SqlException bigintOutOfRange() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
    }

    private static SqlException outOfRange() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "money out of range");
    }

    // ---- arithmetic -------------------------------------------------------------------------------------------------

    @SqlFunction(name = "+", description = "The sum of two amounts.", example = "money '1.25' + money '2' = '$3.25'")
    @As(MONEY)
    static long sum(@As(MONEY) long left, @As(MONEY) long right) {
        long sum = left + right;
        if (((left ^ sum) & (right ^ sum)) < 0) {
            throw outOfRange();
        }
        return sum;
    }

    @SqlFunction(name = "-", description = "The difference of two amounts.")
    @As(MONEY)
    static long difference(@As(MONEY) long left, @As(MONEY) long right) {
        long difference = left - right;
        if (((left ^ right) & (left ^ difference)) < 0) {
            throw outOfRange();
        }
        return difference;
    }

    @SqlFunction(name = "*", kinds = {SMALLINT, INTEGER, BIGINT}, description = "An amount, several times.")
    @As(MONEY)
    static long product(@As(MONEY) long amount, @Each long times) {
        long product = amount * times;
        if (Math.multiplyHigh(amount, times) != product >> Long.SIZE - 1) {
            throw outOfRange();
        }
        return product;
    }

    @SqlFunction(name = "*", kinds = {SMALLINT, INTEGER, BIGINT}, description = "An amount, several times.")
    @As(MONEY)
    static long multiple(@Each long times, @As(MONEY) long amount) {
        return product(amount, times);
    }

    @SqlFunction(name = "*", kinds = {REAL, DOUBLE}, description = "An amount, multiplied.")
    @As(MONEY)
    static long scaled(@As(MONEY) long amount, @Each double factor) {
        return rounded(amount * factor);
    }

    @SqlFunction(name = "*", kinds = {REAL, DOUBLE}, description = "An amount, multiplied.")
    @As(MONEY)
    static long scaledBy(@Each double factor, @As(MONEY) long amount) {
        return rounded(factor * amount);
    }

    private static long rounded(double cents) {
        double rounded = Math.rint(cents);
        if (!(rounded >= -LIMIT && rounded < LIMIT)) {
            throw outOfRange();
        }
        return (long) rounded;
    }

    @SqlFunction(name = "/", kinds = {SMALLINT, INTEGER, BIGINT},
            description = "A part of an amount; what is less than a cent is cut off.",
            example = "money '878.08' / 11 = '$79.82'")
    @As(MONEY)
    static long part(@As(MONEY) long amount, @Each long divisor) {
        if (divisor == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        if (divisor == -1 && amount == Long.MIN_VALUE) {
            throw outOfRange();
        }
        return amount / divisor;
    }

    @SqlFunction(name = "/", kinds = {REAL, DOUBLE}, description = "A part of an amount, rounded to cents.")
    @As(MONEY)
    static long roundedPart(@As(MONEY) long amount, @Each double divisor) {
        if (divisor == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return rounded(amount / divisor);
    }

    @SqlFunction(name = "/", description = "How many times one amount is the other.",
            example = "money '5' / money '2' = 2.5")
    static double ratio(@As(MONEY) long amount, @As(MONEY) long other) {
        if (other == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return (double) amount / other;
    }

    @SqlFunction(name = "cashlarger", description = "The larger of two amounts.")
    @As(MONEY)
    static long larger(@As(MONEY) long left, @As(MONEY) long right) {
        return Math.max(left, right);
    }

    @SqlFunction(name = "cashsmaller", description = "The smaller of two amounts.")
    @As(MONEY)
    static long smaller(@As(MONEY) long left, @As(MONEY) long right) {
        return Math.min(left, right);
    }

    // ---- conversions ------------------------------------------------------------------------------------------------

    @SqlCast(from = {INTEGER, BIGINT}, to = MONEY)
    static long ofUnits(long units) {
        long cents = units * Money.CENTS;
        if (Math.multiplyHigh(units, Money.CENTS) != cents >> Long.SIZE - 1) {
            throw bigintOutOfRange();
        }
        return cents;
    }

    @SqlCast(from = NUMERIC, to = MONEY)
    static long ofNumber(Numeric number) {
        if (!number.isFinite()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot convert " + (number.isNaN() ? "NaN" : "infinity") + " to bigint");
        }
        try {
            return number.decimal().movePointRight(Money.SCALE).setScale(0, RoundingMode.HALF_UP).longValueExact();
        } catch (ArithmeticException e) {
            throw bigintOutOfRange();
        }
    }

    @SqlCast(from = MONEY, to = NUMERIC)
    static Numeric number(long cents) {
        return Numeric.of(BigDecimal.valueOf(cents, Money.SCALE));
    }

    // ---- words ------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "cash_words", description = "An amount in words.",
            example = "cash_words('1.23') = 'One dollar and twenty three cents'")
    static String words(@As(MONEY) long cents) {
        StringBuilder out = new StringBuilder(cents < 0 ? "minus " : "");
        int signs = out.length();
        long amount = Math.abs(cents);
        long units = Long.divideUnsigned(amount, Money.CENTS);
        long part = 1_000_000_000_000_000L;
        for (String name : THOUSANDS) {
            int group = (int) (units / part % 1000);
            out.append(group == 0 ? "" : words(group) + name);
            part /= 1000;
        }
        int rest = (int) (units % 1000);
        out.append(rest == 0 ? "" : words(rest)).append(out.length() == signs && rest == 0 ? SMALL[0] : "");
        int small = (int) Long.remainderUnsigned(amount, Money.CENTS);
        out.append(units == 1 ? " dollar and " : " dollars and ").append(words(small))
                .append(small == 1 ? " cent" : " cents");
        out.setCharAt(0, Character.toUpperCase(out.charAt(0)));
        return out.toString();
    }

    /** A number below a thousand, with "and" where PostgreSQL has one. */
    private static String words(int number) {
        if (number < SMALL.length) {
            return SMALL[number];
        }
        int rest = number % 100;
        String hundreds = number < 100 ? "" : SMALL[number / 100] + " hundred";
        if (rest == 0) {
            return hundreds;
        }
        boolean isEven = rest % 10 == 0 && rest > 10;
        String end = isEven ? TENS[rest / 10]
                : rest < 20 ? SMALL[rest] : TENS[rest / 10] + " " + SMALL[rest % 10];
        String link = hundreds.isEmpty() ? "" : rest < 20 && !isEven ? " and " : " ";
        return hundreds + link + end;
    }
}
