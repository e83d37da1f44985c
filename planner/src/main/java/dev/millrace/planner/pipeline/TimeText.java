package dev.millrace.planner.pipeline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import dev.millrace.executor.plan.SqlType;

/** Dates and times of literals, from their physical form, for people who read a plan. */
final class TimeText {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private TimeText() {}

    static String of(SqlType.Kind kind, long physical) {
        if (physical == Long.MIN_VALUE) {
            return "-infinity";
        }
        if (physical == Long.MAX_VALUE) {
            return "infinity";
        }
        return switch (kind) {
            case DATE -> LocalDate.ofEpochDay(physical).toString();
            case TIME -> LocalTime.ofNanoOfDay(physical * NANOS_PER_MICRO).toString();
            case TIMESTAMP -> timestamp(physical);
            case TIMESTAMPTZ -> timestamp(physical) + "+00";
            default -> Long.toString(physical);
        };
    }

    private static String timestamp(long micros) {
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        long rest = Math.floorMod(micros, MICROS_PER_SECOND);
        String whole = SECONDS.format(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
        return rest == 0 ? whole : whole + "." + String.format("%06d", rest).replaceAll("0+$", "");
    }
}
