package dev.millrace.executor.window;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.WindowFrame.Exclusion;
import dev.millrace.executor.plan.WindowFrame.Unit;

/** The frame of one row after the other: {@code [start, end)} of the stretch, neither of which ever goes back. */
final class Frames {

    private final FrameOffsets offsets;
    private final Exclusion exclusion;
    private final RangeEdges edges;
    private WindowRows rows;
    private int start;
    private int end;
    private int outside;
    private int outsideEnd;

    /** @param edges null unless there are RANGE offsets */
    Frames(FrameOffsets offsets, Exclusion exclusion, RangeEdges edges) {
        this.offsets = offsets;
        this.exclusion = exclusion;
        this.edges = edges;
    }

    FrameOffsets offsets() {
        return offsets;
    }

    /** Whether what is known of a frame from the partition's start on tells all of it, wherever one goes on from. */
    boolean isResumable() {
        return offsets.startIsUnbounded() && !offsets.endIsUnbounded() && !hasExclusion() && edges == null;
    }

    /** Whether what is known of one frame, and the rows that fall out of it, tell the frames behind it. */
    boolean isSliding() {
        return edges != null && edges.isSliding() && !hasExclusion();
    }

    boolean hasEdges() {
        return edges != null;
    }

    boolean hasExclusion() {
        return exclusion != Exclusion.NO_OTHERS;
    }

    /** Whether rows often have the frame of the one before. */
    boolean isShared() {
        boolean isWhole = offsets.startIsUnbounded() && offsets.endIsUnbounded();
        return !hasExclusion() && (offsets.unit() != Unit.ROWS || isWhole);
    }

    void begin(WindowRows stretch) {
        rows = stretch;
        start = 0;
        end = 0;
        if (edges != null) {
            edges.encode(stretch.batch());
        }
    }

    /** @throws SqlException when the row's frame cannot be computed */
    void advance(int row) {
        if (edges != null && edges.failure(row) != null) {
            throw edges.failure(row);
        }
        start = offsets.startIsUnbounded() ? 0 : startOf(row);
        end = offsets.endIsUnbounded() ? rows.size() : endOf(row);
        switch (exclusion) {
            case NO_OTHERS -> exclude(row, row);
            case CURRENT_ROW -> exclude(row, row + 1);
            case GROUP, TIES -> exclude(rows.firstPeer(row), rows.peersEnd(row));
        }
    }

    private int startOf(int row) {
        if (offsets.start().isRange()) {
            int at = start;
            while (at < rows.size() && edges.isBeforeStart(at, row)) {
                at++;
            }
            return at;
        }
        return offsets.unit() == Unit.ROWS
                ? clamp(row, offsets.start().offset(), rows.size())
                : rows.groupStart()[clamp(rows.groupOf()[row], offsets.start().offset(), rows.groups())];
    }

    private int endOf(int row) {
        if (offsets.end().isRange()) {
            int at = end;
            while (at < rows.size() && !edges.isBehindEnd(at, row)) {
                at++;
            }
            return at;
        }
        return offsets.unit() == Unit.ROWS
                ? clamp(row + 1, offsets.end().offset(), rows.size())
                : rows.groupStart()[clamp(rows.groupOf()[row] + 1, offsets.end().offset(), rows.groups())];
    }

    private static int clamp(int from, long offset, int max) {
        return (int) Math.clamp(from + Math.clamp(offset, -(long) Integer.MAX_VALUE, Integer.MAX_VALUE), 0, (long) max);
    }

    private void exclude(int from, int to) {
        outside = Math.clamp(from, start, Math.max(start, end));
        outsideEnd = Math.clamp(to, start, Math.max(start, end));
    }

    int start() {
        return start;
    }

    /** Never before the start. */
    int end() {
        return Math.max(start, end);
    }

    /** The first row of the frame that EXCLUDE leaves out, up to {@link #outsideEnd}; with TIES not the row itself. */
    int outside() {
        return outside;
    }

    int outsideEnd() {
        return outsideEnd;
    }

    /** Whether the row itself counts though it lies in what is left out. */
    boolean keepsItself(int row) {
        return exclusion == Exclusion.TIES && row >= outside && row < outsideEnd;
    }

    /** The n-th row of the frame, from 0 and from its end when {@code isFromEnd}; -1 when it has not as many. */
    int nth(int row, long n, boolean isFromEnd) {
        int before = outside - start;
        int self = keepsItself(row) ? 1 : 0;
        int behind = end() - outsideEnd;
        int count = before + self + behind;
        if (n >= count) {
            return -1;
        }
        int place = isFromEnd ? count - 1 - (int) n : (int) n;
        if (place < before) {
            return start + place;
        }
        return place < before + self ? row : outsideEnd + place - before - self;
    }
}
