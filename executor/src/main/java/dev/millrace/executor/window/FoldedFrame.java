package dev.millrace.executor.window;

import dev.millrace.executor.aggregate.Folding;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlType;

/**
 * An aggregate that somebody made, over a frame. As long as the frame begins with the same row it goes on with those
 * that come; where its beginning moves, rows are taken back when the aggregate says how, and else all is computed anew.
 */
final class FoldedFrame implements WindowFunction {

    private final Folding folding;
    private final int[] arguments;
    private final int filter;
    private final Frames frames;
    private final ColumnBuilder shared;
    private WindowRows rows;
    private int from;
    private int to;
    /** The result for {@code [from, to)}, while it is known. */
    private Column result;

    FoldedFrame(Folding folding, int[] arguments, int filter, Frames frames, SqlType type) {
        this.folding = folding;
        this.arguments = arguments;
        this.filter = filter;
        this.frames = frames;
        shared = new ColumnBuilder(type.layout());
    }

    @Override
    public void begin(WindowRows stretch) {
        rows = stretch;
        frames.begin(stretch);
        restart(0);
    }

    @Override
    public void value(int row, ColumnBuilder out) {
        frames.advance(row);
        if (frames.hasExclusion()) {
            withoutExcluded(row);
            folding.result(out);
            return;
        }
        slide(frames.start(), frames.end());
        if (result == null) {
            folding.result(shared);
            result = shared.build();
        }
        out.append(result, 0);
    }

    private void withoutExcluded(int row) {
        folding.begin();
        add(frames.start(), frames.outside());
        if (frames.keepsItself(row)) {
            add(row, row + 1);
        }
        add(frames.outsideEnd(), frames.end());
    }

    private void slide(int start, int end) {
        if (start == from && end == to) {
            return;
        }
        result = null;
        boolean isKept = start < to && (start == from || folding.isInvertible());
        for (int row = from; isKept && row < start; row++) {
            isKept = !counts(row) || folding.remove(rows.batch(), arguments, row);
        }
        if (!isKept) {
            restart(start);
        }
        from = start;
        int added = to;
        // As long as it is not done, nothing that was added counts: a row may fail.
        to = -1;
        try {
            add(added, end);
            to = end;
        } finally {
            if (to < 0) {
                restart(start);
            }
        }
    }

    private void restart(int at) {
        folding.begin();
        from = at;
        to = at;
        result = null;
    }

    private void add(int start, int end) {
        for (int row = start; row < end; row++) {
            if (counts(row)) {
                folding.add(rows.batch(), arguments, row);
            }
        }
    }

    private boolean counts(int row) {
        if (filter < 0) {
            return true;
        }
        WordColumn condition = rows.batch().words(filter);
        return !condition.isNull(row) && condition.value(row) != 0;
    }
}
