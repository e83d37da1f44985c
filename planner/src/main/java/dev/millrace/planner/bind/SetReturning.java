package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;

/** Functions that return several rows: each is an array whose elements become rows, in FROM or in a select list. */
final class SetReturning {

    /** {@code _pg_expandarray} gives pairs of an element and its number, which drivers take apart again. */
    private static final Set<String> NAMES = Set.of(
            "unnest", "generate_series", "generate_subscripts", "_pg_expandarray", "regexp_matches",
            "regexp_split_to_table", "string_to_table", "pg_partition_ancestors", "jsonb_path_query",
            "jsonb_path_query_tz", "pg_listening_channels", "json_populate_recordset", "jsonb_populate_recordset");

    /** Their column is called {@code value} whatever alias the call has. */
    private static final Set<String> ELEMENTS = Set.of(
            "json_array_elements", "json_array_elements_text", "jsonb_array_elements", "jsonb_array_elements_text");

    /** Rows whose columns a column definition list says. */
    private static final Set<String> RECORDS =
            Set.of("json_to_record", "jsonb_to_record", "json_to_recordset", "jsonb_to_recordset");

    private static final Set<String> KEYS = Set.of("json_object_keys", "jsonb_object_keys");

    /** The internal name of a column that may also be called by its function's alias. */
    private static final String VALUE = "function value";

    private static final List<String> PAIR = List.of("x", "n");

    private SetReturning() {}

    static boolean isNamed(String name) {
        return NAMES.contains(name) || KEYS.contains(name) || hasValueColumn(name) || RowColumns.areOf(name)
                || isRecords(name);
    }

    static boolean hasValueColumn(String name) {
        return ELEMENTS.contains(name);
    }

