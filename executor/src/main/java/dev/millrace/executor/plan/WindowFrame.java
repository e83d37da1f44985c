package dev.millrace.executor.plan;

/**
 * The rows of its partition that a window function is about, for each row.
 *
 * @param key with RANGE and an offset: what offsets are added to, the only sort key or that as a timestamp; else null
 */
public record WindowFrame(Unit unit, FrameBound start, FrameBound end, Exclusion exclusion, Expr key) {

    /** What the bounds count; CURRENT ROW is the row itself with ROWS, and all its peers with the others. */
    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    /** Rows around the current one that are left out. */
    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }

    /** What there is without a frame clause: up to the last peer. */
    public static final WindowFrame DEFAULT = new WindowFrame(
            Unit.RANGE, FrameBound.UNBOUNDED_PRECEDING, FrameBound.CURRENT_ROW, Exclusion.NO_OTHERS, null);
}
