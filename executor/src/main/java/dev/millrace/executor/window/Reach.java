package dev.millrace.executor.window;

import dev.millrace.executor.plan.WindowFrame;

/**
 * Which rows a function reads, and so, seen from the other end, which rows a changed one concerns.
 *
 * @param readsBefore the rows before a row that its value is made of; {@code readsBehind} those behind it
 * @param isRunning the value is also made of all rows before those read, as far as a saved state tells of them; a
 *     change concerns all rows behind it
 * @param concernsBefore the rows before a changed row whose value may change; {@code concernsBehind} those behind it
 */
public record Reach(
        Extent readsBefore, Extent readsBehind, Extent concernsBefore, Extent concernsBehind, boolean isRunning) {

    public static final Reach NONE = new Reach(Extent.NONE, Extent.NONE, Extent.NONE, Extent.NONE, false);

    /** The whole partition for each row of it. */
    public static final Reach ALL = new Reach(Extent.ALL, Extent.ALL, Extent.ALL, Extent.ALL, false);

    /** How many rows and groups stand before the row's peers. */
    static final Reach NUMBERING = new Reach(Extent.PEERS, Extent.NONE, Extent.NONE, Extent.NONE, true);

    public Reach or(Reach other) {
        return new Reach(
                readsBefore.or(other.readsBefore),
                readsBehind.or(other.readsBehind),
                concernsBefore.or(other.concernsBefore),
                concernsBehind.or(other.concernsBehind),
                isRunning || other.isRunning);
    }

    /** The same without saved states: all rows before are read. */
    public Reach readingAll() {
        return isRunning
                ? new Reach(Extent.ALL, readsBehind, concernsBefore, Extent.ALL, false)
                : this;
    }

    /** Of a function that looks so many rows back, or with a negative number ahead. */
    static Reach lag(long rows) {
        Extent extent = Extent.ofRows(Math.abs(rows));
        return rows >= 0
                ? new Reach(extent, Extent.NONE, Extent.NONE, extent, false)
                : new Reach(Extent.NONE, extent, extent, Extent.NONE, false);
    }

    /** Of a function over a frame. */
    static Reach of(FrameOffsets frame) {
        Extent before = towards(frame.unit(), frame.start(), frame.startIsUnbounded(), -1);
        Extent behind = towards(frame.unit(), frame.end(), frame.endIsUnbounded(), 1);
        // A row's frame reaches as far back as a change reaches ahead.
        return new Reach(before, behind, behind, before, false);
    }

    /** Of a function over a frame from the partition's start on that can save what it knows of it. */
    static Reach running(FrameOffsets frame) {
        Extent behind = towards(frame.unit(), frame.end(), false, 1);
        return new Reach(beforeEnd(frame), behind, behind, Extent.NONE, true);
    }

    /**
     * Of a function over a frame that begins before the row, which can save what it knows of it: of the rows before
     * it reads those that fall out of the frame alone, which lie far before (see {@link RangeEdges}).
     */
    static Reach sliding(FrameOffsets frame) {
        Extent before = towards(frame.unit(), frame.start(), false, -1);
        Extent behind = towards(frame.unit(), frame.end(), false, 1);
        return new Reach(Extent.NONE, behind, behind, before, true);
    }

    /** Of the last value of a frame from the partition's start on: only the rows around the frame's end matter. */
    static Reach ofEnd(FrameOffsets frame) {
        Extent before = beforeEnd(frame);
        Extent behind = towards(frame.unit(), frame.end(), frame.endIsUnbounded(), 1);
        return new Reach(before, behind, behind, before, false);
    }

    private static Extent beforeEnd(FrameOffsets frame) {
        return frame.endIsUnbounded() ? Extent.NONE : towards(frame.unit(), frame.end(), false, -1);
    }

    /** How far a bound lies from the row in a direction; nothing when it lies on the other side. */
    private static Extent towards(WindowFrame.Unit unit, FrameOffsets.Bound bound, boolean isUnbounded, int direction) {
        if (isUnbounded) {
            return Extent.ALL;
        }
        if (bound.isRange()) {
            return Extent.RANGE;
        }
        long distance = bound.offset() * direction;
        return switch (unit) {
            case ROWS -> distance > 0 ? Extent.ofRows(distance) : Extent.NONE;
            case GROUPS, RANGE -> distance >= 0 ? Extent.ofGroups(distance) : Extent.NONE;
        };
    }
}
