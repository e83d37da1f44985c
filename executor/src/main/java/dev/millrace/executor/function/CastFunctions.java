package dev.millrace.executor.function;

import java.time.ZoneId;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.NetworkAddress;
import dev.millrace.executor.data.NumberText;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType.Kind;

import static dev.millrace.executor.plan.SqlType.Kind.BIGINT;
import static dev.millrace.executor.plan.SqlType.Kind.BOOLEAN;
import static dev.millrace.executor.plan.SqlType.Kind.CIDR;
import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.DOUBLE;
import static dev.millrace.executor.plan.SqlType.Kind.INET;
import static dev.millrace.executor.plan.SqlType.Kind.INTEGER;
import static dev.millrace.executor.plan.SqlType.Kind.INTERVAL;
import static dev.millrace.executor.plan.SqlType.Kind.NUMERIC;
import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.REAL;
import static dev.millrace.executor.plan.SqlType.Kind.SMALLINT;
import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;

/** Conversions between numbers and between dates and times, on the physical forms. */
final class CastFunctions {

    private CastFunctions() {}

    private static SqlException outOfRange(Kind kind) {
        return switch (kind) {
            case SMALLINT -> OutOfRange.SMALLINT;
            case INTEGER -> OutOfRange.INTEGER;
            case BIGINT -> OutOfRange.BIGINT;
            default -> new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "OID out of range");
        };
    }

    @SqlCast(
            from = {SMALLINT, INTEGER, BIGINT, OID},
            to = {SMALLINT, INTEGER, BIGINT, OID})
    static long integerToInteger(long value, Conversion conversion) {
        Kind to = conversion.to().kind();
        if (to == OID && conversion.from().kind() == INTEGER) {
            return value & 0xFFFFFFFFL;
        }
        if (!NumberText.inRange(to, value)) {
            throw outOfRange(to);
        }
        return value;
    }

    @SqlCast(from = INTEGER, to = BOOLEAN)
    static boolean integerToBoolean(long value) {
        return value != 0;
    }

    @SqlCast(from = BOOLEAN, to = INTEGER)
    static long booleanToInteger(long value) {
        return value;
    }

    @SqlCast(
            from = {SMALLINT, INTEGER, BIGINT},
            to = {REAL})
    static float integerToReal(long value) {
        return value;
    }

    @SqlCast(
            from = {SMALLINT, INTEGER, BIGINT},
            to = {DOUBLE})
    static double integerToDouble(long value) {
        return value;
    }

    /** Half to even, as the machine rounds. */
    @SqlCast(
            from = {REAL, DOUBLE},
            to = {SMALLINT, INTEGER, BIGINT})
    static long floatToInteger(double value, Conversion conversion) {
        double rounded = Math.rint(value);
        Kind to = conversion.to().kind();
        // 2^63 is the first double past the range of bigint; NaN fails every comparison.
        if (!(rounded >= -0x1p63 && rounded < 0x1p63) || !NumberText.inRange(to, (long) rounded)) {
            throw outOfRange(to);
        }
        return (long) rounded;
    }

    @SqlCast(
            from = {REAL, DOUBLE},
            to = {REAL})
    static float floatToReal(double value) {
        return OutOfRange.checked((float) value, Double.isInfinite(value), value == 0);
    }

    @SqlCast(
            from = {REAL, DOUBLE},
            to = {DOUBLE})
    static double floatToDouble(double value) {
        return value;
    }

    @SqlCast(from = REAL, to = NUMERIC)
    static Numeric realToNumeric(double value, Conversion conversion) {
        return NumberText.fit(Decimals.ofDouble(value, 6), conversion.to());
    }

    @SqlCast(from = DOUBLE, to = NUMERIC)
    static Numeric doubleToNumeric(double value, Conversion conversion) {
        return NumberText.fit(Decimals.ofDouble(value, 15), conversion.to());
    }

    @SqlCast(
            from = {SMALLINT, INTEGER, BIGINT},
            to = {NUMERIC})
    static Numeric integerToNumeric(long value, Conversion conversion) {
        return NumberText.fit(Numeric.of(value), conversion.to());
    }

    @SqlCast(from = NUMERIC, to = NUMERIC)
    static Numeric numericToNumeric(Numeric value, Conversion conversion) {
        return NumberText.fit(value, conversion.to());
    }

    @SqlCast(
            from = {NUMERIC},
            to = {SMALLINT, INTEGER, BIGINT})
    static long numericToInteger(Numeric value, Conversion conversion) {
        return switch (conversion.to().kind()) {
            case SMALLINT -> Decimals.toLong(value, "smallint", Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> Decimals.toLong(value, "integer", Integer.MIN_VALUE, Integer.MAX_VALUE);
            default -> Decimals.toLong(value, "bigint", Long.MIN_VALUE, Long.MAX_VALUE);
        };
    }

    @SqlCast(from = NUMERIC, to = REAL)
    static float numericToReal(Numeric value) {
        return value.isFinite()
                ? (float) NumberText.parseFloat(REAL, value.toString())
                : (float) value.doubleValue();
    }

    @SqlCast(from = NUMERIC, to = DOUBLE)
    static double numericToDouble(Numeric value) {
        double converted = value.doubleValue();
        boolean isExtreme = Double.isInfinite(converted) || converted == 0;
        return isExtreme && value.isFinite() ? NumberText.parseDouble(value.toString()) : converted;
    }

    // Dates and times

    @SqlCast(
            from = {TIME},
            to = {TIME})
    static long timeToTime(long value, Conversion conversion) {
        return TextForm.fitTime(value, conversion.to());
    }

    @SqlCast(from = DATE, to = DATE)
    static long dateToDate(long value) {
        return value;
    }

    @SqlCast(from = TIMESTAMP, to = TIMESTAMP)
    static long timestampToTimestamp(long value, Conversion conversion) {
        return TextForm.fitTime(value, conversion.to());
    }

    @SqlCast(from = TIMESTAMPTZ, to = TIMESTAMPTZ)
    static long instantToInstant(long value, Conversion conversion) {
        return TextForm.fitTime(value, conversion.to());
    }

    @SqlCast(from = DATE, to = TIMESTAMP)
    static long dateToTimestamp(long days) {
        if (Civil.isInfinite(days)) {
            return days;
        }
        try {
            return Civil.timestamp(days, 0);
        } catch (SqlException outOfRange) {
            throw new SqlException(outOfRange.sqlState(), "date out of range for timestamp");
        }
    }

    @SqlCast(from = DATE, to = TIMESTAMPTZ)
    static long dateToInstant(long days, ZoneId zone) {
        return Civil.toInstant(dateToTimestamp(days), zone);
    }

    @SqlCast(from = TIMESTAMP, to = TIMESTAMPTZ)
    static long timestampToInstant(long micros, Conversion conversion, ZoneId zone) {
        return TextForm.fitTime(Civil.toInstant(micros, zone), conversion.to());
    }

    @SqlCast(from = TIMESTAMPTZ, to = TIMESTAMP)
    static long instantToTimestamp(long micros, Conversion conversion, ZoneId zone) {
        return TextForm.fitTime(Civil.toLocal(micros, zone), conversion.to());
    }

    @SqlCast(from = TIMESTAMP, to = DATE)
    static long timestampToDate(long micros) {
        return Civil.isInfinite(micros) ? micros : Math.floorDiv(micros, Civil.MICROS_PER_DAY);
    }

    @SqlCast(from = TIMESTAMPTZ, to = DATE)
    static long instantToDate(long micros, ZoneId zone) {
        return timestampToDate(Civil.toLocal(micros, zone));
    }

    @SqlCast(from = TIMESTAMP, to = TIME)
    static Long timestampToTime(long micros, Conversion conversion) {
        if (Civil.isInfinite(micros)) {
            return null;
        }
        return TextForm.fitTime(Math.floorMod(micros, Civil.MICROS_PER_DAY), conversion.to());
    }

    @SqlCast(from = TIMESTAMPTZ, to = TIME)
    static Long instantToTime(long micros, Conversion conversion, ZoneId zone) {
        return timestampToTime(Civil.toLocal(micros, zone), conversion);
    }

    @SqlCast(from = TIME, to = INTERVAL)
    static Interval timeToInterval(long micros) {
        return new Interval(0, 0, micros);
    }

    @SqlCast(from = INTERVAL, to = TIME)
    static long intervalToTime(Interval interval) {
        return Math.floorMod(interval.micros(), Civil.MICROS_PER_DAY);
    }

    @SqlCast(from = INTERVAL, to = INTERVAL)
    static Interval intervalToInterval(Interval interval, Conversion conversion) {
        return interval.fitted(conversion.to());
    }

    @SqlCast(
            from = {INET, CIDR},
            to = {INET})
    static byte[] networkToAddress(byte[] address) {
        return address;
    }

    /** What is no part of the network is lost. */
    @SqlCast(
            from = {INET, CIDR},
            to = {CIDR})
    static byte[] addressToNetwork(byte[] address) {
        NetworkAddress read = NetworkAddress.read(address, 0, address.length);
        return new NetworkAddress(read.network(false), read.bits()).toBytes();
    }
}
