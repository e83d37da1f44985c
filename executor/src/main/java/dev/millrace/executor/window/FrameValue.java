package dev.millrace.executor.window;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** first_value, last_value and nth_value: the value in some row of the frame. */
final class FrameValue implements WindowFunction {

    private final Argument value;
    private final Argument place;
    private final boolean isFromEnd;
    private final Frames frames;
    private final Reach reach;
    private WindowRows rows;
    /** The value where it stands before the stretch; null where it does not. */
    private SavedValue saved;

    /** @param place from 1; null for the first, from the end when {@code isFromEnd} */
    FrameValue(Argument value, Argument place, boolean isFromEnd, Frames frames) {
        this.value = value;
        this.place = place;
        this.isFromEnd = isFromEnd;
        this.frames = frames;
        reach = reach();
    }

    private Reach reach() {
        boolean isSimple = frames.offsets().startIsUnbounded() && !frames.hasExclusion();
        if (isSimple && isFromEnd && !frames.hasEdges()) {
            return Reach.ofEnd(frames.offsets());
        }
        boolean isFixed = place == null || place.isConstant();
        return isSimple && isFixed && frames.isResumable()
                ? Reach.running(frames.offsets())
                : Reach.of(frames.offsets());
    }

    Reach ofFunction() {
        return reach;
    }

    @Override
    public void begin(WindowRows stretch) {
        rows = stretch;
        saved = null;
        value.begin(stretch);
        if (place != null) {
            place.begin(stretch);
        }
        frames.begin(stretch);
    }

    @Override
    public int resume(WindowRows stretch, int row, byte[] state, int at) {
        begin(stretch);
        if (!reach.isRunning()) {
            return at;
        }
        saved = state[at] == 0 ? null : SavedValue.read(state, at + 1);
        return saved == null ? at + 1 : saved.end();
    }

    @Override
    public void save(int row, ByteBuilder out) {
        if (!reach.isRunning()) {
            return;
        }
        boolean isPlace = (place == null || !place.isNull(row)) && target(row) > 0;
        if (!isPlace || target(row) - 1 - rows.rowsBefore() >= row) {
            out.append(0);
            return;
        }
        long target = target(row) - 1 - rows.rowsBefore();
        out.append(1);
        if (target < 0) {
            saved.write(out);
        } else {
            SavedValue.of(value.column(), value.place((int) target)).write(out);
        }
    }

    private long target(int row) {
        return place == null ? 1 : place.word(row);
    }

    @Override
    public void value(int row, ColumnBuilder out) {
        frames.advance(row);
        if (place != null && place.isNull(row)) {
            out.appendNull();
            return;
        }
        long n = target(row);
        if (n <= 0) {
            throw new SqlException(
                    SqlState.INVALID_ARGUMENT_FOR_NTH_VALUE, "argument of nth_value must be greater than zero");
        }
        if (reach.isRunning() && n <= rows.rowsBefore()) {
            saved.appendTo(out);
            return;
        }
        long inStretch = reach.isRunning() ? n - rows.rowsBefore() : n;
        int found = frames.nth(row, inStretch - 1, isFromEnd);
        if (found < 0) {
            out.appendNull();
        } else {
            value.appendTo(out, found);
        }
    }
}
