package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.JavaCall.Form;
import dev.millrace.executor.plan.JavaField;
import dev.millrace.executor.plan.RoutineCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Routine;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.Unnest;

/** A call of a function in a procedural language, which a session runs, row by row. */
final class ProceduralRoutine {

    private final Routine routine;
    private final List<Expr> arguments;
    private final Binding binding;
    private final SqlNode at;
    /** Of one value; null where a row is returned. */
    private final SqlType result;

    ProceduralRoutine(Routine routine, List<Expr> arguments, SqlType result, Binding binding, SqlNode at) {
        this.routine = routine;
        this.arguments = arguments;
        this.result = result;
        this.binding = binding;
        this.at = at;
    }

    static boolean is(Routine routine) {
        return routine.procedural() != null;
    }

    /** {@code f(integer, text)}. */
    static String spelled(Routine routine) {
        return routine.spelled().replace(",", ", ");
    }

    private Expr.Call call(Form form, List<SqlType> columns, SqlType type) {
        if (routine.isProcedure()) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, spelled(routine) + " is a procedure")
                    .withHint("To call a procedure, use CALL.")
                    .at(binding.at(at));
        }
        if (routine.procedural().isTrigger()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "trigger functions can only be called as triggers");
        }
        if (binding.isKept()) {
            throw SqlException.unsupported("the PL/pgSQL function " + routine.name() + " in a materialized view")
                    .withHint("A view is kept up to date by what its query reads: write the function in SQL.")
                    .at(binding.at(at));
        }
        RoutineCall call = new RoutineCall(
                routine.id(), form, routine.isStrict() && !routine.inputs().isEmpty(), routine.volatility(), columns);
        return new Expr.Call(
                call.signature(arguments.stream().map(Expr::type).toList(), type).id(), arguments, type);
    }

    /** The one result. */
    Expr value() {
        return call(Form.VALUE, List.of(), routine.returnsNothing() ? SqlType.TEXT : result);
    }

    /** All results as an array. */
    Expr array() {
        return call(Form.LIST, List.of(), SqlType.arrayOf(result));
    }

    /** The results as a relation. */
    BoundQuery rows(List<SqlType> types) {
        boolean isRow = routine.returnsRows();
        Expr.Call call = isRow
                ? call(routine.isSet() ? Form.ROWS : Form.ROW, types.stream().map(JavaCall::handed).toList(),
                        SqlType.arrayOf(SqlType.BYTEA))
                : (Expr.Call) array();
        Column element = binding.numbers.column(routine.name(), call.type().element(), true);
        Rel unnested = new Unnest(Rel.Values.oneRow(), List.of(call), List.of(element), null);
        List<Expr> outputs = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Schema row = routine.row();
            Expr field = isRow
                    ? new JavaField(i, types.stream().map(JavaCall::handed).toList()).call(element.reference())
                    : element.reference();
            outputs.add(field.type().equals(types.get(i)) ? field : new Expr.Cast(field, types.get(i)));
            String name = row == null ? routine.name() : row.field(i).name();
            columns.add(binding.numbers.column(name, types.get(i), true));
        }
        return BoundQuery.unordered(new Rel.Project(unnested, outputs, columns), columns);
    }
}
