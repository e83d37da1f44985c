package dev.millrace.executor.plan;

/**
 * One condition of a {@link Plan.TemporalFilter}: as the clock moves on, it changes at most once for a given row.
 *
 * @param expr for {@code SINCE} to {@code BEFORE} the instant (timestamptz) that the clock is compared with; for
 *     {@code RISES} and {@code FALLS} the condition itself, which contains {@link Expr.Now}; over the input's columns
 */
public record TimeBound(Kind kind, Expr expr) {

    /** When the condition is true. */
    public enum Kind {
        /** {@code clock >= instant}. */
        SINCE,
        /** {@code clock > instant}. */
        AFTER,
        /** {@code clock <= instant}. */
        UNTIL,
        /** {@code clock < instant}. */
        BEFORE,
        /** From some moment on. */
        RISES,
        /** Up to some moment. */
        FALLS
    }
}
