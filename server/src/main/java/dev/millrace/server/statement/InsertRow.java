package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.ShortPath;

/**
 * INSERT of one row of constants, parameters, the clock and what operators make of them, with or without ON CONFLICT
 * and RETURNING: the row is made without a query that would give it.
 *
 * @param isPlain whether the values are there once parameters and the clock are, without operators
 */
record InsertRow(Statement.Insert insert, List<Expr> values, boolean asksClock, boolean isPlain, boolean isImmediate)
        implements ShortPath {

    private static final DeltaBatch NO_COLUMNS = DeltaBatch.inserts(new Column[0], 1);

    /** Null when the statement is of another kind. */
    static InsertRow of(Statement.Insert insert, Session session) {
        CatalogSnapshot catalog = session.transaction().catalog();
        List<Expr> values = catalog.triggers(insert.relation()).isEmpty() ? values(insert.source().root()) : null;
        if (values == null) {
            return null;
        }
        boolean asksClock = values.stream().anyMatch(Expr::asksClock);
        boolean isPlain = values.stream().allMatch(InsertRow::isConstant);
        return new InsertRow(insert, values, asksClock, isPlain, isImmediate(insert, catalog));
    }

    private static boolean isImmediate(Statement.Insert insert, CatalogSnapshot catalog) {
        // A sequence may have to wait for the disk.
        return insert.rules().numbered().isEmpty()
                && PointRow.isCheap(insert.rules())
                && (insert.returning() == null || areCheap(insert.returning().expressions()))
                && (insert.onConflict() == null || isImmediate(insert.onConflict(), insert.relation(), catalog));
    }

    private static boolean isImmediate(Statement.OnConflict conflict, long relation, CatalogSnapshot catalog) {
        // What refers to a row that changes has to be looked for, which may take any time.
        return conflict.assignments() == null
                || catalog.references(relation).isEmpty()
                        && areCheap(conflict.assignments())
                        && (conflict.condition() == null || PointRow.isCheap(conflict.condition()));
    }

    private static boolean areCheap(List<Expr> expressions) {
        return expressions.stream().allMatch(PointRow::isCheap);
    }

    private static List<Expr> values(Plan plan) {
        if (plan instanceof Plan.Project project && values(project.input()) != null) {
            return isRow(project.expressions()) ? project.expressions() : null;
        }
        return plan instanceof Plan.Values values
                        && values.rows().size() == 1
                        && isRow(values.rows().getFirst())
                ? values.rows().getFirst()
                : null;
    }

    private static boolean isRow(List<Expr> expressions) {
        return expressions.stream().allMatch(InsertRow::isComputed);
    }

    private static boolean isComputed(Expr expression) {
        return switch (expression) {
            case Expr.Cast cast -> isComputed(cast.operand());
            case Expr.Call call -> PointRow.isCheap(call) && call.operands().stream().allMatch(InsertRow::isComputed);
            case Expr other -> isConstant(other);
        };
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
        List<Expr> given = atNow(run.transaction().clockMicros());
        DeltaBatch row = isPlain ? literals(given, arguments, run) : computed(given, arguments, run);
        // Null where a value does not fit its column: running the statement says which, and how.
        return row == null ? null : InsertHandler.write(bound(arguments, run), row, run);
    }

    private DeltaBatch literals(List<Expr> given, List<Expr.Literal> arguments, Execution run) {
        List<Expr.Literal> row = run.database().planning().values(given, arguments, run.session());
        if (row == null) {
            return null;
        }
        BatchBuilder builder = new BatchBuilder(insert.source().root().schema());
        for (int i = 0; i < row.size(); i++) {
            Literals.append(row.get(i), builder.column(i));
        }
        builder.endRow(1);
        return builder.buildLast();
    }

    private static DeltaBatch computed(List<Expr> given, List<Expr.Literal> arguments, Execution run) {
        return new RowExpressions(run)
                .project(run.database().planning().bound(given, arguments, run.session()), NO_COLUMNS);
    }

    /** The rest of the statement with its arguments; the row is made already. */
    private Statement.Insert bound(List<Expr.Literal> arguments, Execution run) {
        boolean isOnlyRow = insert.onConflict() == null && insert.returning() == null;
        return isOnlyRow || arguments.isEmpty()
                ? insert
                : run.database().planning().boundBeside(insert, arguments, run.session());
    }

    private List<Expr> atNow(long clockMicros) {
        return !asksClock
                ? values
                : values.stream()
                        .map(value -> value.rewrite(part -> part instanceof Expr.Now now
                                ? new Expr.Literal(clockMicros, now.type()) : part))
                        .toList();
    }
}
