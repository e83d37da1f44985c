package dev.millrace.planner.logical;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

/**
 * A column of the logical plan.
 *
 * @param id unique in the statement: what {@code Expr.Input} refers to
 * @param name as the user would call it
 * @param nullable false only when NULL can never occur here
 */
public record Column(int id, String name, SqlType type, boolean nullable) {

    public Expr.Input reference() {
        return new Expr.Input(id, type);
    }

    public Column asNullable() {
        return nullable ? this : new Column(id, name, type, true);
    }
}
