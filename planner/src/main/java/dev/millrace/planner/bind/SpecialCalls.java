package dev.millrace.planner.bind;

import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlTrimFunction;

import dev.millrace.executor.plan.Expr;

/** Functions whose arguments SQL writes with words between them, as calls of plain ones. */
final class SpecialCalls {

    private SpecialCalls() {}

    /** {@code trim([leading|trailing|both] [characters] from value)}. */
    static Expr trim(List<SqlNode> nodes, CallBinder calls, ExpressionBinder expressions, Frame frame, SqlNode at) {
        if (nodes.size() != 3 || !(nodes.getFirst() instanceof SqlLiteral flag)) {
            List<Expr> plain = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
            return calls.named("btrim", plain, nodes, at);
        }
        String name = switch (flag.getValueAs(SqlTrimFunction.Flag.class)) {
            case BOTH -> "btrim";
            case LEADING -> "ltrim";
            case TRAILING -> "rtrim";
        };
        List<SqlNode> swapped = List.of(nodes.get(2), nodes.get(1));
        return calls.named(name, swapped.stream().map(node -> expressions.bind(node, frame)).toList(), swapped, at);
    }

    /** {@code position(part in whole)} is {@code strpos(whole, part)}. */
    static Expr position(List<SqlNode> nodes, CallBinder calls, ExpressionBinder expressions, Frame frame, SqlNode at) {
        List<SqlNode> swapped = nodes.size() == 2 ? nodes.reversed() : nodes;
        return calls.named(
                "strpos", swapped.stream().map(node -> expressions.bind(node, frame)).toList(), swapped, at);
    }

    /** {@code extract(field from value)}: the field arrives as a word or as text. */
    static Expr extract(List<SqlNode> nodes, CallBinder calls, ExpressionBinder expressions, Frame frame, SqlNode at) {
        List<Expr> arguments = nodes.stream()
                .map(node -> node instanceof SqlIntervalQualifier unit
                        ? Literals.text(unit.getUnit().name().toLowerCase(Locale.ROOT))
                        : expressions.bind(node, frame))
                .toList();
        return calls.named("extract", arguments, nodes, at);
    }
}
