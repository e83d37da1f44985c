package dev.millrace.executor.engine;

import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;

/**
 * The rows of a plan that holds nothing but literals, as an INSERT of values does once its arguments are in place: they
 * are what they are, and need no dataflow.
 */
final class ConstantRows {

    private ConstantRows() {}

    /** Null when something has to be computed. */
    static DeltaBatch of(Plan plan) {
        if (plan instanceof Plan.Values values) {
            return rows(plan, values.rows());
        }
        boolean isOneRow = plan instanceof Plan.Project project
                && project.input() instanceof Plan.Values values
                && values.rows().size() == 1;
        return isOneRow ? rows(plan, List.of(((Plan.Project) plan).expressions())) : null;
    }

    private static DeltaBatch rows(Plan plan, List<List<Expr>> rows) {
        for (List<Expr> row : rows) {
            for (Expr value : row) {
                if (!(value instanceof Expr.Literal)) {
                    return null;
                }
            }
        }
        BatchBuilder builder = new BatchBuilder(plan.schema());
        for (List<Expr> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                Literals.append((Expr.Literal) row.get(i), builder.column(i));
            }
            builder.endRow(1);
        }
        return builder.build();
    }
}
