package dev.millrace.executor.window;

import java.util.function.Function;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;

/** Evaluates what is the same for all rows. */
final class Settings {

    private Settings() {}

    /**
     * The value, in a column of one row.
     *
     * @throws dev.millrace.executor.plan.SqlException when it cannot be computed
     */
    static Column evaluate(Expr constant, Function<Expr, Evaluator> compiler) {
        Evaluator.Failures failures = new Evaluator.Failures();
        Column value = compiler.apply(constant).evaluate(DeltaBatch.inserts(new Column[0], 1), 0, failures);
        if (failures.of(0) != null) {
            throw failures.of(0);
        }
        return value;
    }
}
