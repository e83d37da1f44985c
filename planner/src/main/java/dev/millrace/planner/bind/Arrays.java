package dev.millrace.planner.bind;

import java.util.List;
import java.util.Set;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** Array constructors and subscripts, as calls of functions. */
final class Arrays {

    /** PostgreSQL's catalog columns of type int2vector and oidvector: here text, as those are written. */
    private static final Set<String> VECTORS = Set.of(
            "indkey", "indoption", "indclass", "indcollation", "prattrs", "proargtypes", "stxkeys", "tgattr",
            "partattrs", "partclass", "partcollation");

    private Arrays() {}

    /** {@code ARRAY[]}, which only a cast can give a type. */
    static boolean isEmpty(SqlNode node) {
        return node instanceof SqlCall call
                && call.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
                && call.operandCount() == 0;
    }

    /** {@code ARRAY[a, b]}: an empty array of their common type with one element after the other appended. */
    static Expr construct(SqlCall call, ExpressionBinder expressions, Frame frame) {
        List<SqlNode> nodes = call.getOperandList();
        if (nodes.isEmpty()) {
            throw new SqlException(SqlState.INDETERMINATE_DATATYPE, "cannot determine type of empty array")
                    .withHint("Explicitly cast to the desired type, for example '{}'::integer[].")
                    .at(expressions.binding.at(call));
        }
        List<Expr> elements = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
        Coercion coercion = expressions.binding.coercion;
        SqlType type = coercion.common(elements, nodes, "ARRAY").withoutModifiers();
        Expr array = coercion.convert(Literals.text("{}"), SqlType.arrayOf(type), call);
        for (int i = 0; i < nodes.size(); i++) {
            Expr element = coercion.convert(elements.get(i), type, nodes.get(i));
            array = expressions.calls.named("array_append", List.of(array, element), List.of(call, nodes.get(i)), call);
        }
        return array;
    }

    /** Under its own name, or one that a driver gave it in a subquery, as {@code i_indkey}. */
    private static boolean isVector(String column) {
        return VECTORS.contains(column.substring(column.lastIndexOf('_') + 1));
    }

    /** {@code array[n]}. */
    static Expr element(SqlCall call, ExpressionBinder expressions, Frame frame) {
        List<SqlNode> nodes = call.getOperandList();
        List<Expr> operands = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
        if (nodes.getFirst() instanceof SqlIdentifier name && isVector(name.names.getLast())
                && operands.getFirst().type().kind() == SqlType.Kind.TEXT) {
            return expressions.calls.named("vector element", operands, nodes, call);
        }
        if (operands.getFirst().type().kind() == SqlType.Kind.JSONB) {
            return subscript(operands.get(0), operands.get(1), expressions, call);
        }
        if (operands.getFirst().type().kind() != SqlType.Kind.ARRAY) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "cannot subscript type " + operands.getFirst().type().withoutModifiers()
                                    + " because it does not support subscripting")
                    .at(expressions.binding.at(call));
        }
        return expressions.calls.named("array element", operands, nodes, call);
    }

    /** {@code jsonb['key']} and {@code jsonb[n]}. */
    private static Expr subscript(Expr json, Expr key, ExpressionBinder expressions, SqlCall call) {
        SqlType.Kind kind = key.type().kind();
        if (kind != SqlType.Kind.INTEGER && !kind.isText() && kind != SqlType.Kind.UNKNOWN) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "subscript type " + key.type().withoutModifiers() + " is not supported")
                    .withHint("jsonb subscript must be coercible to either integer or text.")
                    .at(expressions.binding.at(call.operand(1)));
        }
        Expr text = expressions.binding.coercion.convert(key, SqlType.TEXT, call.operand(1));
        return expressions.calls.named("jsonb subscript", List.of(json, text), call.getOperandList(), call);
    }

    /** {@code pg_typeof(x)}: known when the statement is planned. */
    static Expr typeOf(List<SqlNode> nodes, ExpressionBinder expressions, Frame frame, SqlCall call) {
        if (nodes.size() != 1) {
            throw expressions.calls.missing(
                    "pg_typeof", nodes.stream().map(node -> expressions.bind(node, frame)).toList(),
                    OverloadResolution.Outcome.NONE, call);
        }
        SqlType type = expressions.bind(nodes.getFirst(), frame).type().withoutModifiers();
        return new Expr.Literal(type.toString(), SqlType.TEXT);
    }
}
