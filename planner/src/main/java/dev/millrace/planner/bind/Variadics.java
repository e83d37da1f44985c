package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.bind.OverloadResolution.Outcome;

/** {@code concat(VARIADIC array)}: the elements of an array as arguments of a function that takes any number. */
final class Variadics {

    private static final SqlType TEXTS = SqlType.arrayOf(SqlType.TEXT);

    private Variadics() {}

    static Expr bind(String name, SqlCall call, CallBinder calls, ExpressionBinder expressions, Frame frame) {
        List<SqlNode> nodes = new ArrayList<>(
                call.getOperandList().stream().map(NamedArguments::value).toList());
        Expr multirange = Multiranges.bind(name, nodes, calls, expressions, frame, call);
        if (multirange != null) {
            return multirange;
        }
        List<Expr> arguments = new ArrayList<>(
                nodes.stream().map(node -> expressions.bind(node, frame)).toList());
        String builder = JsonCalls.BUILDERS.get(name);
        if (builder != null) {
            return json(name, builder, arguments, nodes, call, calls, expressions);
        }
        if (expressions.binding.functions.overloads(name).stream().noneMatch(function -> function.variadic())) {
            throw calls.missing(name, arguments, Outcome.NONE, call);
        }
        Coercion coercion = expressions.binding.coercion;
        Expr array = arguments.getLast();
        if (array.type().kind() != SqlType.Kind.ARRAY && !Coercion.isUnknown(array)) {
            throw new SqlException(SqlState.DATATYPE_MISMATCH, "VARIADIC argument must be an array")
                    .at(expressions.binding.at(nodes.getLast()));
        }
        boolean isBoolean = array.type().kind() == SqlType.Kind.ARRAY
                && array.type().element().kind() == SqlType.Kind.BOOLEAN;
        // As they are shown: "t", where a cast makes "true" of it.
        Expr shown = isBoolean ? coercion.convert(array, SqlType.TEXT, nodes.getLast()) : array;
        Expr texts = coercion.convert(
                Coercion.isUnknown(array) ? coercion.convert(array, TEXTS, nodes.getLast()) : shown, TEXTS,
                nodes.getLast());
        arguments.set(arguments.size() - 1, texts);
        return spread(name, arguments, texts, nodes, call, calls);
    }

    private static Expr json(
            String name, String builder, List<Expr> arguments, List<SqlNode> nodes, SqlCall call, CallBinder calls,
            ExpressionBinder expressions) {
        if (arguments.size() != 1) {
            throw calls.missing(name, arguments, Outcome.NONE, call);
        }
        Expr array = arguments.getFirst();
        if (array.type().kind() != SqlType.Kind.ARRAY) {
            throw new SqlException(SqlState.DATATYPE_MISMATCH, "VARIADIC argument must be an array")
                    .at(expressions.binding.at(nodes.getFirst()));
        }
        Expr texts = calls.named("json elements", arguments, nodes, call);
        return spread(builder, List.of(texts), texts, nodes, call, calls);
    }

    private static Expr spread(
            String name, List<Expr> arguments, Expr texts, List<SqlNode> nodes, SqlCall call, CallBinder calls) {
        Expr value = calls.named("variadic " + name, arguments, nodes, call);
        // Only format has something to say without an array.
        return name.equals("format")
                ? value
                : new Expr.Case(
                        List.of(new Expr.IsNull(texts), Expr.Literal.ofNull(value.type()), value), value.type());
    }
}
