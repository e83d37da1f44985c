package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Routine;

/** What the body of a function was called with: {@code $1}, and the names of its parameters. */
final class RoutineArguments {

    private final Routine routine;
    private final List<Expr> values;
    private final int[] uses;

    RoutineArguments(Routine routine, List<Expr> values) {
        this.routine = routine;
        this.values = List.copyOf(values);
        this.uses = new int[values.size()];
    }

    Routine routine() {
        return routine;
    }

    /** @param index from 0 */
    Expr numbered(int index) {
        if (index >= values.size()) {
            throw new SqlException(SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + (index + 1));
        }
        uses[index]++;
        return values.get(index);
    }

    /** {@code x} or {@code f.x}, and a field of either, {@code x.a} or {@code f.x.a}; or null. */
    Expr named(SqlIdentifier identifier, RowValues rows) {
        List<String> names = identifier.names;
        Expr value = value(names);
        if (value != null || names.size() < 2) {
            return value;
        }
        Expr row = value(names.subList(0, names.size() - 1));
        boolean isField = row != null && Rows.isRow(row) && row.type().row().indexOf(names.getLast()) >= 0;
        return isField ? rows.field(row, names.getLast(), identifier) : null;
    }

    private Expr value(List<String> names) {
        if (names.size() > 2 || names.size() == 2 && !names.getFirst().equals(routine.name())) {
            return null;
        }
        for (int i = 0; i < values.size(); i++) {
            if (names.getLast().equals(routine.inputs().get(i).name())) {
                return numbered(i);
            }
        }
        return null;
    }

    /**
     * @param isExpression whether what reads an argument is computed once for each call
     * @throws SqlException 0A000 when an argument that is another each time would not be computed exactly once
     */
    void requireOnce(boolean isExpression, Binding binding, SqlNode at) {
        for (int i = 0; i < uses.length; i++) {
            if ((uses[i] != 1 || !isExpression || routine.isStrict()) && isVolatile(values.get(i), binding)) {
                throw SqlException.unsupported("a volatile argument of the function " + routine.name())
                        .withHint("Compute it in a subquery of FROM.")
                        .at(binding.at(at));
            }
        }
    }

    private static boolean isVolatile(Expr expr, Binding binding) {
        boolean isOne = expr instanceof Expr.Call call && Constants.isVolatile(call.function(), binding);
        return isOne || expr.operands().stream().anyMatch(operand -> isVolatile(operand, binding));
    }
}
