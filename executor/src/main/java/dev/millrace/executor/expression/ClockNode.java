package dev.millrace.executor.expression;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.data.TimeOfDay;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/** The engine's logical clock as a timestamp, date or time. */
record ClockNode(SqlType type) implements Node {

    @Override
    public Vector evaluate(Frame frame) {
        long instant = frame.clockMicros();
        long value = switch (type.kind()) {
            case TIMESTAMPTZ -> instant;
            case TIMESTAMP -> Civil.toLocal(instant, frame.zone());
            case DATE -> Math.floorDiv(Civil.toLocal(instant, frame.zone()), Interval.MICROS_PER_DAY);
            case TIME -> Math.floorMod(Civil.toLocal(instant, frame.zone()), Interval.MICROS_PER_DAY);
            case TIMETZ ->
                TimeOfDay.pack(
                        Math.floorMod(Civil.toLocal(instant, frame.zone()), Interval.MICROS_PER_DAY),
                        Civil.offsetAt(frame.zone(), instant));
            default -> throw SqlException.unsupported("the clock as " + type);
        };
        Column column = new WordColumn(new long[] {TextForm.fitTime(value, type)}, null, 1);
        return Vector.constant(column);
    }
}