    static boolean isRecords(String name) {
        return RECORDS.contains(name);
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
            case "generate_subscripts" -> subscripts(call, expressions, frame);
            case "regexp_split_to_table" -> called("regexp_split_to_array", call, expressions, frame);
            case "string_to_table" -> called("string_to_array", call, expressions, frame);
            case "_pg_expandarray" -> called("expanded array", call, expressions, frame);
            case "json_each_text" -> called("json_each array", call, expressions, frame);
            default -> called(name + " array", call, expressions, frame);
        };
    }

    private static Expr called(String function, SqlCall call, ExpressionBinder expressions, Frame frame) {
        List<SqlNode> nodes = NamedArguments.positional(
                CallBinder.functionName(call),
                call.getOperandList(),
                expressions.calls,
                node -> expressions.bind(node, frame),
                call);
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
        if (nodes.size() == 3 && bound.subList(0, 2).stream().anyMatch(SetReturning::isTime)) {
            return times(bound, nodes, call, expressions);
        }
        SqlType common = binding.coercion.common(bound, nodes, "generate_series").withoutModifiers();
        SqlType type = seriesType(common);
        if (type == null) {
            throw expressions.calls.missing("generate_series", bound, OverloadResolution.Outcome.NONE, call);
        }
        List<Expr> arguments = new ArrayList<>(binding.coercion.convertAll(bound, type, nodes));
        if (arguments.size() == 2) {
            arguments.add(binding.coercion.convert(new Expr.Literal(1L, SqlType.INTEGER), type, call));
            nodes.add(call);
        }
        return expressions.calls.named("series array", arguments, nodes, call);
    }

    /** Null for types that have no series. */
    private static SqlType seriesType(SqlType common) {
        return switch (common.kind()) {
            case SMALLINT, INTEGER -> SqlType.INTEGER;
            case BIGINT, NUMERIC -> common;
            default -> null;
        };
    }

    /** From an instant to another in steps of an interval; days become instants of the session's zone. */
    private static Expr times(List<Expr> bound, List<SqlNode> nodes, SqlCall call, ExpressionBinder expressions) {
        Coercion coercion = expressions.binding.coercion;
        boolean isLocal = bound.subList(0, 2).stream().anyMatch(b -> b.type().kind() == SqlType.Kind.TIMESTAMP)
                && bound.subList(0, 2).stream().noneMatch(b -> b.type().kind() == SqlType.Kind.TIMESTAMPTZ);
        SqlType type = isLocal ? SqlType.TIMESTAMP : SqlType.TIMESTAMPTZ;
        List<Expr> arguments = List.of(
                coercion.convert(bound.get(0), type, nodes.get(0)),
                coercion.convert(bound.get(1), type, nodes.get(1)),
                coercion.convert(bound.get(2), SqlType.INTERVAL, nodes.get(2)));
        return expressions.calls.named("series array", arguments, nodes, call);
    }

    private static boolean isTime(Expr value) {
        return switch (value.type().kind()) {
            case DATE, TIMESTAMP, TIMESTAMPTZ -> true;
            default -> false;
        };
    }

    /** {@code generate_subscripts(array, dimension [, reverse])}. */
    private static Expr subscripts(SqlCall call, ExpressionBinder expressions, Frame frame) {
        List<SqlNode> nodes = new ArrayList<>(call.getOperandList());
        List<Expr> arguments =
                new ArrayList<>(nodes.stream().map(node -> expressions.bind(node, frame)).toList());
        if (arguments.size() > 3 || arguments.size() < 2) {
            throw expressions.calls.missing(
                    "generate_subscripts", arguments, OverloadResolution.Outcome.NONE, call);
        }
        if (!Arrays.isVector(arguments.getFirst().type())) {
            if (arguments.size() == 2) {
                arguments.add(Expr.Literal.FALSE);
                nodes.add(call);
            }
            return expressions.calls.named("array subscripts", arguments, nodes, call);
        }
        Expr length = called("array_length", call, expressions, frame);
        Expr one = new Expr.Literal(1L, SqlType.INTEGER);
        Expr array = arguments.getFirst();
        List<Expr> bounds = List.of(
                Arrays.bound(array, one, expressions, call), Arrays.bound(array, length, expressions, call), one);
        return expressions.calls.named("series array", bounds, List.of(call, call, call), call);
    }

    static SqlException refused(String where) {
        return new SqlException(
                SqlState.FEATURE_NOT_SUPPORTED, "set-returning functions are not allowed in " + where);
    }

    private static Expr unnest(SqlCall call, ExpressionBinder expressions, Frame frame) {
        if (call.operandCount() != 1) {
            throw expressions.unsupported("unnest of several arrays", call);
        }
        Expr array = expressions.bindTyped(call.operand(0), frame);
        if (Multiranges.isOne(array.type())) {
            return expressions.calls.named("unnest array", List.of(array), call.getOperandList(), call);
        }
        if (array.type().kind() != SqlType.Kind.ARRAY) {
            throw expressions.calls.missing("unnest", List.of(array), OverloadResolution.Outcome.NONE, call);
        }
        return array;
    }

    /** In a select list: every row once for each element. The same call twice walks in step with itself. */
    static Expr inSelect(String name, SqlCall call, ExpressionBinder expressions, Frame frame) {
        if (!frame.hasSets()) {
            throw refused(frame.clause).at(expressions.binding.at(call));
        }
        if (RowColumns.areOf(name) || isRecords(name)) {
            throw expressions.unsupported("the rows of " + name + " as one value", call);
        }
        Expr value = value(name, element(name, call, expressions, frame));
        return RowFunctions.asked(name, value, call, expressions.binding);
    }

    /** A function of people's in a select list. */
    static Expr inSelect(RoutineBody routine, SqlCall call, ExpressionBinder expressions, Frame frame) {
        if (!frame.hasSets()) {
            throw refused(frame.clause).at(expressions.binding.at(call));
        }
        Expr array = routine.array(frame);
        return frame.expansions.add(array, call, () -> expressions.binding.numbers.column(
                routine.routine().name(), array.type().element(), true)).reference();
    }

    private static Column element(String name, SqlCall call, ExpressionBinder expressions, Frame frame) {
        Expr array = array(name, call, expressions, frame);
        return frame.expansions.add(array, call, () -> column(name, array, false, expressions.binding));
    }

    /** What a function returns for one element of its array. */
    static Expr value(String name, Column element) {
        return name.equals("regexp_matches")
                ? new Expr.Cast(element.reference(), SqlType.arrayOf(SqlType.TEXT))
                : element.reference();
    }

    /** What an element is called. Beside another array it may be NULL, which the numbers of a series never are. */
    static Column column(String name, Expr array, boolean isAlone, Binding binding) {
        String internal = hasValueColumn(name) ? VALUE : name.equals("pg_partition_ancestors") ? "relid" : name;
        return binding.numbers.column(internal, array.type().element(), !isAlone || !name.equals("generate_series"));
    }

    /** {@code (t).a}, where t is an item of FROM and no column; null for anything else. */
    private static Expr columnOf(SqlNode table, SqlNode column, ExpressionBinder expressions, Frame frame) {
        SqlNode of = table instanceof SqlIdentifier whole && whole.isStar()
                ? whole.getComponent(0, whole.names.size() - 1)
                : table;
        if (!(of instanceof SqlIdentifier row) || !(column instanceof SqlIdentifier name)
                || Names.column(row, frame.scope, expressions.binding) != null) {
            return null;
        }
        for (Scope level = frame.scope; level != null; level = level.outer()) {
            if (Names.table(row.names, level, row, expressions.binding) != null) {
                List<String> names = new ArrayList<>(row.names);
                names.add(name.getSimple());
                return expressions.bind(new SqlIdentifier(names, row.getParserPosition()), frame);
            }
        }
        return null;
    }

    /** {@code (json_each(x)).key}, for a function whose rows have columns; null for anything else. */
    private static Expr memberOf(SqlNode node, SqlNode member, ExpressionBinder expressions, Frame frame) {
        boolean isCall = node instanceof SqlCall call && call.getOperator() instanceof SqlUnresolvedFunction;
        String name = isCall ? CallBinder.functionName((SqlCall) node) : "";
        if (!RowColumns.areOf(name) || !(member instanceof SqlIdentifier field) || !frame.clause.equals("SELECT")) {
            return null;
        }
        int number = RowColumns.names(name).indexOf(field.getSimple());
        if (number < 0) {
            return null;
        }
        Column row = element(name, (SqlCall) node, expressions, frame);
        return RowColumns.value(name, number, row, expressions, member);
    }

    /** {@code (json_each(x)).*}: as {@link #memberOf}, all of them. */
    static List<Expr> membersOf(SqlNode node, List<String> names, ExpressionBinder expressions, Frame frame) {
        boolean isCall = node instanceof SqlCall call && call.getOperator() instanceof SqlUnresolvedFunction;
        String name = isCall ? CallBinder.functionName((SqlCall) node) : "";
        if (!RowColumns.areOf(name) || !frame.clause.equals("SELECT")) {
            return null;
        }
        Column row = element(name, (SqlCall) node, expressions, frame);
        List<Expr> members = new ArrayList<>();
        for (String member : RowColumns.names(name)) {
            members.add(RowColumns.value(name, members.size(), row, expressions, node));
            names.add(member);
        }
        return members;
    }

    /** {@code (pair).x} and {@code (pair).n}. */
    static Expr field(SqlCall call, ExpressionBinder expressions, Frame frame) {
        SqlNode name = call.operand(1);
        if (RowValues.isSpread(call)) {
            throw expressions.unsupported("row expansion via \"*\" here", call);
        }
        Expr column = columnOf(call.operand(0), name, expressions, frame);
        if (column != null) {
            return column;
        }
        Expr member = memberOf(call.operand(0), name, expressions, frame);
        if (member != null) {
            return member;
        }
        Expr value = expressions.bind(call.operand(0), frame);
        Expr ofRow = name instanceof SqlIdentifier identifier
                ? expressions.rows.field(value, identifier.getSimple(), name)
                : null;
        if (ofRow != null) {
            return ofRow;
        }
        int field = name instanceof SqlIdentifier identifier ? PAIR.indexOf(identifier.getSimple()) : -1;
        if (value.type().kind() != SqlType.Kind.TEXT || field < 0) {
            throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "column notation ." + name + " applied to type " + value.type().named()
                                    + ", which is not a composite type")
                    .at(expressions.binding.at(call));
        }
        return expressions.calls.named(
                "pair field",
                List.of(value, new Expr.Literal((long) field, SqlType.INTEGER)), List.of(call, call), call);
    }
}
