package dev.millrace.executor.plan;

/**
 * Evaluates an expression without inputs, by the same functions that run in views, so that a literal folded at plan
 * time and a value computed at run time never differ (law 1).
 */
public interface ConstantEvaluator {

    /**
     * The value of an expression that has no {@link Expr.Input}, {@link Expr.Parameter} or {@link Expr.Now}.
     *
     * @throws SqlException when the evaluation fails (overflow, invalid text, ...)
     */
    Expr.Literal evaluate(Expr expression);
}
