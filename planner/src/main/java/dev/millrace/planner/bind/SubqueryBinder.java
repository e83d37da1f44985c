package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.bind.OverloadResolution.Outcome;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;

/**
 * Subqueries in expressions. Each becomes a join of the relation that the expression stands on: EXISTS and IN, where
 * they
 * must hold, semi and anti joins; everywhere else a left join with what the subquery amounts to, of which the
 * expression
 * then reads columns. SQL's three values of IN and NOT IN come from two more aggregates of the subquery: how many rows
 * it has, and how many of them are NULL.
 */
final class SubqueryBinder {

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final QueryBinder queries;

    SubqueryBinder(Binding binding, ExpressionBinder expressions, QueryBinder queries) {
        this.binding = binding;
        this.expressions = expressions;
        this.queries = queries;
    }

    /** True when the condition was a subquery that became a semi or anti join of the frame. */
    boolean asJoin(SqlNode condition, Frame frame) {
        boolean isNegated = false;
        SqlNode node = condition;
        while (node.getKind() == SqlKind.NOT) {
            isNegated = !isNegated;
            node = ((SqlCall) node).operand(0);
        }
        if (node.getKind() == SqlKind.EXISTS) {
            Rel rows = rows(((SqlCall) node).operand(0), frame).rel();
            frame.add(rows, isNegated ? JoinKind.ANTI : JoinKind.SEMI);
            return true;
        }
        if (node.getKind() == SqlKind.IN || node.getKind() == SqlKind.NOT_IN) {
            SqlCall call = (SqlCall) node;
            boolean isNotIn = isNegated != (node.getKind() == SqlKind.NOT_IN);
            SqlNode query = queryOf(call.operand(1));
            return query != null && (isNotIn ? antiJoin(call, query, frame) : semiJoin(call, query, frame));
        }
        if (node.getKind() == SqlKind.SOME && !isNegated) {
            SqlCall call = (SqlCall) node;
            SqlNode query = queryOf(call.operand(1));
            return query != null && symbol(call).equals("=") && semiJoin(call, query, frame);
        }
        return false;
    }

    /** The query of {@code IN (query)}, or null for a list of values. */
    private static SqlNode queryOf(SqlNode operand) {
        if (operand instanceof SqlNodeList list) {
            return list.size() == 1 && list.get(0).isA(SqlKind.QUERY) ? list.get(0) : null;
        }
        return operand.isA(SqlKind.QUERY) ? operand : null;
    }

    private boolean semiJoin(SqlCall call, SqlNode query, Frame frame) {
        List<SqlNode> nodes = fields(call.operand(0));
        List<Expr> values = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
        BoundQuery rows = rows(query, frame);
        Expr matches = matches(call, nodes, values, rows, query);
        frame.add(new Rel.Filter(rows.rel(), matches), JoinKind.SEMI);
        return true;
    }

    /** NOT IN where nothing can be NULL: then it only asks whether there is no match. */
    private boolean antiJoin(SqlCall call, SqlNode query, Frame frame) {
        List<SqlNode> nodes = fields(call.operand(0));
        Frame trial = new Frame(frame.scope, frame.clause, frame.aggregates, frame.windows);
        List<Expr> values = nodes.stream().map(node -> expressions.bind(node, trial)).toList();
        if (!values.stream().allMatch(value -> Expressions.isNeverNull(value, id -> !isNotNull(frame.scope, id)))) {
            return false;
        }
        BoundQuery rows = rows(query, frame);
        boolean hasNulls = rows.output().stream()
                .anyMatch(column -> rows.rel().columns().stream()
                        .anyMatch(c -> c.id() == column.id() && c.nullable()));
        if (hasNulls || trial.hasSubqueries()) {
            return false;
        }
        Expr matches = matches(call, nodes, values, rows, query);
        frame.add(new Rel.Filter(rows.rel(), matches), JoinKind.ANTI);
        return true;
    }

    private static boolean isNotNull(Scope scope, int id) {
        for (Scope level = scope; level != null; level = level.outer()) {
            for (Scope.Named named : level.columns()) {
                if (named.column().id() == id) {
                    return !named.column().nullable();
                }
            }
        }
        return false;
    }

    private static List<SqlNode> fields(SqlNode operand) {
        List<SqlNode> row = ExpressionBinder.row(operand);
        return row == null ? List.of(operand) : row;
    }

