package dev.millrace.executor.window;

import java.util.Arrays;
import java.util.function.Supplier;

import dev.millrace.executor.aggregate.Accumulator;
import dev.millrace.executor.aggregate.Accumulator.GroupedRows;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlType;

/**
 * An aggregate over a frame that slides: rows that come into it are added, rows that fall out of it are taken back,
 * which every accumulator can do exactly. What EXCLUDE leaves out is taken back for the one result.
 */
final class FrameAggregate implements WindowFunction {

    private static final Accumulator.GroupKeys ONE_GROUP = new Accumulator.GroupKeys() {
        @Override
        public byte[] array() {
            return new byte[0];
        }

        @Override
        public int start(int group) {
            return 0;
        }

        @Override
        public int end(int group) {
            return 0;
        }
    };

    private final Supplier<Accumulator> factory;
    private final int filter;
    private final Frames frames;
    private final ColumnBuilder shared;
    /** Whether it keeps nothing in tables, which would outlive a stretch. */
    private final boolean isAllInAccumulator;
    private final boolean isResumable;
    private WindowRows rows;
    private Accumulator accumulator;
    private int addedFrom;
    private int addedTo;
    /** The result for {@code [addedFrom, addedTo)}, while it is known. */
    private Column result;
    private int[] selected = new int[16];
    private final int[] singleGroup = new int[1];
    private int[] groups = singleGroup;
    private long[] weights = new long[16];

    /** @param factory makes an accumulator that has seen nothing yet */
    FrameAggregate(Supplier<Accumulator> factory, int filter, Frames frames, SqlType type) {
        this.factory = factory;
        this.filter = filter;
        this.frames = frames;
        shared = new ColumnBuilder(type.layout());
        accumulator = factory.get();
        isAllInAccumulator = accumulator.state().isEmpty();
        isResumable = (frames.isResumable() || frames.isSliding()) && isAllInAccumulator;
    }

    /** Whether its accumulator's state is all there is to know of the rows it has seen. */
    boolean isResumable() {
        return isResumable;
    }

    @Override
    public void begin(WindowRows stretch) {
        rows = stretch;
        frames.begin(stretch);
        if (!isAllInAccumulator) {
            accumulator = factory.get();
        }
        accumulator.begin(1, ONE_GROUP);
        addedFrom = 0;
        addedTo = 0;
        result = null;
    }

    @Override
    public int resume(WindowRows stretch, int row, byte[] state, int at) {
        begin(stretch);
        if (!isResumable) {
            return at;
        }
        frames.advance(row);
        addedFrom = frames.start();
        addedTo = frames.end();
        return accumulator.load(0, state, at);
    }

    @Override
    public void save(int row, ByteBuilder out) {
        if (isResumable) {
            frames.advance(row);
            slide(frames.start(), frames.end());
            accumulator.store(0, out);
        }
    }

    @Override
    public void value(int row, ColumnBuilder out) {
        frames.advance(row);
        slide(frames.start(), frames.end());
        if (frames.hasExclusion()) {
            exclude(row, -1);
            try {
                accumulator.result(0, out);
            } finally {
                exclude(row, 1);
            }
        } else if (frames.isShared()) {
            if (result == null) {
                accumulator.result(0, shared);
                result = shared.build();
            }
            out.append(result, 0);
        } else {
            accumulator.result(0, out);
        }
    }

    private void slide(int from, int to) {
        if (from == addedFrom && to == addedTo) {
            return;
        }
        result = null;
        if (from >= addedTo) {
            change(addedFrom, addedTo, -1);
            change(from, to, 1);
        } else {
            change(addedFrom, from, -1);
            change(addedTo, to, 1);
        }
        addedFrom = from;
        addedTo = to;
    }

    private void exclude(int row, int weight) {
        if (frames.keepsItself(row)) {
            change(frames.outside(), row, weight);
            change(row + 1, frames.outsideEnd(), weight);
        } else {
            change(frames.outside(), frames.outsideEnd(), weight);
        }
    }

    private void change(int from, int to, long weight) {
        int most = to - from;
        if (most <= 0) {
            return;
        }
        if (selected.length < most) {
            selected = new int[Math.max(most, 2 * selected.length)];
            weights = new long[selected.length];
        }
        if (groups.length < most) {
            groups = new int[selected.length];
        }
        WordColumn condition = filter < 0 ? null : rows.batch().words(filter);
        int count = 0;
        for (int row = from; row < to; row++) {
            if (condition == null || !condition.isNull(row) && condition.value(row) != 0) {
                selected[count++] = row;
            }
        }
        Arrays.fill(weights, 0, count, weight);
        accumulator.add(rows.batch(), new GroupedRows(selected, groups, weights, count));
    }
}
