package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
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
 * @param values over a row of the parameters
 * @param constants the values that are there already, null for others
 */
record InsertRow(Statement.Insert insert, List<Expr> values, Column[] constants, boolean isImmediate)
        implements ShortPath {

    /** Null when the statement is of another kind. */
    static InsertRow of(Statement.Insert insert, Session session) {
        CatalogSnapshot catalog = session.transaction().catalog();
        boolean isPlain = insert.rules().partitions() == null && catalog.triggers(insert.relation()).isEmpty()
                && catalog.lateKeys(insert.relation()).isEmpty();
        List<Expr> values = isPlain ? values(insert.source().root()) : null;
        if (values == null) {
            return null;
        }
        List<Expr> ofArguments = values.stream().map(value -> value.rewrite(InsertRow::ofArguments)).toList();
        Schema schema = insert.source().root().schema();
        Column[] constants = new Column[values.size()];
        for (int i = 0; i < constants.length; i++) {
            if (values.get(i) instanceof Expr.Literal literal) {
                constants[i] = Literals.column(literal.value() == null ? Expr.Literal.ofNull(schema.type(i)) : literal);
            }
        }
        return new InsertRow(insert, ofArguments, constants, isImmediate(insert, catalog));
    }

    private static Expr ofArguments(Expr part) {
        return part instanceof Expr.Parameter parameter ? new Expr.Input(parameter.index(), parameter.type()) : part;
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
            case Expr.Literal _, Expr.Parameter _ -> true;
            case Expr.Now now -> now.type().equals(SqlType.TIMESTAMPTZ);
            case Expr.Cast cast -> isComputed(cast.operand());
            case Expr.Call call -> PointRow.isCheap(call) && call.operands().stream().allMatch(InsertRow::isComputed);
            case Expr other -> false;
        };
    }

    @Override
    public Outcome take(List<Expr.Literal> arguments, Execution run) {
        DeltaBatch row = row(arguments, run);
        // Null where a value does not fit its column: running the statement says which, and how.
        return row == null ? null : InsertHandler.write(bound(arguments, run), row, run);
    }

    private DeltaBatch row(List<Expr.Literal> arguments, Execution run) {
        Column[] given = new Column[arguments.size()];
        for (int i = 0; i < given.length; i++) {
            given[i] = Literals.column(arguments.get(i));
        }
        DeltaBatch input = DeltaBatch.inserts(given, 1);
        Column[] row = new Column[constants.length];
        Evaluator.Failures failures = new Evaluator.Failures();
        for (int i = 0; i < row.length; i++) {
            row[i] = constants[i] == null ? value(values.get(i), input, run, failures) : constants[i];
        }
        return failures.isEmpty() ? DeltaBatch.inserts(row, 1) : null;
    }

    private static Column value(Expr value, DeltaBatch arguments, Execution run, Evaluator.Failures failures) {
        return value instanceof Expr.Input argument
                ? arguments.column(argument.index())
                : new RowExpressions(run).evaluateCheap(value, arguments, failures);
    }

    /** The rest of the statement with its arguments; the row is made already. */
    private Statement.Insert bound(List<Expr.Literal> arguments, Execution run) {
        boolean isOnlyRow = insert.onConflict() == null && insert.returning() == null;
        return isOnlyRow || arguments.isEmpty()
                ? insert
                : run.database().planning().boundBeside(insert, arguments, run.session());
    }
}
