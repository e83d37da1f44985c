package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JavaCall.Form;
import dev.millrace.executor.plan.RoutineCall;
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
    /** The type of one value or row. */
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

    private Expr.Call call(Form form, SqlType type) {
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
            boolean ofStatements = routine.procedural().ofStatements();
            throw SqlException.unsupported("the " + (ofStatements ? "SQL" : "PL/pgSQL") + " function " + routine.name()
                            + " in a materialized view")
                    .withHint("A view is kept up to date by what its query reads: write the function "
                            + (ofStatements ? "as one query." : "in SQL."))
                    .at(binding.at(at));
        }
        RoutineCall call = new RoutineCall(
                routine.id(), form, routine.isStrict() && !routine.inputs().isEmpty(), routine.volatility());
        return new Expr.Call(
                call.signature(arguments.stream().map(Expr::type).toList(), type).id(), arguments, type);
    }

    /** The one result. */
    Expr value() {
        if (SqlType.RECORD.equals(result)) {
            throw SqlException.unsupported("a record of any fields of the PL/pgSQL function " + routine.name()
                            + " as one value")
                    .withHint("Call it in FROM, with a column definition list.")
                    .at(binding.at(at));
        }
        return call(Form.VALUE, routine.returnsNothing() ? SqlType.TEXT : result);
    }

    /** All results as an array. */
    Expr array() {
        if (SqlType.RECORD.equals(result)) {
            value();
        }
        return call(Form.LIST, SqlType.arrayOf(result));
    }

    /** The results as a relation. @param names of its columns */
    BoundQuery rows(List<String> names) {
        Column element = binding.numbers.column(names.getFirst(), result, true);
        Rel unnested = new Unnest(Rel.Values.oneRow(), List.of(array()), List.of(element), null);
        if (result.kind() != SqlType.Kind.RECORD) {
            return BoundQuery.unordered(unnested, List.of(element));
        }
        List<Expr> fields = Rows.fields(element.reference());
        List<Column> columns = new ArrayList<>();
        for (Expr field : fields) {
            columns.add(binding.numbers.column(names.get(columns.size()), field.type(), true));
        }
        return BoundQuery.unordered(new Rel.Project(unnested, fields, columns), columns);
    }
}
