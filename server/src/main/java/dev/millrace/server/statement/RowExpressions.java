package dev.millrace.server.statement;

import java.time.ZoneId;
import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.expression.ExpressionCompiler;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.server.session.Execution;

/**
 * Expressions over rows at hand: checks, RETURNING, the new values of ON CONFLICT; by the functions that run in
 * views.
 */
final class RowExpressions {

    private final Execution run;

    RowExpressions(Execution run) {
        this.run = run;
    }

    /** @throws SqlException when it fails for any row */
    Column evaluate(Expr expression, DeltaBatch rows) {
        if (expression instanceof Expr.Input input) {
            return rows.column(input.index());
        }
        if (expression instanceof Expr.Literal literal && rows.size() == 1) {
            return Literals.column(literal);
        }
        ZoneId zone = run.session().settings().zone();
        Evaluator evaluator = new ExpressionCompiler(Functions.standard(), zone).compile(expression);
        Evaluator.Failures failures = new Evaluator.Failures();
        return checked(evaluator.evaluate(rows, run.transaction().clockMicros(), failures), rows, failures);
    }

    /** The same of what belongs to the table, and comes again with every statement. */
    Column evaluateOften(Expr expression, DeltaBatch rows) {
        if (!PointRow.isCheap(expression)) {
            return evaluate(expression, rows);
        }
        Evaluator.Failures failures = new Evaluator.Failures();
        return checked(evaluateCheap(expression, rows, failures), rows, failures);
    }

    /** What is cheap, compiled once for all statements; rows that fail are noted. */
    Column evaluateCheap(Expr expression, DeltaBatch rows, Evaluator.Failures failures) {
        return run.database().planning().compiled().evaluate(
                expression, rows, run.transaction().clockMicros(), run.session().settings().zone(), failures);
    }

    private static Column checked(Column values, DeltaBatch rows, Evaluator.Failures failures) {
        if (!failures.isEmpty()) {
            for (int row = 0; row < rows.size(); row++) {
                if (failures.of(row) != null) {
                    throw failures.of(row);
                }
            }
        }
        return values;
    }

    /** One column for each expression, every row once. */
    DeltaBatch project(List<Expr> expressions, DeltaBatch rows) {
        Column[] columns = new Column[expressions.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = evaluate(expressions.get(i), rows);
        }
        return DeltaBatch.inserts(columns, rows.size());
    }

    /** The rows for which a condition is true. */
    DeltaBatch filter(Expr condition, DeltaBatch rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        WordColumn truth = (WordColumn) evaluate(condition, rows);
        int[] taken = new int[rows.size()];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (!truth.isNull(row) && truth.value(row) != 0) {
                taken[count++] = row;
            }
        }
        return count == rows.size() ? rows : rows.select(taken, count);
    }

    /** The first row for which a condition is false (not NULL), or -1. */
    int firstFalse(Expr condition, DeltaBatch rows) {
        return first(condition, rows, false);
    }

    /** The first row for which a condition is false or NULL, or -1. */
    int firstNotTrue(Expr condition, DeltaBatch rows) {
        return rows.isEmpty() ? -1 : first(condition, rows, true);
    }

    private int first(Expr condition, DeltaBatch rows, boolean isNullFalse) {
        Column truth = evaluateOften(condition, rows);
        for (int row = 0; row < rows.size(); row++) {
            if (truth.isNull(row) ? isNullFalse : ((WordColumn) truth).value(row) == 0) {
                return row;
            }
        }
        return -1;
    }
}
