package dev.millrace.executor.data;

/** Intervals as PostgreSQL prints them with an {@code IntervalStyle} other than its own. */
final class StyledInterval {

    private final int years;
    private final int months;
    private final int days;
    private final long hours;
    private final long minutes;
    /** With its fraction. */
    private final long secondMicros;

    private StyledInterval(Interval interval) {
        this.years = interval.months() / 12;
        this.months = interval.months() % 12;
        this.days = interval.days();
        this.hours = interval.micros() / Interval.MICROS_PER_HOUR;
        this.minutes = interval.micros() / Interval.MICROS_PER_MINUTE % 60;
        this.secondMicros = interval.micros() % Interval.MICROS_PER_MINUTE;
    }

    static String format(Interval interval, DateStyle.IntervalForm form) {
        StyledInterval parts = new StyledInterval(interval);
        return switch (form) {
            case POSTGRES -> IntervalText.format(interval);
            case POSTGRES_VERBOSE -> parts.verbose();
            case ISO_8601 -> parts.iso();
            case SQL_STANDARD -> parts.standard();
        };
    }

    // ---- @ 1 year 2 mons ago ----------------------------------------------------------------------------------------

    private String verbose() {
        StringBuilder out = new StringBuilder("@");
        // The first part that is there says whether it is all before; the others' signs are relative to that.
        long first = years != 0 ? years : months != 0 ? months : days != 0 ? days : hours != 0 ? hours
                : minutes != 0 ? minutes : secondMicros;
        int sign = first < 0 ? -1 : 1;
        appendPart(out, (long) sign * years, "year");
        appendPart(out, (long) sign * months, "mon");
        appendPart(out, (long) sign * days, "day");
        appendPart(out, sign * hours, "hour");
        appendPart(out, sign * minutes, "min");
        if (secondMicros != 0) {
            out.append(sign * secondMicros < 0 ? " -" : " ");
            appendSeconds(out, false);
            out.append(Math.abs(secondMicros) == Interval.MICROS_PER_SECOND ? " sec" : " secs");
        }
        if (first == 0) {
            out.append(" 0");
        }
        return out.append(sign < 0 ? " ago" : "").toString();
    }

    private static void appendPart(StringBuilder out, long value, String unit) {
        if (value != 0) {
            out.append(' ').append(value).append(' ').append(unit).append(value == 1 ? "" : "s");
        }
    }

    /** Without a sign. */
    private void appendSeconds(StringBuilder out, boolean isPadded) {
        long size = Math.abs(secondMicros);
        DateTimeText.appendPadded(out, size / Interval.MICROS_PER_SECOND, isPadded ? 2 : 1);
        DateTimeText.appendFraction(out, size % Interval.MICROS_PER_SECOND);
    }

    // ---- P1Y2M ------------------------------------------------------------------------------------------------------

    private String iso() {
        StringBuilder out = new StringBuilder("P");
        appendIso(out, years, 'Y');
        appendIso(out, months, 'M');
        appendIso(out, days, 'D');
        if (hours != 0 || minutes != 0 || secondMicros != 0) {
            out.append('T');
            appendIso(out, hours, 'H');
            appendIso(out, minutes, 'M');
            if (secondMicros != 0) {
                out.append(secondMicros < 0 ? "-" : "");
                appendSeconds(out, false);
                out.append('S');
            }
        }
        return out.length() == 1 ? "PT0S" : out.toString();
    }

    private static void appendIso(StringBuilder out, long value, char unit) {
        if (value != 0) {
            out.append(value).append(unit);
        }
    }

    // ---- 1-2 3 4:05:06 ----------------------------------------------------------------------------------------------

    private String standard() {
        boolean isNegative = years < 0 || months < 0 || days < 0 || hours < 0 || minutes < 0 || secondMicros < 0;
        boolean isPositive = years > 0 || months > 0 || days > 0 || hours > 0 || minutes > 0 || secondMicros > 0;
        boolean hasMonths = years != 0 || months != 0;
        boolean hasTime = days != 0 || hours != 0 || minutes != 0 || secondMicros != 0;
        if (!isNegative && !isPositive) {
            return "0";
        }
        StringBuilder out = new StringBuilder();
        if (isNegative && isPositive || hasMonths && hasTime) {
            // The standard has no such interval: every part gets a sign.
            out.append(years < 0 || months < 0 ? '-' : '+').append(Math.abs(years)).append('-')
                    .append(Math.abs(months));
            out.append(days < 0 ? " -" : " +").append(Math.abs((long) days));
            out.append(hours < 0 || minutes < 0 || secondMicros < 0 ? " -" : " +");
            appendTime(out);
            return out.toString();
        }
        out.append(isNegative ? "-" : "");
        if (hasMonths) {
            return out.append(Math.abs(years)).append('-').append(Math.abs(months)).toString();
        }
        if (days != 0) {
            out.append(Math.abs((long) days)).append(' ');
        }
        appendTime(out);
        return out.toString();
    }

    private void appendTime(StringBuilder out) {
        out.append(Math.abs(hours)).append(':');
        DateTimeText.appendPadded(out, Math.abs(minutes), 2);
        out.append(':');
        appendSeconds(out, true);
    }
}