    private Expr matches(SqlCall call, List<SqlNode> nodes, List<Expr> values, BoundQuery rows, SqlNode query) {
        requireColumns(rows, values.size(), query);
        List<Expr> equalities = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Expr column = rows.output().get(i).reference();
            equalities.add(expressions.calls.operator(
                    "=", List.of(values.get(i), column), List.of(nodes.get(i), query), call));
        }
        return Expressions.and(equalities);
    }

    void requireColumns(BoundQuery rows, int count, SqlNode query) {
        if (rows.output().size() != count) {
            String message = rows.output().size() > count
                    ? "subquery has too many columns"
                    : "subquery has too few columns";
            throw new SqlException(SqlState.SYNTAX_ERROR, message).at(binding.at(query));
        }
    }

    /** The rows of a subquery; its ORDER BY counts only with a LIMIT. */
    BoundQuery rows(SqlNode query, Frame frame) {
        return binding.levels.inside(frame, () -> queries.bindRows(query, frame.scope));
    }

    /** EXISTS as a value: whether the subquery has more than no rows. */
    Expr exists(SqlNode query, Frame frame) {
        Rel rows = rows(query, frame).rel();
        // What the rows would be nobody asks, nor may a function that they call do anything.
        Rel counted = rows instanceof Rel.Project project ? project.input() : rows;
        Column count = aggregate(counted, frame, List.of(counting(null))).getFirst();
        return compare(">", count.reference(), zero(), query);
    }

    /** A scalar subquery: its only row's only column, NULL when it has no row. */
    Expr scalar(SqlNode query, Frame frame) {
        return scalars(query, 1, frame).getFirst();
    }

    /** The fields of a subquery's only row, NULL when it has no row. */
    List<Expr> scalars(SqlNode query, int count, Frame frame) {
        BoundQuery rows = rows(query, frame);
        if (count == 1 && rows.output().size() != 1) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "subquery must return only one column")
                    .at(binding.at(query));
        }
        requireColumns(rows, count, query);
        if (frame.isOptional() && LateScalars.isOneOf(rows.rel(), binding)) {
            return LateScalars.bind((Rel.Project) rows.rel(), rows.output(), frame);
        }
        if (Cardinality.isAtMostOne(rows.rel())) {
            frame.add(Rel.Project.of(rows.rel(), rows.output()), JoinKind.LEFT);
            return rows.output().stream().map(column -> (Expr) column.reference()).toList();
        }
        List<Rel.Call> calls = rows.output().stream()
                .map(column -> singleValue(column, query))
                .toList();
        return aggregate(rows.rel(), frame, calls).stream().map(column -> (Expr) column.reference()).toList();
    }

    /** For how many rows of a subquery each condition holds. */
    List<Column> counts(BoundQuery rows, Frame frame, List<Expr> conditions) {
        return aggregate(rows.rel(), frame, conditions.stream().map(this::counting).toList());
    }

    Expr isPositive(Column count, SqlNode at) {
        return compare(">", count.reference(), zero(), at);
    }

    /** ARRAY(query): the values of its only column, in its order; empty when it has no row. */
    Expr array(SqlNode query, Frame frame) {
        List<Ordering> orderings = List.of();
        SqlNode plain = query;
        if (query instanceof SqlOrderBy ordered && ordered.fetch == null && ordered.offset == null
                && ordered.query instanceof SqlSelect select && select.getSelectList().size() == 1) {
            orderings = ordered.orderList.stream().map(Ordering::of).toList();
            plain = Ordering.withKeys(select, orderings);
        }
        SqlNode asked = plain;
        BoundQuery rows = binding.levels.inside(frame, () -> queries.bindOrderedRows(asked, frame.scope));
        requireColumns(rows, 1 + orderings.size(), query);
        Column value = rows.output().getFirst();
        List<Order> orders = new ArrayList<>(orderings.isEmpty() ? rows.order() : List.of());
        for (int i = 0; i < orderings.size(); i++) {
            Direction direction = orderings.get(i).direction();
            orders.add(new Order(rows.output().get(i + 1).id(), direction.descending(), direction.nullsFirst()));
        }
        return array(rows.rel(), value.reference(), orders, query, frame);
    }

    /** An array of a value of each row. */
    Expr array(Rel rows, Expr value, List<Order> orders, SqlNode query, Frame frame) {
        Rel.Call all = aggregateOf("array_agg", value, query, orders);
        Expr array = aggregate(rows, frame, List.of(all)).getFirst().reference();
        Expr empty = binding.coercion.convert(Literals.text("{}"), array.type(), query);
        return new Expr.Coalesce(List.of(array, empty), array.type());
    }

    /** IN as a value, with its three truth values. */
    Expr in(SqlNode operand, SqlNode query, SqlCall call, Frame frame) {
        List<SqlNode> nodes = fields(operand);
        return nodes.size() == 1
                ? inColumn(call, nodes, List.of(expressions.bind(operand, frame)), query, frame)
                : expressions.rowSubqueries().quantified("=", false, call, nodes, query, frame);
    }

    private Expr inColumn(SqlCall call, List<SqlNode> nodes, List<Expr> values, SqlNode query, Frame frame) {
        BoundQuery rows = rows(query, frame);
        Expr matches = matches(call, nodes, values, rows, query);
        Column column = rows.output().getFirst();
        Column mark = binding.numbers.column("matched", SqlType.BOOLEAN, false);
        Rel distinct = new Rel.Distinct(Rel.Project.of(rows.rel(), List.of(column)));
        Rel marked = Rel.Project.extend(distinct, List.of(Expr.Literal.TRUE), List.of(mark));
        frame.add(new Rel.Filter(marked, matches), JoinKind.LEFT);

        BoundQuery again = rows(query, frame);
        Expr isNull = new Expr.IsNull(again.output().getFirst().reference());
        List<Column> counts = aggregate(again.rel(), frame, List.of(counting(null), counting(isNull)));
        return threeValued(
                new Expr.Not(new Expr.IsNull(mark.reference())),
                values.getFirst(),
                counts.get(0).reference(),
                counts.get(1).reference(),
                call);
    }

    /** empty: false; found: true; something NULL on either side: unknown; otherwise false. */
    private Expr threeValued(Expr found, Expr value, Expr rowCount, Expr nullCount, SqlNode at) {
        return new Expr.Case(
                List.of(
                        compare("=", rowCount, zero(), at),
                        Expr.Literal.FALSE,
                        found,
                        Expr.Literal.TRUE,
                        new Expr.Or(List.of(new Expr.IsNull(value), compare(">", nullCount, zero(), at))),
                        Expr.Literal.ofNull(SqlType.BOOLEAN),
                        Expr.Literal.FALSE),
                SqlType.BOOLEAN);
    }

    /** {@code value op ANY (query)} and {@code value op ALL (query)}, by the smallest or largest of its values. */
    Expr quantified(SqlCall call, Frame frame) {
        String symbol = symbol(call);
        boolean isAll = call.getKind() == SqlKind.ALL || call.getOperator().getName().endsWith(" ALL");
        SqlNode operand = call.operand(0);
        SqlNode query = queryOf(call.operand(1));
        if (query == null) {
            return QuantifiedArrays.bind(symbol, isAll, call, expressions, frame);
        }
        List<SqlNode> row = ExpressionBinder.row(operand);
        if (row != null) {
            return expressions.rowSubqueries().quantified(symbol, isAll, call, row, query, frame);
        }
        return switch (symbol) {
            case "=" -> isAll ? allEqual(call, operand, query, frame) : in(operand, query, call, frame);
            case "<>" ->
                Expressions.not(
                        isAll ? in(operand, query, call, frame) : allEqual(call, operand, query, frame));
            case "<", "<=" -> extreme(call, symbol, isAll ? "min" : "max", isAll, query, frame);
            case ">", ">=" -> extreme(call, symbol, isAll ? "max" : "min", isAll, query, frame);
            default -> throw expressions.unsupported("the operator " + symbol + " with ANY or ALL", call);
        };
    }

    static String symbol(SqlCall call) {
        if (call.getOperator() instanceof SqlQuantifyOperator quantify) {
            return quantify.comparisonKind.sql.replace("!=", "<>");
        }
        String name = call.getOperator().getName();
        String symbol = name.substring(0, name.lastIndexOf(' '));
        return symbol.equals("!=") ? "<>" : symbol;
    }

    private Expr allEqual(SqlCall call, SqlNode operand, SqlNode query, Frame frame) {
        Expr value = expressions.bind(operand, frame);
        Aggregated rows = aggregated(query, frame, List.of("min", "max"));
        Expr low = compare("=", value, rows.columns().get(2).reference(), call);
        Expr high = compare("=", value, rows.columns().get(3).reference(), call);
        return quantified(true, new Expr.And(List.of(low, high)), value, rows, call);
    }

    private Expr extreme(SqlCall call, String symbol, String which, boolean isAll, SqlNode query, Frame frame) {
        SqlNode operand = call.operand(0);
        Expr value = expressions.bind(operand, frame);
        Aggregated rows = aggregated(query, frame, List.of(which));
        Expr holds = expressions.calls.operator(
                symbol,
                List.of(value, rows.columns().get(2).reference()),
                List.of(operand, call.operand(1)),
                call);
        return quantified(isAll, holds, value, rows, call);
    }

    /** @param columns row count, count of NULLs, then the aggregates asked for */
    private record Aggregated(List<Column> columns) {}

    private Aggregated aggregated(SqlNode query, Frame frame, List<String> functions) {
        BoundQuery rows = rows(query, frame);
        requireColumns(rows, 1, query);
        Expr column = rows.output().getFirst().reference();
        List<Rel.Call> calls = new ArrayList<>();
        calls.add(counting(null));
        calls.add(counting(new Expr.IsNull(column)));
        functions.forEach(function -> calls.add(aggregateOf(function, column, query)));
        return new Aggregated(aggregate(rows.rel(), frame, calls));
    }

    private Expr quantified(boolean isAll, Expr holds, Expr value, Aggregated rows, SqlNode at) {
        Expr decisive = isAll ? Expressions.not(holds) : holds;
        return new Expr.Case(
                List.of(
                        compare("=", rows.columns().get(0).reference(), zero(), at),
                        isAll ? Expr.Literal.TRUE : Expr.Literal.FALSE,
                        decisive,
                        isAll ? Expr.Literal.FALSE : Expr.Literal.TRUE,
                        new Expr.Or(List.of(
                                new Expr.IsNull(value),
                                compare(">", rows.columns().get(1).reference(), zero(), at))),
                        Expr.Literal.ofNull(SqlType.BOOLEAN),
                        isAll ? Expr.Literal.TRUE : Expr.Literal.FALSE),
                SqlType.BOOLEAN);
    }

    // ---- pieces -----------------------------------------------------------------------------------------------------

    private Expr compare(String symbol, Expr left, Expr right, SqlNode at) {
        return expressions.calls.operator(symbol, List.of(left, right), List.of(), at);
    }

    private static Expr zero() {
        return new Expr.Literal(0L, SqlType.BIGINT);
    }

    private Rel.Call counting(Expr filter) {
        Column column = binding.numbers.column("count", SqlType.BIGINT, false);
        return new Rel.Call(column, "count()", List.of(), false, filter, List.of());
    }

    private Rel.Call singleValue(Column of, SqlNode query) {
        Rel.Call call = aggregateOf("single_value", of.reference(), query);
        String name = SelectList.isStar(query) ? of.name() : call.column().name();
        Column column = binding.numbers.column(name, call.column().type(), true);
        return new Rel.Call(column, call.function(), call.arguments(), call.distinct(), call.filter(), call.order());
    }

    private Rel.Call aggregateOf(String function, Expr argument, SqlNode at) {
        return aggregateOf(function, argument, at, List.of());
    }

    private Rel.Call aggregateOf(String function, Expr argument, SqlNode at, List<Order> orders) {
        Outcome outcome = expressions.calls.aggregates.resolve(function, List.of(argument));
        if (outcome.match() == null) {
            throw expressions.calls.missing(function, List.of(argument), outcome, at);
        }
        List<Expr> arguments = expressions.calls.convert(outcome.match(), List.of(argument), List.of(at));
        SqlType type = outcome.match().resultType(arguments);
        Column column = binding.numbers.column(function, type, true);
        return new Rel.Call(column, outcome.match().signature().id(), arguments, false, null, orders);
    }

    private List<Column> aggregate(Rel rows, Frame frame, List<Rel.Call> calls) {
        frame.add(new Rel.Aggregate(rows, List.of(), calls), JoinKind.LEFT);
        return calls.stream().map(Rel.Call::column).toList();
    }
}
