package dev.millrace.executor.function;

import java.util.Locale;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** The field of a date or time that {@code extract} and {@code date_trunc} name, with PostgreSQL's spellings. */
enum Fields {
    MICROSECONDS,
    MILLISECONDS,
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    DECADE,
    CENTURY,
    MILLENNIUM,
    ISOYEAR,
    DOW,
    ISODOW,
    DOY,
    EPOCH,
    JULIAN,
    TIMEZONE,
    TIMEZONE_HOUR,
    TIMEZONE_MINUTE,
    /** No field at all. */
    UNKNOWN;

    static Fields of(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "microseconds", "microsecond", "us", "usec", "usecs" -> MICROSECONDS;
            case "milliseconds", "millisecond", "ms", "msec", "msecs" -> MILLISECONDS;
            case "second", "seconds", "sec", "secs", "s" -> SECOND;
            case "minute", "minutes", "min", "mins", "m" -> MINUTE;
            case "hour", "hours", "hr", "hrs", "h" -> HOUR;
            case "day", "days", "d" -> DAY;
            case "week", "weeks", "w" -> WEEK;
            case "month", "months", "mon", "mons" -> MONTH;
            case "quarter", "qtr" -> QUARTER;
            case "year", "years", "yr", "yrs", "y" -> YEAR;
            case "decade", "decades", "dec", "decs" -> DECADE;
            case "century", "centuries", "cent", "c" -> CENTURY;
            case "millennium", "millennia", "mil", "mils" -> MILLENNIUM;
            case "isoyear" -> ISOYEAR;
            case "dow" -> DOW;
            case "isodow" -> ISODOW;
            case "doy" -> DOY;
            case "epoch" -> EPOCH;
            case "julian", "j", "jd" -> JULIAN;
            case "timezone" -> TIMEZONE;
            case "timezone_hour", "timezone_h" -> TIMEZONE_HOUR;
            case "timezone_minute", "timezone_m" -> TIMEZONE_MINUTE;
            default -> UNKNOWN;
        };
    }

    /** Why a value cannot be cut at a field: only units of time and zones are known there. */
    static SqlException untruncatable(String name, SqlType.Kind kind) {
        return switch (of(name)) {
            case DOW, ISODOW, DOY, EPOCH, JULIAN, ISOYEAR -> refused(name, kind, true);
            default -> refused(name, kind);
        };
    }

    /** Why a field cannot be had of a type. */
    static SqlException refused(String name, SqlType.Kind kind) {
        return refused(name, kind, of(name) == UNKNOWN);
    }

    private static SqlException refused(String name, SqlType.Kind kind, boolean unknown) {
        return new SqlException(
                unknown ? SqlState.INVALID_PARAMETER_VALUE : SqlState.FEATURE_NOT_SUPPORTED,
                "unit \"" + name.toLowerCase(Locale.ROOT) + "\" not " + (unknown ? "recognized" : "supported")
                        + " for type " + kind.sqlName());
    }
}
