package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.ShortPath;

/**
 * INSERT of one row of constants, parameters and the clock: the row is made of them, without a query that would give
 * it.
 */
record InsertRow(Statement.Insert insert, List<Expr> values, boolean asksClock) implements ShortPath {

    /** Null when the statement is of another kind. */
    static InsertRow of(Statement.Insert insert, Session session) {
        boolean isAlone = session.transaction().catalog().triggers(insert.relation()).isEmpty();
        if (!isAlone || insert.returning() != null || insert.onConflict() != null) {
            return null;
        }
        List<Expr> values = values(insert.source().root());
        return values == null ? null : new InsertRow(insert, values, values.stream().anyMatch(Expr::asksClock));
    }

    private static List<Expr> values(Plan plan) {
        if (plan instanceof Plan.Project project && values(project.input()) != null) {
            return project.expressions().stream().allMatch(InsertRow::isConstant) ? project.expressions() : null;
        }
        return plan instanceof Plan.Values values
                        && values.rows().size() == 1
                        && values.rows().getFirst().stream().allMatch(InsertRow::isConstant)
                ? values.rows().getFirst()
                : null;
    }

    /** Casts of parameters become constants when these get their values. */
    private static boolean isConstant(Expr expression) {
        return switch (expression) {
            case Expr.Literal _, Expr.Parameter _ -> true;
            case Expr.Now now -> now.type().equals(SqlType.TIMESTAMPTZ);
            case Expr.Cast cast -> isConstant(cast.operand());
            case Expr other -> false;
        };
    }

    @Override
    public Outcome take(List<Expr.Literal> arguments, Execution run) {
        List<Expr.Literal> row =
                run.database().planning().values(atNow(run.transaction().clockMicros()), arguments, run.session());
        if (row == null) {
            return null; // a value does not fit its column: running the statement says which, and how
        }
        BatchBuilder builder = new BatchBuilder(insert.source().root().schema());
        for (int i = 0; i < row.size(); i++) {
            Literals.append(row.get(i), builder.column(i));
        }
        builder.endRow(1);
        return InsertHandler.write(insert, builder.buildLast(), run);
    }

    private List<Expr> atNow(long clockMicros) {
        return !asksClock
                ? values
                : values.stream()
                        .map(value -> value.rewrite(part -> part instanceof Expr.Now now
                                ? new Expr.Literal(clockMicros, now.type()) : part))
                        .toList();
    }

    @Override
    public boolean isImmediate() {
        // A sequence may have to wait for the disk.
        return insert.rules().numbered().isEmpty() && PointRow.isCheap(insert.rules());
    }
}
