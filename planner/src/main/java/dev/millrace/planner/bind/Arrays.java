package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.sql.parser.expression.PostgresOperators;
import dev.millrace.sql.parser.statement.Assignment;

/** Array constructors and subscripts, as calls of functions. */
final class Arrays {

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
        SqlType type = coercion.common(elements, nodes, "ARRAY").named();
        Expr array = coercion.convert(Literals.text("{}"), SqlType.arrayOf(type), call);
        for (int i = 0; i < nodes.size(); i++) {
            Expr element = coercion.convert(elements.get(i), type, nodes.get(i));
            array = expressions.calls.named("array_append", List.of(array, element), List.of(call, nodes.get(i)), call);
        }
        return array;
    }

    /** {@code array[n]}. */
    static Expr element(SqlCall call, ExpressionBinder expressions, Frame frame) {
        List<SqlNode> nodes = call.getOperandList();
        if (isSlice(nodes.get(1))) {
            return slice(expressions.bind(nodes.getFirst(), frame), call, expressions, frame);
        }
        List<Expr> operands = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
        if (operands.getFirst().type().kind() == SqlType.Kind.JSONB) {
            return subscript(operands.get(0), operands.get(1), expressions, call);
        }
        if (operands.getFirst().type().kind() != SqlType.Kind.ARRAY) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "cannot subscript type " + operands.getFirst().type().named()
                                    + " because it does not support subscripting")
                    .at(expressions.binding.at(call));
        }
        List<Expr> counted = List.of(operands.get(0), fromOne(operands, nodes, expressions, call));
        return expressions.calls.named("array element", counted, nodes, call);
    }

    static boolean isVector(SqlType type) {
        return type.guise() != null && type.guise().isVector();
    }

    /** The subscript, counted from 1: the vectors of the catalogs are counted from 0. */
    private static Expr fromOne(List<Expr> operands, List<SqlNode> nodes, ExpressionBinder expressions, SqlCall call) {
        Expr subscript = operands.get(1);
        return isVector(operands.get(0).type())
                ? expressions.calls.operator(
                        "+", List.of(subscript, new Expr.Literal(1L, SqlType.INTEGER)), nodes, call)
                : subscript;
    }

    /** A subscript that is counted from 1, counted as the array is. */
    static Expr bound(Expr array, Expr fromOne, ExpressionBinder expressions, SqlCall call) {
        return isVector(array.type())
                ? expressions.calls.operator(
                        "-", List.of(fromOne, new Expr.Literal(1L, SqlType.INTEGER)), List.of(call, call), call)
                : fromOne;
    }

    private static Expr value(
            Expr value, SqlType type, Assignment assignment, String column, ExpressionBinder expressions) {
        boolean isUnknown = value.type().kind() == SqlType.Kind.UNKNOWN;
        if (!isUnknown && !Conversions.exists(value.type(), type, Conversions.Strength.ASSIGNMENT)) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "subscripted assignment to \"" + column + "\" requires type " + type.withoutModifiers()
                                    + " but expression is of type " + value.type().withoutModifiers())
                    .withHint("You will need to rewrite or cast the expression.")
                    .at(expressions.binding.at(assignment.columns().getFirst()));
        }
        return expressions.binding.coercion.assignment(value, type, column, assignment.value());
    }

    // ---- slices and assignments -------------------------------------------------------------------------------------

    private static boolean isSlice(SqlNode subscript) {
        return subscript instanceof SqlCall call && call.getOperator() == PostgresOperators.SLICE;
    }

    /** The bounds of a slice; those that are missing are the array's. */
    private static List<Expr> bounds(SqlCall slice, ExpressionBinder expressions, Frame frame) {
        List<Expr> bounds = new ArrayList<>();
        for (SqlNode bound : slice.getOperandList()) {
            long end = bounds.isEmpty() ? 1 : Integer.MAX_VALUE;
            bounds.add(bound == SqlNodeList.EMPTY
                    ? new Expr.Literal(end, SqlType.INTEGER)
                    : number(bound, expressions, frame));
        }
        return bounds;
    }

    private static Expr number(SqlNode node, ExpressionBinder expressions, Frame frame) {
        Expr bound = expressions.bind(node, frame);
        Coercion coercion = expressions.binding.coercion;
        if (!Conversions.exists(bound.type(), SqlType.INTEGER, Conversions.Strength.ASSIGNMENT)) {
            throw new SqlException(SqlState.DATATYPE_MISMATCH, "array subscript must have type integer")
                    .at(expressions.binding.at(node));
        }
        return coercion.convert(bound, SqlType.INTEGER, node);
    }

    private static Expr slice(Expr array, SqlCall call, ExpressionBinder expressions, Frame frame) {
        if (array.type().kind() != SqlType.Kind.ARRAY) {
            boolean isJson = array.type().kind() == SqlType.Kind.JSONB;
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            isJson
                                    ? "jsonb subscript does not support slices"
                                    : "cannot subscript type " + array.type().withoutModifiers()
                                            + " because it does not support subscripting")
                    .at(expressions.binding.at(call));
        }
        List<Expr> operands = new ArrayList<>(List.of(array));
        operands.addAll(bounds(call.operand(1), expressions, frame));
        SqlNode at = call.operand(1);
        return expressions.calls.named("array slice", operands, List.of(call, at, at), call);
    }

    /** The array with a value in the place of an element or a slice. */
    static Expr assigned(Expr array, Assignment assignment, String column, ExpressionBinder expressions, Frame frame) {
        SqlNode subscript = assignment.subscript();
        SqlNode node = assignment.value();
        if (array.type().kind() != SqlType.Kind.ARRAY) {
            SqlException fault = array.type().kind() == SqlType.Kind.JSONB
                    ? SqlException.unsupported("an assignment to a member of jsonb")
                            .withHint("Use jsonb_set.")
                    : new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "cannot subscript type " + array.type().withoutModifiers()
                                    + " because it does not support subscripting");
            throw fault.at(expressions.binding.at(subscript));
        }
        boolean isSlice = isSlice(subscript);
        SqlType type = isSlice ? array.type() : array.type().element();
        Expr value = value(expressions.bind(node, frame), type, assignment, column, expressions);
        List<Expr> operands = new ArrayList<>(List.of(array));
        operands.addAll(isSlice
                ? bounds((SqlCall) subscript, expressions, frame)
                : List.of(number(subscript, expressions, frame)));
        operands.add(value);
        return expressions.calls.named(
                isSlice ? "array with slice" : "array with element", operands,
                Collections.nCopies(operands.size(), subscript), subscript);
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
        Expr name = Literals.text(expressions.bind(nodes.getFirst(), frame).type().named().toString());
        return expressions.binding.isKept()
                ? expressions.binding.coercion.convert(name, SqlType.TEXT, call)
                : expressions.binding.coercion.convert(name, SqlType.of(Guise.TYPE), call);
    }
}
