package dev.millrace.executor.window;

import java.util.function.Function;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowFrame;

/** A frame with its offsets evaluated. */
record FrameOffsets(
        WindowFrame.Unit unit, Bound start, Bound end, boolean startIsUnbounded, boolean endIsUnbounded) {

    /**
     * One end.
     *
     * @param offset rows or groups from the current one, negative before it; with RANGE 0, its peers
     * @param isRange lies where RANGE and an offset say
     * @param value of a RANGE offset, one row; null otherwise
     */
    record Bound(long offset, boolean isRange, Column value) {
        static final Bound CURRENT = new Bound(0, false, null);
    }

    /** @throws SqlException 22004 or 22013 for an offset that is NULL or negative */
    static FrameOffsets of(WindowFrame frame, Function<Expr, Evaluator> compiler) {
        boolean hasPeers = frame.start().kind() != FrameBound.Kind.UNBOUNDED_PRECEDING;
        return new FrameOffsets(
                frame.unit(),
                bound(frame.unit(), frame.start(), "starting", compiler),
                bound(frame.unit(), frame.end(), "ending", compiler),
                !hasPeers,
                frame.end().kind() == FrameBound.Kind.UNBOUNDED_FOLLOWING);
    }

    private static Bound bound(
            WindowFrame.Unit unit, FrameBound bound, String which, Function<Expr, Evaluator> compiler) {
        if (!bound.hasOffset()) {
            return Bound.CURRENT;
        }
        Column value = Settings.evaluate(bound.offset(), compiler);
        if (value.isNull(0)) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "frame " + which + " offset must not be null");
        }
        if (unit == WindowFrame.Unit.RANGE) {
            if (isNegative(value, bound.offset().type())) {
                throw new SqlException(
                        SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
                        "invalid preceding or following size in window function");
            }
            return new Bound(0, true, value);
        }
        long offset = ((WordColumn) value).value(0);
        if (offset < 0) {
            throw new SqlException(
                    SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE, "frame " + which + " offset must not be negative");
        }
        return new Bound(bound.kind() == FrameBound.Kind.PRECEDING ? -offset : offset, false, null);
    }

    private static boolean isNegative(Column value, SqlType type) {
        return switch (value) {
            case WordColumn words -> type.kind().isFloat()
                    ? Double.isNaN(words.doubleValue(0)) || words.doubleValue(0) < 0
                    : words.value(0) < 0;
            case BytesColumn bytes -> {
                if (type.kind() == SqlType.Kind.INTERVAL) {
                    yield Interval.normalise(bytes.data(), bytes.start(0))[0] < 0;
                }
                Numeric number = Numeric.read(bytes.data(), bytes.start(0), bytes.end(0));
                yield number.isNaN() || number.signum() < 0;
            }
        };
    }
}
