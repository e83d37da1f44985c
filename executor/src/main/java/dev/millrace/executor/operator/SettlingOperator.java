package dev.millrace.executor.operator;

import java.util.List;
import java.util.function.Predicate;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.state.StateTable;

/**
 * Stands, in an ad hoc query, before a node that computes something else each time (random(), nextval): holds rows back
 * until the content has come in, so that none is given on that is taken back later. A row that was computed twice would
 * not be the row that was put out.
 */
final class SettlingOperator implements Operator {

    private final RowBag rows;
    private boolean isHolding;

    SettlingOperator(RowBag rows) {
        this.rows = rows;
    }

    /** Whether what a node makes of a row is computed anew each time. */
    static boolean isNeeded(Plan plan, Predicate<Expr> isVolatile) {
        return plan instanceof Plan.Filter filter && isVolatile.test(filter.condition())
                || plan instanceof Plan.Project project && project.expressions().stream().anyMatch(isVolatile)
                || plan instanceof Plan.Unnest unnest && unnest.arrays().stream().anyMatch(isVolatile)
                || plan instanceof Plan.Join join && join.condition() != null && isVolatile.test(join.condition());
    }

    /** The order in which rows are given on: the one that a plan cuts its rows by. */
    static List<SortKey> order(Plan plan) {
        if (plan instanceof Plan.Exchange exchange) {
            return order(exchange.input());
        }
        return plan instanceof Plan.TopK top && top.partition().isEmpty() ? top.order() : List.of();
    }

    @Override
    public List<StateTable> state() {
        return List.of(rows.table());
    }

    @Override
    public boolean isHolding() {
        return isHolding;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        if (step.isLoading()) {
            isHolding = true;
            rows.add(inputs[0]);
            return DeltaBatch.empty(rows.schema());
        }
        if (!isHolding) {
            return inputs[0];
        }
        isHolding = false;
        rows.add(inputs[0]);
        DeltaBatch settled = rows.takeAll();
        step.pause().take(settled.heapBytes());
        return settled;
    }
}
