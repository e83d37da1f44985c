package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.logical.Expressions;

/** {@code value op ANY (ARRAY[…])} and ALL: spelled out over the elements, as the array is written in the statement. */
final class QuantifiedArrays {

    private QuantifiedArrays() {}

    static Expr bind(String symbol, boolean isAll, SqlCall call, ExpressionBinder expressions, Frame frame) {
        SqlNode value = call.operand(0);
        SqlNode array = call.operand(1);
        if (array instanceof SqlNodeList list && list.size() == 1) {
            array = list.get(0);
        }
        if (array.getKind() != SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
            throw expressions.unsupported("ANY or ALL over an array that is not written as ARRAY[...]", array);
        }
        List<SqlNode> elements = ((SqlCall) array).getOperandList();
        if (symbol.equals("=") && !isAll || symbol.equals("<>") && isAll) {
            List<SqlNode> nodes = new ArrayList<>(List.of(value));
            nodes.addAll(elements);
            List<Expr> bound = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
            Expr in = bound.size() == 1 ? Expr.Literal.FALSE : expressions.inList(call, nodes, bound);
            return isAll ? Expressions.not(in) : in;
        }
        Expr bound = expressions.bind(value, frame);
        List<Expr> comparisons = elements.stream()
                .map(element -> expressions.calls.operator(
                        symbol, List.of(bound, expressions.bind(element, frame)), List.of(value, element), call))
                .toList();
        return isAll ? new Expr.And(comparisons) : new Expr.Or(comparisons);
    }
}
