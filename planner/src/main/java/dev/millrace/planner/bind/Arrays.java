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

    /** {@code ARRAY[a, b]}: an empty array of their common type with one element, or inner array, after the other. */
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
        if (type.kind() == SqlType.Kind.ARRAY && !isVector(type)) {
            return nested(elements, type, nodes, expressions, call);
        }
        return appended(elements, SqlType.arrayOf(type), nodes, expressions, call);
    }

    private static Expr appended(
            List<Expr> elements, SqlType type, List<SqlNode> nodes, ExpressionBinder expressions, SqlCall call) {
        Coercion coercion = expressions.binding.coercion;
        Expr array = coercion.convert(Literals.text("{}"), type, call);
        for (int i = 0; i < nodes.size(); i++) {
            Expr element = coercion.convert(elements.get(i), type.element(), nodes.get(i));
            array = expressions.calls.named("array_append", List.of(array, element), List.of(call, nodes.get(i)), call);
        }
        return array;
    }

    private static Expr nested(
            List<Expr> elements, SqlType type, List<SqlNode> nodes, ExpressionBinder expressions, SqlCall call) {
        Coercion coercion = expressions.binding.coercion;
        Expr array = coercion.convert(Literals.text("{}"), type, call);
        for (int i = 0; i < nodes.size(); i++) {
            Expr element = coercion.convert(elements.get(i), type, nodes.get(i));
            Expr isFirst = new Expr.Literal(i == 0 ? 1L : 0L, SqlType.INTEGER);
            array = expressions.calls.named(
                    "array of arrays", List.of(array, element, isFirst), List.of(call, nodes.get(i), call), call);
        }
        return array;
    }

    /** Whether a cast around it says what each element is cast to. */
    static boolean isConstructorOf(SqlType type, SqlNode node) {
        return node instanceof SqlCall call
                && call.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
                && type.kind() == SqlType.Kind.ARRAY
                && !isVector(type);
    }

    /** {@code ARRAY[a, b]::type[]}: each element is cast, and need have nothing in common with the others. */
    static Expr construct(SqlCall call, SqlType type, ExpressionBinder expressions, Frame frame) {
        Coercion coercion = expressions.binding.coercion;
        List<SqlNode> nodes = call.getOperandList();
        if (nodes.isEmpty()) {
            return coercion.convert(Literals.text("{}"), type, call);
        }
        List<Expr> bound = nodes.stream()
                .map(node -> isConstructorOf(type, node)
                        ? construct((SqlCall) node, type, expressions, frame)
                        : expressions.bind(node, frame))
                .toList();
        boolean isNested = bound.stream().anyMatch(element -> element.type().kind() == SqlType.Kind.ARRAY);
        SqlType of = isNested ? type : type.element();
        List<Expr> elements = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            elements.add(coercion.cast(bound.get(i), of, nodes.get(i)));
        }
        return isNested
                ? nested(elements, type, nodes, expressions, call)
                : appended(elements, type, nodes, expressions, call);
    }

    /** {@code array[n]}, {@code array[n][m]}, {@code array[n:m]}, {@code jsonb['key']}. */
    static Expr element(SqlCall call, ExpressionBinder expressions, Frame frame) {
        List<SqlNode> subscripts = new ArrayList<>();
        SqlNode of = call;
        do {
            subscripts.addFirst(((SqlCall) of).operand(1));
            of = ((SqlCall) of).operand(0);
        } while (of.getKind() == SqlKind.ITEM && !expressions.binding.source.isParenthesized(of));
        return part(expressions.bind(of, frame), subscripts, call, expressions, frame);
    }

    /** The element or slice of a value. */
    static Expr part(
            Expr value, List<SqlNode> subscripts, SqlNode call, ExpressionBinder expressions, Frame frame) {
        boolean isSlice = subscripts.stream().anyMatch(Arrays::isSlice);
        if (value.type().kind() == SqlType.Kind.JSONB && !isSlice) {
            Expr member = value;
            for (SqlNode subscript : subscripts) {
                member = subscript(member, expressions.bind(subscript, frame), expressions, call, subscript);
            }
            return member;
        }
        if (value.type().guise() == Guise.NAME && !isSlice && subscripts.size() == 1) {
            Expr number = number(subscripts.getFirst(), expressions, frame);
            return expressions.calls.named(
                    "name letter", List.of(value, number), List.of(call, subscripts.getFirst()), call);
        }
        requireArray(value, isSlice, expressions.binding.at(call));
        if (isSlice) {
            return slice(value, subscripts, call, expressions, frame);
        }
        boolean isOfJson = value.type().element().kind() == SqlType.Kind.JSONB && subscripts.size() > 1;
        if (isOfJson) {
            Expr first = part(value, subscripts.subList(0, 1), call, expressions, frame);
            return part(first, subscripts.subList(1, subscripts.size()), call, expressions, frame);
        }
        List<Expr> numbers =
                subscripts.stream().map(subscript -> number(subscript, expressions, frame)).toList();
        Expr where = numbers.size() > 1
                ? list(numbers, expressions, call)
                : fromOne(value, numbers.getFirst(), expressions, call);
        return expressions.calls.named(
                "array element", List.of(value, where), List.of(call, subscripts.getFirst()), call);
    }

    private static void requireArray(Expr value, boolean isSlice, int at) {
        SqlType.Kind kind = value.type().kind();
        if (kind != SqlType.Kind.ARRAY) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            isSlice && kind == SqlType.Kind.JSONB
                                    ? "jsonb subscript does not support slices"
                                    : "cannot subscript type " + value.type().named()
                                            + " because it does not support subscripting")
                    .at(at);
        }
    }

    /** Integers as an array. */
    private static Expr list(List<Expr> numbers, ExpressionBinder expressions, SqlNode at) {
        return list(numbers, SqlType.INTEGER, expressions, at);
    }

    private static Expr list(List<Expr> numbers, SqlType element, ExpressionBinder expressions, SqlNode at) {
        SqlType type = SqlType.arrayOf(element);
        Expr list = expressions.binding.coercion.convert(Literals.text("{}"), type, at);
        for (Expr number : numbers) {
            list = expressions.calls.named("array_append", List.of(list, number), List.of(at, at), at);
        }
        return list;
    }

    static boolean isVector(SqlType type) {
        return type.guise() != null && type.guise().isVector();
    }

    /** The subscript, counted from 1: the vectors of the catalogs are counted from 0. */
    private static Expr fromOne(Expr array, Expr subscript, ExpressionBinder expressions, SqlNode call) {
        return isVector(array.type())
                ? expressions.calls.operator(
                        "+", List.of(subscript, new Expr.Literal(1L, SqlType.INTEGER)), List.of(call, call), call)
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

    /** The lower or the upper bounds of slices; missing ones are the array's. A number alone is an upper one. */
    private static Expr bounds(
            List<SqlNode> subscripts, boolean isUpper, ExpressionBinder expressions, Frame frame, SqlNode at) {
        List<Expr> bounds = new ArrayList<>();
        for (SqlNode subscript : subscripts) {
            SqlNode bound = isSlice(subscript) ? ((SqlCall) subscript).operand(isUpper ? 1 : 0) : subscript;
            if (bound == SqlNodeList.EMPTY) {
                long end = isUpper ? Integer.MAX_VALUE : Integer.MIN_VALUE;
                bounds.add(new Expr.Literal(end, SqlType.INTEGER));
            } else if (!isSlice(subscript) && !isUpper) {
                bounds.add(new Expr.Literal(1L, SqlType.INTEGER));
            } else {
                bounds.add(number(bound, expressions, frame));
            }
        }
        return list(bounds, expressions, at);
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

    private static Expr slice(
            Expr array, List<SqlNode> subscripts, SqlNode call, ExpressionBinder expressions, Frame frame) {
        List<Expr> operands = List.of(
                array,
                bounds(subscripts, false, expressions, frame, call),
                bounds(subscripts, true, expressions, frame, call));
        return expressions.calls.named("array slice", operands, List.of(call, call, call), call);
    }

    /** The array with a value in the place of an element or a slice. @param bound the assignment's value */
    static Expr assigned(
            Expr array, Expr bound, Assignment assignment, String column, ExpressionBinder expressions, Frame frame) {
        List<SqlNode> subscripts = assignment.subscripts();
        SqlNode at = subscripts.getFirst();
        if (array.type().kind() == SqlType.Kind.JSONB) {
            return withMember(array, bound, assignment, column, expressions, frame);
        }
        requireArray(array, false, expressions.binding.at(at));
        boolean isSlice = subscripts.stream().anyMatch(Arrays::isSlice);
        SqlType type = isSlice ? array.type() : array.type().element();
        Expr value = value(bound, type, assignment, column, expressions);
        List<Expr> operands = new ArrayList<>(List.of(array));
        if (isSlice) {
            operands.add(bounds(subscripts, false, expressions, frame, at));
            operands.add(bounds(subscripts, true, expressions, frame, at));
        } else {
            operands.add(list(
                    subscripts.stream().map(node -> number(node, expressions, frame)).toList(), expressions, at));
        }
        operands.add(value);
        return expressions.calls.named(
                isSlice ? "array with slice" : "array with element", operands,
                Collections.nCopies(operands.size(), at), at);
    }

    /** A document with a value where keys and numbers lead; a value of NULL is the document's null. */
    private static Expr withMember(
            Expr json, Expr bound, Assignment assignment, String column, ExpressionBinder expressions, Frame frame) {
        SqlNode first = assignment.subscripts().getFirst();
        boolean isFirstNumber = false;
        List<Expr> path = new ArrayList<>();
        for (SqlNode node : assignment.subscripts()) {
            if (isSlice(node)) {
                throw new SqlException(SqlState.DATATYPE_MISMATCH, "jsonb subscript does not support slices")
                        .at(expressions.binding.at(node));
            }
            Expr key = expressions.bind(node, frame);
            isFirstNumber |= path.isEmpty() && key.type().kind() == SqlType.Kind.INTEGER;
            path.add(key(key, expressions, node));
        }
        Expr value = value(bound, SqlType.JSONB, assignment, column, expressions);
        List<Expr> operands = List.of(
                json,
                list(path, SqlType.TEXT, expressions, first),
                new Expr.Literal(isFirstNumber ? 1L : 0L, SqlType.BOOLEAN),
                value);
        return expressions.calls.named("jsonb with member", operands, Collections.nCopies(4, first), first);
    }

    /** {@code jsonb['key']} and {@code jsonb[n]}. */
    private static Expr subscript(Expr json, Expr key, ExpressionBinder expressions, SqlNode call, SqlNode at) {
        Expr text = key(key, expressions, at);
        return expressions.calls.named("jsonb subscript", List.of(json, text), List.of(call, at), call);
    }

    private static Expr key(Expr key, ExpressionBinder expressions, SqlNode at) {
        SqlType.Kind kind = key.type().kind();
        if (kind != SqlType.Kind.INTEGER && !kind.isText() && kind != SqlType.Kind.UNKNOWN) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "subscript type " + key.type().withoutModifiers() + " is not supported")
                    .withHint("jsonb subscript must be coercible to either integer or text.")
                    .at(expressions.binding.at(at));
        }
        return expressions.binding.coercion.convert(key, SqlType.TEXT, at);
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
