package dev.millrace.executor.plan;

/**
 * Where a {@link WindowFrame} begins or ends.
 *
 * @param offset of PRECEDING and FOLLOWING: a constant, bigint for ROWS and GROUPS; null otherwise
 * @param edge with RANGE, where the engine does not know how to add the offset to the frame's key itself: the sum (or
 *     the difference), over the input's columns and of the key's type; null otherwise
 */
public record FrameBound(Kind kind, Expr offset, Expr edge) {

    public enum Kind {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    public static final FrameBound UNBOUNDED_PRECEDING = new FrameBound(Kind.UNBOUNDED_PRECEDING, null, null);
    public static final FrameBound CURRENT_ROW = new FrameBound(Kind.CURRENT_ROW, null, null);
    public static final FrameBound UNBOUNDED_FOLLOWING = new FrameBound(Kind.UNBOUNDED_FOLLOWING, null, null);

    public boolean hasOffset() {
        return offset != null;
    }
}
