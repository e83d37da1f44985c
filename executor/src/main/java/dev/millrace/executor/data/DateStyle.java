package dev.millrace.executor.data;

import java.util.function.Supplier;

/**
 * How a session writes dates, times and intervals, and in which order it reads the numbers of a date: PostgreSQL's
 * {@code DateStyle} and {@code IntervalStyle}; and how it writes bytes and floats. What runs for no
 * session, a view for example, writes ISO, and bytes in hexadecimal digits.
 *
 * @param floatDigits {@code extra_float_digits}: how many digits more than a float is sure of are written, where
 *     that is none; from 1 on as many as tell it from all others
 * @param escapesBytes whether bytes are written as ASCII where they are, the others as a backslash and octal digits
 */
public record DateStyle(Form form, Order order, IntervalForm interval, boolean escapesBytes, int floatDigits) {

    /** As PostgreSQL comes. */
    public static final DateStyle DEFAULT = new DateStyle(Form.ISO, Order.MDY, IntervalForm.POSTGRES, false, 1);

    /** Bound around everything that a session does on its own thread. */
    public static final ScopedValue<Supplier<DateStyle>> SESSION = ScopedValue.newInstance();

    /** The style of output. */
    public enum Form {
        ISO,
        POSTGRES,
        SQL,
        GERMAN
    }

    /** What the first, second and third number of a date are where nothing else says it. */
    public enum Order {
        MDY,
        DMY,
        YMD
    }

    /** The style of intervals. */
    public enum IntervalForm {
        POSTGRES,
        POSTGRES_VERBOSE,
        SQL_STANDARD,
        ISO_8601
    }

    public static DateStyle current() {
        return SESSION.isBound() ? SESSION.get().get() : DEFAULT;
    }

    /** Whether floats are written shorter than they are. */
    boolean roundsFloats() {
        return floatDigits <= 0;
    }

    /** Whether dates, intervals, bytes or floats are written otherwise than by default. */
    public boolean isSpecial() {
        return form != Form.ISO || interval != IntervalForm.POSTGRES || escapesBytes || roundsFloats();
    }
}
