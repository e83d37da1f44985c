package dev.millrace.server.procedure;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.expression.ExpressionCompiler;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Planned;

/** A statement of a procedure as it was planned. An expression that reads no relation is computed without a query. */
final class Prepared {

    private final Planned planned;
    private final CatalogSnapshot catalog;
    private final Expr expression;
    private Evaluator evaluator;
    private boolean isBusy;

    Prepared(Planned planned, CatalogSnapshot catalog) {
        this.planned = planned;
        this.catalog = catalog;
        this.expression = expression(planned.statement());
    }

    Planned planned() {
        return planned;
    }

    boolean isCurrent(Execution run) {
        return run.database().planning().isCurrent(planned, catalog, run.session());
    }

    boolean isExpression() {
        return expression != null;
    }

    /** The one expression of a SELECT without FROM, with inputs for parameters; null for anything else. */
    private static Expr expression(Statement statement) {
        if (!(statement instanceof Statement.Query query)) {
            return null;
        }
        QueryPlan plan = query.plan();
        boolean isPlain = plan.limit() == null && plan.offset() == null && plan.order().isEmpty()
                && plan.pasts().isEmpty() && plan.result().size() == 1;
        if (!isPlain) {
            return null;
        }
        Expr only = null;
        if (plan.root() instanceof Plan.Values values && values.rows().size() == 1) {
            only = values.rows().getFirst().getFirst();
        } else if (plan.root() instanceof Plan.Project project && project.input() instanceof Plan.Values values
                && values.rows().size() == 1 && values.rows().getFirst().isEmpty()) {
            only = project.expressions().getFirst();
        }
        return only == null ? null : only.rewrite(part -> part instanceof Expr.Parameter parameter
                ? new Expr.Input(parameter.index(), parameter.type())
                : part);
    }

    Value evaluate(Column[] values, Execution run) {
        if (expression instanceof Expr.Input input) {
            return new Value(input.type(), values[input.index()]);
        }
        Evaluator mine = evaluator;
        if (isBusy || mine == null) {
            // What calls itself computes the same once more in the midst of it.
            mine = new ExpressionCompiler(Functions.standard(), run.session().settings().zone()).compile(expression);
        }
        boolean wasBusy = isBusy;
        isBusy = true;
        try {
            Evaluator.Failures failures = new Evaluator.Failures();
            Column column = mine.evaluate(
                    DeltaBatch.inserts(values, 1), run.transaction().clockMicros(), failures);
            if (failures.of(0) != null) {
                throw failures.of(0);
            }
            return new Value(expression.type(), column);
        } finally {
            isBusy = wasBusy;
            evaluator = wasBusy ? evaluator : mine;
        }
    }
}
