package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
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
        SqlType type = null;
        boolean isList = symbol.equals("=") && !isAll || symbol.equals("<>") && isAll;
        if (isList && array.getKind() == SqlKind.CAST && isConstructor(((SqlCall) array).operand(0))
                && ((SqlCall) array).operand(1) instanceof SqlDataTypeSpec spec) {
            // How PostgreSQL writes IN over varchar: each element is converted.
            SqlType declared = TypeNames.declared(spec, expressions.binding).type();
            type = declared.kind() == SqlType.Kind.ARRAY ? declared.element() : null;
            array = type == null ? array : ((SqlCall) array).operand(0);
        }
        if (array.getKind() != SqlKind.ARRAY_VALUE_CONSTRUCTOR || isNested((SqlCall) array)) {
            return computed(symbol, isAll, call, array, expressions, frame);
        }
        List<SqlNode> elements = ((SqlCall) array).getOperandList();
        if (isList) {
            List<SqlNode> nodes = new ArrayList<>(List.of(value));
            nodes.addAll(elements);
            List<Expr> bound = new ArrayList<>(List.of(expressions.bind(value, frame)));
            for (SqlNode element : elements) {
                Expr one = expressions.bind(element, frame);
                bound.add(type == null ? one : expressions.binding.coercion.cast(one, type, element));
            }
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

    private static boolean isConstructor(SqlNode node) {
        return node.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR;
    }

    private static boolean isNested(SqlCall array) {
        return array.getOperandList().stream()
                .anyMatch(element -> element.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR);
    }

    /** Over an array that an expression or a parameter gives. */
    private static Expr computed(
            String symbol, boolean isAll, SqlCall call, SqlNode array, ExpressionBinder expressions, Frame frame) {
        String function = symbol + (isAll ? " all" : " any");
        if (expressions.binding.functions.overloads(function).isEmpty()) {
            throw expressions.unsupported("the operator " + symbol + " with ANY or ALL over this array", call);
        }
        SqlNode node = call.operand(0);
        Coercion coercion = expressions.binding.coercion;
        Expr value = expressions.bind(node, frame);
        Expr elements = expressions.bind(array, frame);
        if (!Coercion.isUnknown(elements) && elements.type().kind() != SqlType.Kind.ARRAY) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires array on right side")
                    .at(expressions.binding.at(array));
        }
        SqlType type = symbol.contains("~")
                ? SqlType.TEXT
                : common(coercion.decided(value, node).type(), value, elements);
        if (type == null || symbol.contains("~") && !isText(value)) {
            throw new SqlException(
                            SqlState.UNDEFINED_FUNCTION,
                            "operator does not exist: " + value.type().withoutModifiers() + " " + symbol + " "
                                    + elements.type().element().withoutModifiers())
                    .withHint("No operator matches the given name and argument types. "
                            + "You might need to add explicit type casts.")
                    .at(expressions.binding.at(call));
        }
        Expr converted = coercion.convertArgument(value, type, node);
        Expr all = coercion.convert(elements, SqlType.arrayOf(type), array);
        Expr holds = expressions.calls.named(function, List.of(converted, all), List.of(node, array), call);
        return isAll || converted instanceof Expr.Literal
                ? ofNone(converted, all, isAll, holds, expressions, array)
                : holds;
    }

    /** Over no elements ALL is true and ANY false, even for NULL. */
    private static Expr ofNone(
            Expr value, Expr array, boolean isAll, Expr otherwise, ExpressionBinder expressions, SqlNode at) {
        if (value instanceof Expr.Literal literal && literal.value() != null) {
            return otherwise;
        }
        Expr count = expressions.calls.named("cardinality", List.of(array), List.of(at), at);
        Expr isEmpty = expressions.calls.operator(
                "=", List.of(count, new Expr.Literal(0L, SqlType.INTEGER)), List.of(at, at), at);
        Expr isNull = new Expr.IsNull(value);
        return new Expr.Case(
                List.of(
                        new Expr.And(List.of(isNull, isEmpty)),
                        isAll ? Expr.Literal.TRUE : Expr.Literal.FALSE,
                        otherwise),
                SqlType.BOOLEAN);
    }

    private static boolean isText(Expr value) {
        return value.type().kind().isText() || Coercion.isUnknown(value);
    }

    /** What the value and the elements are compared as; null for nothing. */
    private static SqlType common(SqlType decided, Expr value, Expr elements) {
        if (Coercion.isUnknown(elements)) {
            return decided.withoutModifiers();
        }
        SqlType element = elements.type().element().withoutModifiers();
        return Coercion.isUnknown(value) ? element : plain(Conversions.common(List.of(element, decided)));
    }

    private static SqlType plain(SqlType type) {
        return type == null ? null : type.withoutModifiers();
    }
}
