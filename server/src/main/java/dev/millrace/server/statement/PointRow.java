package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.PointRead;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Session;

/** The row under one key, looked up in the snapshot without a running query, and what a statement computes of it. */
final class PointRow {

    private final PointRead read;
    private final boolean isImmediate;

    private PointRow(PointRead read) {
        this.read = read;
        isImmediate = read.keys().stream().allMatch(PointRow::isCheap)
                && (read.expressions() == null || read.expressions().stream().allMatch(PointRow::isCheap));
    }

    /** Null when the query is of another kind. */
    static PointRow of(QueryPlan query, Session session) {
        PointRead read = PointRead.of(query, session.transaction().engineTransaction().snapshot());
        return read == null ? null : new PointRow(read);
    }

    /** Whether finding and computing it takes no time to speak of. */
    boolean isImmediate() {
        return isImmediate;
    }

    static boolean isCheap(Statement.RowRules rules) {
        return rules.views().isEmpty()
                && rules.domains().stream().allMatch(check -> isCheap(check.condition()))
                && rules.checks().stream().allMatch(check -> isCheap(check.condition()))
                && rules.computed().stream().allMatch(computed -> isCheap(computed.value()));
    }

    /** Operators take next to no time, other functions may take any. */
    static boolean isCheap(Expr expression) {
        return switch (expression) {
            case Expr.Input _, Expr.Literal _, Expr.Parameter _, Expr.Now _ -> true;
            case Expr.Cast cast -> isCheap(cast.operand());
            case Expr.Call call -> !Character.isLetter(call.function().charAt(0))
                    && call.operands().stream().allMatch(PointRow::isCheap);
            case Expr other -> false;
        };
    }

    /** One row or none; null when the query has to be run, with these values or in this transaction. */
    DeltaBatch find(List<Expr.Literal> values, Execution run) {
        List<Expr.Literal> keys = run.database().planning().values(read.keys(), values, run.session());
        DeltaBatch row = keys == null ? null : read.read(keys, run.transaction(), run.cancellation());
        if (row == null || read.expressions() == null) {
            return row;
        }
        List<Expr> expressions = run.database().planning().bound(read.expressions(), values, run.session());
        return new RowExpressions(run).project(expressions, row);
    }
}
