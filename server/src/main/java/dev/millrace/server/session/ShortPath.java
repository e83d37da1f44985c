package dev.millrace.server.session;

import java.util.List;

import dev.millrace.executor.plan.Expr;

/** A way to a planned statement's outcome that is shorter than running it; shared by sessions, as the plan is. */
public interface ShortPath {

    /**
     * Executes the statement.
     *
     * @param values of all its parameters
     * @return null, with nothing done, when it has to be run after all
     */
    Outcome take(List<Expr.Literal> values, Execution run);

    /** Whether it is always taken, in a transaction that has not written, at once and without waiting for anything. */
    boolean isImmediate();
}
