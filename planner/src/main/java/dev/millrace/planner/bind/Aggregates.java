package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FoldCall;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;

/** The aggregate calls met in one SELECT; each becomes a column of its Aggregate. */
final class Aggregates {

    private final Binding binding;
    private final List<Rel.Call> calls = new ArrayList<>();
    private final List<Expr> orderExpressions = new ArrayList<>();
    private final List<Column> orderColumns = new ArrayList<>();

    private final List<GroupingCall> groupings = new ArrayList<>();

    private final List<Direct> directs = new ArrayList<>();

    /** What stands in the parentheses of an aggregate with WITHIN GROUP. */
    private record Direct(Expr argument, SqlNode node, String function) {}

    /**
     * A call of GROUPING.
     *
     * @param keys numbers of its arguments among the keys of GROUP BY; empty before those are known
     */
    record GroupingCall(Column column, List<Expr> arguments, SqlCall node, List<Integer> keys) {}

    /** What the arguments stand on: the rows before grouping. */
    final Frame arguments;

    /** In which the rows come, and lists are made of them that have no order of their own. */
    final List<Order> order;

    Aggregates(Binding binding, Scope scope, List<Order> order) {
        this.binding = binding;
        this.order = order;
        this.arguments = new Frame(scope, "aggregate function arguments");
    }

    /** The column of a call; equal calls share one. */
    Expr.Input add(
            FunctionSignature function,
            SqlType result,
            List<Expr> operands,
            boolean distinct,
            Expr filter,
            List<Order> order) {
        // DISTINCT changes nothing for these, and without it they are cheaper to keep.
        boolean isDistinct = distinct && !isIdempotent(function.name());
        for (Rel.Call call : calls) {
            if (call.function().equals(function.id())
                    && call.arguments().equals(operands)
                    && call.distinct() == isDistinct
                    && Objects.equals(call.filter(), filter)
                    && call.order().equals(order)) {
                return call.column().reference();
            }
        }
        boolean nullable = !isNeverNull(function.name());
        Column column = binding.numbers.column(FoldCall.name(function.id()), result, nullable);
        calls.add(new Rel.Call(column, function.id(), operands, isDistinct, filter, order));
        return column.reference();
    }

    private static boolean isNeverNull(String name) {
        return switch (name) {
            case "count", "approx_count_distinct", "regr_count" -> true;
            default -> false;
        };
    }

    private static boolean isIdempotent(String name) {
        return switch (name) {
            case "min", "max", "bool_and", "bool_or", "every", "bit_and", "bit_or" -> true;
            default -> false;
        };
    }

    /** The column of a call of GROUPING. */
    Expr addGrouping(List<Expr> arguments, SqlCall node) {
        Column column = binding.numbers.column("grouping", SqlType.INTEGER, false);
        groupings.add(new GroupingCall(column, arguments, node, List.of()));
        return column.reference();
    }

    List<GroupingCall> groupings() {
        return groupings;
    }

    /** @throws SqlException when an argument of GROUPING is not grouped by */
    void resolveGroupings(List<Expr> keys) {
        groupings.replaceAll(call -> {
            List<Integer> numbers = call.arguments().stream().map(keys::indexOf).toList();
            if (numbers.contains(-1)) {
                throw new SqlException(
                                SqlState.GROUPING_ERROR,
                                "arguments to GROUPING must be grouping expressions of the associated query level")
                        .at(binding.at(call.node().operand(numbers.indexOf(-1))));
            }
            return new GroupingCall(call.column(), call.arguments(), call.node(), numbers);
        });
    }

    void addDirect(Expr argument, SqlNode node, String function) {
        directs.add(new Direct(argument, node, function));
    }

    /**
     * An argument in the parentheses is the same for all rows of a group, so that it may be computed of any of them.
     *
     * @param rows columns of the rows before grouping; others are the same for all
     * @throws SqlException 42803 when one is made of columns that are not grouped by
     */
    void checkDirects(List<Expr> keys, List<Column> rows, boolean hasSets) {
        for (Direct direct : directs) {
            Expr.Input other = notOf(keys, direct.argument(), rows);
            if (other != null) {
                Column column = Expressions.columnOf(rows, other.index());
                throw new SqlException(
                                SqlState.GROUPING_ERROR,
                                "column \"" + arguments.scope.spell(column)
                                        + "\" must appear in the GROUP BY clause or be used in an aggregate function")
                        .withDetail("Direct arguments of an ordered-set aggregate must use only grouped columns.")
                        .at(binding.at(binding.placeOf(other, direct.node())));
            }
            if (hasSets && notOf(List.of(), direct.argument(), rows) != null) {
                throw SqlException.unsupported("a direct argument of " + direct.function()
                                + " that is not constant, beside grouping sets,")
                        .at(binding.at(direct.node()));
            }
        }
    }

    /** A column of the rows in an expression that no key has; null for none. */
    private static Expr.Input notOf(List<Expr> keys, Expr expr, List<Column> rows) {
        if (keys.contains(expr)) {
            return null;
        }
        if (expr instanceof Expr.Input input) {
            return rows.stream().anyMatch(column -> column.id() == input.index()) ? input : null;
        }
        return expr.operands().stream()
                .map(operand -> notOf(keys, operand, rows))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A column that holds this expression in the rows before grouping, for an aggregate's own ORDER BY. */
    int orderColumn(Expr expr) {
        if (expr instanceof Expr.Input input) {
            return input.index();
        }
        int known = orderExpressions.indexOf(expr);
        if (known >= 0) {
            return orderColumns.get(known).id();
        }
        Column column = binding.numbers.column("order", expr.type(), true);
        orderExpressions.add(expr);
        orderColumns.add(column);
        return column.id();
    }

    /** The rows before grouping, with what the calls need beside the FROM items' columns. */
    Rel prepare(Rel rel) {
        return Rel.Project.extend(arguments.attach(rel), orderExpressions, orderColumns);
    }

    List<Rel.Call> calls() {
        return calls;
    }

    boolean isEmpty() {
        return calls.isEmpty() && groupings.isEmpty();
    }
}
