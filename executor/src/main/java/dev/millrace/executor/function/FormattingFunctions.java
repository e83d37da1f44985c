package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.time.ZoneId;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;

/** {@code to_char} and its inverses. */
final class FormattingFunctions {

    private static final Text NOTHING = new Text();

    private FormattingFunctions() {}

    @SqlFunction(
            name = "to_char",
            description = "A timestamp by a template.",
            example = "to_char(timestamp '2020-01-02 03:04:05', 'YYYY-MM-DD HH24:MI') = '2020-01-02 03:04'")
    static Text timestamp(@As(TIMESTAMP) long timestamp, DateTimeTemplate template) {
        return Civil.isInfinite(timestamp) ? NOTHING : template.format(timestamp);
    }

    @SqlFunction(
            name = "to_char",
            description = "An instant in the session's time zone by a template.",
            volatility = Volatility.STABLE)
    static String instant(@As(TIMESTAMPTZ) long instant, DateTimeTemplate template, ZoneId zone) {
        if (Civil.isInfinite(instant)) {
            return "";
        }
        DateTimeParts parts = DateTimeParts.of(Civil.toLocal(instant, zone));
        return template.format(parts.inZone(zone, instant));
    }

    @SqlFunction(name = "to_char", description = "An interval by a template.")
    static String interval(Interval interval, DateTimeTemplate template) {
        return template.format(DateTimeParts.of(interval));
    }

    @SqlFunction(
            name = "to_date",
            description = "A date read by a template.",
            example = "to_date('05 Dec 2000', 'DD Mon YYYY') = date '2000-12-05'")
    @As(DATE)
    static long toDate(String text, DateTimeTemplate template) {
        return Math.floorDiv(template.parse(text), Civil.MICROS_PER_DAY);
    }

    @SqlFunction(
            name = "to_timestamp",
            description = "An instant read by a template, in the session's time zone.",
            volatility = Volatility.STABLE)
    @As(TIMESTAMPTZ)
    static long toTimestamp(String text, DateTimeTemplate template, ZoneId zone) {
        return template.parseInstant(text, zone);
    }

    @SqlFunction(name = "to_timestamp", description = "The instant some seconds after 1970-01-01 00:00 UTC.")
    @As(TIMESTAMPTZ)
    static long toTimestamp(double seconds) {
        if (Double.isInfinite(seconds)) {
            return seconds > 0 ? Civil.INFINITY : Civil.NEGATIVE_INFINITY;
        }
        if (Double.isNaN(seconds)) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp cannot be NaN");
        }
        double micros = Math.rint(seconds * Interval.MICROS_PER_SECOND);
        if (!(Math.abs(micros) < 0x1p63)) {
            throw new SqlException(
                    SqlState.DATETIME_FIELD_OVERFLOW,
                    "timestamp out of range: \"" + dev.millrace.executor.data.NumberText.format(seconds) + "\"");
        }
        return Civil.checkTimestamp((long) micros);
    }

    @SqlFunction(
            name = "to_char",
            description = "A number by a template.",
            example = "to_char(1234.5, 'FM9,999.00') = '1,234.50'")
    static String number(Numeric value, NumberTemplate template) {
        return template.format(value);
    }

    @SqlFunction(name = "to_char", description = "A number by a template.")
    static String number(int value, NumberTemplate template) {
        return template.format(Numeric.of(value));
    }

    @SqlFunction(name = "to_char", description = "A number by a template.")
    static String number(long value, NumberTemplate template) {
        return template.format(Numeric.of(value));
    }

    @SqlFunction(name = "to_char", description = "A number by a template.")
    static String number(float value, NumberTemplate template) {
        return template.format(value, 6);
    }

    @SqlFunction(name = "to_char", description = "A number by a template.")
    static String number(double value, NumberTemplate template) {
        return template.format(value, 15);
    }

    @SqlFunction(
            name = "to_number",
            description = "A number read by a template.",
            example = "to_number('12,454.8-', '99G999D9S') = -12454.8")
    static Numeric toNumber(String text, NumberTemplate template) {
        BigDecimal value = template.parse(text);
        return value == null ? null : Numeric.of(value);
    }
}
