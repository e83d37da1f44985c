package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.JavaField;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Routine;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.Unnest;

/**
 * A call of a function whose body is a method in Java. The plan names the code by what it is, so that whatever is
 * planned with it goes on with that code, whatever becomes of the function.
 */
final class JavaRoutine {

    private final Routine routine;
    private final List<Expr> arguments;
    private final Binding binding;
    private final SqlNode at;

    JavaRoutine(Routine routine, List<Expr> arguments, Binding binding, SqlNode at) {
        this.routine = routine;
        this.arguments = arguments;
        this.binding = binding;
        this.at = at;
    }

    static boolean is(Routine routine) {
        return JavaCall.is(routine.body());
    }

    private Expr.Call call() {
        JavaCall java = JavaCall.of(routine.body());
        if (binding.isKept() && java.volatility() == Volatility.VOLATILE) {
            throw SqlException.unsupported("the volatile function " + routine.name() + " in a materialized view")
                    .withHint("Declare it IMMUTABLE if it gives the same for the same arguments.")
                    .at(binding.at(at));
        }
        List<Expr> given = new ArrayList<>();
        for (Expr argument : arguments) {
            given.add(typed(argument, JavaCall.handed(argument.type())));
        }
        return new Expr.Call(java.signature(given.stream().map(Expr::type).toList()).id(), given, java.type());
    }

    private static Expr typed(Expr value, SqlType type) {
        return value.type().equals(type) ? value : new Expr.Cast(value, type);
    }

    /** The one result. */
    Expr value() {
        return typed(call(), routine.result());
    }

    /** All results as an array. */
    Expr array() {
        return typed(call(), SqlType.arrayOf(routine.result()));
    }

    /** The results as a relation. */
    BoundQuery rows() {
        Expr.Call call = call();
        JavaCall java = JavaCall.of(routine.body());
        Column element = binding.numbers.column(routine.name(), call.type().element(), true);
        Rel unnested = new Unnest(Rel.Values.oneRow(), List.of(call), List.of(element), null);
        boolean isValues = java.form() == JavaCall.Form.LIST;
        List<Expr> outputs = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < java.columns().size(); i++) {
            Expr field = isValues ? element.reference() : new JavaField(i, java.columns()).call(element.reference());
            outputs.add(typed(field, routine.row() == null ? routine.result() : routine.row().field(i).type()));
            String name = routine.row() == null ? routine.name() : routine.row().field(i).name();
            columns.add(binding.numbers.column(name, outputs.getLast().type(), true));
        }
        return BoundQuery.unordered(new Rel.Project(unnested, outputs, columns), columns);
    }
}
