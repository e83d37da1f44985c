package dev.millrace.executor.window;

/**
 * How far something reaches from a row, in one direction.
 *
 * @param rows so many rows
 * @param groups so many groups of peers beside the row's own; {@link #NO_GROUPS} for not even that
 * @param isRange as far as the bound of a RANGE frame says
 * @param isAll to the end of the partition
 */
public record Extent(long rows, long groups, boolean isRange, boolean isAll) {

    public static final long NO_GROUPS = -1;

    public static final Extent NONE = new Extent(0, NO_GROUPS, false, false);
    public static final Extent ALL = new Extent(0, NO_GROUPS, false, true);
    static final Extent PEERS = ofGroups(0);
    static final Extent RANGE = new Extent(0, NO_GROUPS, true, false);

    static Extent ofRows(long rows) {
        return new Extent(rows, NO_GROUPS, false, false);
    }

    static Extent ofGroups(long groups) {
        return new Extent(0, groups, false, false);
    }

    /** The farther of both. */
    public Extent or(Extent other) {
        return new Extent(
                Math.max(rows, other.rows),
                Math.max(groups, other.groups),
                isRange || other.isRange,
                isAll || other.isAll);
    }
}
