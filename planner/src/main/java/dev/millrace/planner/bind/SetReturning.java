package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.Unnest;

/** Functions that return several rows: each is an array whose elements become rows, in FROM or in a select list. */
final class SetReturning {

    /** {@code _pg_expandarray} gives pairs of an element and its number, which drivers take apart again. */
    private static final Set<String> NAMES = Set.of("unnest", "generate_series", "_pg_expandarray");

    /** Their column is called {@code value} whatever alias the call has. */
    private static final Set<String> ELEMENTS = Set.of(
            "json_array_elements", "json_array_elements_text", "jsonb_array_elements", "jsonb_array_elements_text");

    private static final Set<String> KEYS = Set.of("json_object_keys", "jsonb_object_keys");

    /** Rows of two columns: their elements are JSON arrays of a key and a value. */
    private static final Set<String> PAIRS = Set.of("json_each", "json_each_text", "jsonb_each", "jsonb_each_text");

    /** The internal name of a column that may also be called by its function's alias. */
    private static final String VALUE = "function value";

    private static final List<String> PAIR = List.of("x", "n");

    private SetReturning() {}

    static boolean isNamed(String name) {
        return NAMES.contains(name) || KEYS.contains(name) || hasValueColumn(name) || isPairs(name);
    }

    static boolean hasValueColumn(String name) {
        return ELEMENTS.contains(name);
    }

    static boolean isPairs(String name) {
        return PAIRS.contains(name);
    }

    /** The one column of a FROM item that stands for its rows, because the item is a function; or null. */
    static Column valueOf(Scope.Table table) {
        Column first = table.columns().getFirst().column();
        return table.columns().size() == 1 && first.name().equals(VALUE) ? first : null;
    }

    /** The array of what the call returns. */
    static Expr array(String name, SqlCall call, ExpressionBinder expressions, Frame frame) {
        return switch (name) {
            case "generate_series" -> series(call, expressions, frame);
            case "unnest" -> unnest(call, expressions, frame);
            case "_pg_expandarray" -> called("expanded array", call, expressions, frame);
            case "json_each_text" -> called("json_each array", call, expressions, frame);
            default -> called(name + " array", call, expressions, frame);
        };
    }

    private static Expr called(String function, SqlCall call, ExpressionBinder expressions, Frame frame) {
        List<SqlNode> nodes = call.getOperandList();
        List<Expr> arguments = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
        return expressions.calls.named(function, arguments, nodes, call);
    }

    /** {@code generate_series(first, last [, step])} over integers. */
    private static Expr series(SqlCall call, ExpressionBinder expressions, Frame frame) {
        Binding binding = expressions.binding;
        List<SqlNode> nodes = new ArrayList<>(call.getOperandList());
        List<Expr> bound = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
        if (nodes.size() < 2 || nodes.size() > 3) {
            throw expressions.calls.missing("generate_series", bound, OverloadResolution.Outcome.NONE, call);
        }
        SqlType common = binding.coercion.common(bound, nodes, "generate_series").withoutModifiers();
        if (!common.kind().isInteger()) {
            throw SqlException.unsupported("generate_series over type " + common).at(binding.at(call));
        }
        SqlType type = common.kind() == SqlType.Kind.SMALLINT ? SqlType.INTEGER : common;
        List<Expr> arguments = new ArrayList<>(binding.coercion.convertAll(bound, type, nodes));
        if (arguments.size() == 2) {
            arguments.add(binding.coercion.convert(new Expr.Literal(1L, SqlType.INTEGER), type, call));
            nodes.add(call);
        }
        return expressions.calls.named("series array", arguments, nodes, call);
    }

    private static Expr unnest(SqlCall call, ExpressionBinder expressions, Frame frame) {
        if (call.operandCount() != 1) {
            throw expressions.unsupported("unnest of several arrays", call);
        }
        Expr array = expressions.bindTyped(call.operand(0), frame);
        if (array.type().kind() != SqlType.Kind.ARRAY) {
            throw expressions.calls.missing("unnest", List.of(array), OverloadResolution.Outcome.NONE, call);
        }
        return array;
    }

    /** In a select list: every row once for each element. The same call twice walks in step with itself. */
    static Expr inSelect(String name, SqlCall call, ExpressionBinder expressions, Frame frame) {
        if (!frame.clause.equals("SELECT")) {
            throw expressions.unsupported("a set-returning function in " + frame.clause, call);
        }
        if (isPairs(name)) {
            throw expressions.unsupported("the rows of " + name + " as one value", call);
        }
        Expr array = array(name, call, expressions, frame);
        Column element = frame.expansions.get(array);
        if (element == null) {
            if (!frame.expansions.isEmpty()) {
                throw expressions.unsupported("more than one set-returning function in a select list", call);
            }
            element = column(name, array, expressions.binding);
            frame.expansions.put(array, element);
            frame.add(new Unnest(Rel.Values.oneRow(), array, element), JoinKind.INNER);
        }
        return element.reference();
    }

    /** What an element is called; the numbers of a series are never NULL. */
    static Column column(String name, Expr array, Binding binding) {
        String internal = hasValueColumn(name) ? VALUE : name;
        return binding.numbers.column(internal, array.type().element(), !name.equals("generate_series"));
    }

    /** The key and the value of a pair. */
    static List<Expr> fields(String name, Column pair, ExpressionBinder expressions) {
        return List.of(
                member(pair, 0, "->>", expressions),
                member(pair, 1, name.endsWith("_text") ? "->>" : "->", expressions));
    }

    private static Expr member(Column pair, long number, String operator, ExpressionBinder expressions) {
        List<Expr> operands = List.of(pair.reference(), new Expr.Literal(number, SqlType.INTEGER));
        return expressions.calls.operator(operator, operands, List.of(), SqlNodeList.EMPTY);
    }

    /** {@code (pair).x} and {@code (pair).n}. */
    static Expr field(SqlCall call, ExpressionBinder expressions, Frame frame) {
        Expr value = expressions.bind(call.operand(0), frame);
        SqlNode name = call.operand(1);
        int field = name instanceof SqlIdentifier identifier ? PAIR.indexOf(identifier.getSimple()) : -1;
        if (value.type().kind() != SqlType.Kind.TEXT || field < 0) {
            throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "column notation ." + name + " applied to type " + value.type().withoutModifiers()
                                    + ", which is not a composite type")
                    .at(expressions.binding.at(call));
        }
        return expressions.calls.named(
                "pair field",
                List.of(value, new Expr.Literal((long) field, SqlType.INTEGER)), List.of(call, call), call);
    }
}
