package dev.millrace.planner.bind;

import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** {@code greatest} and {@code least}: they compare in the common type of their arguments, and answer in it. */
final class Extremes {

    private Extremes() {}

    static Expr bind(String name, List<SqlNode> nodes, Frame frame, SqlCall call, ExpressionBinder expressions) {
        if (nodes.isEmpty()) {
            throw expressions.calls.missing(name, List.of(), OverloadResolution.Outcome.NONE, call);
        }
        Binding binding = expressions.binding;
        List<Expr> arguments = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
        SqlType common = binding.coercion.common(arguments, nodes, name.toUpperCase(Locale.ROOT)).named();
        SqlType type = common.kind() == SqlType.Kind.UNKNOWN ? SqlType.TEXT : common;
        OverloadResolution.Match match = OverloadResolution.resolve(
                        binding.functions.overloads(name), List.of(type.withoutModifiers()))
                .match();
        if (match == null) {
            throw new SqlException(
                    SqlState.UNDEFINED_FUNCTION, "could not identify a comparison function for type " + type);
        }
        return new Expr.Call(match.signature().id(), binding.coercion.convertAll(arguments, type, nodes), type);
    }
}
