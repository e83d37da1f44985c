package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWindow;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.bind.OverloadResolution.Outcome;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Order;

/** Calls of aggregates, and of the one window function there is: {@code row_number()}. */
final class AggregateBinder {

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final CallBinder calls;

    AggregateBinder(Binding binding, ExpressionBinder expressions, CallBinder calls) {
        this.binding = binding;
        this.expressions = expressions;
        this.calls = calls;
    }

    boolean isAggregate(String name) {
        return binding.functions.overloads(name).stream()
                .anyMatch(f -> f.kind() == FunctionSignature.Kind.AGGREGATE);
    }

    Expr bind(SqlCall call, Frame frame) {
        SqlCall aggregate = call;
        SqlNode filter = null;
        List<SqlNode> order = List.of();
        while (true) {
            switch (aggregate.getKind()) {
                case FILTER -> filter = aggregate.operand(1);
                case WITHIN_GROUP -> order = ((SqlNodeList) aggregate.operand(1)).getList();
                case OVER -> {
                    return window(aggregate, frame);
                }
                case RESPECT_NULLS, IGNORE_NULLS, WITHIN_DISTINCT ->
                    throw expressions.unsupported("this form of aggregate", aggregate);
                default -> {
                    return aggregate(aggregate, filter, order, frame);
                }
            }
            aggregate = aggregate.operand(0);
        }
    }

    /** {@code grouping(key, …)}. */
    Expr grouping(List<SqlNode> nodes, Frame frame, SqlCall call) {
        requireAggregates(frame, call);
        List<Expr> arguments = nodes.stream().map(node -> expressions.bindTyped(node, frame)).toList();
        return frame.aggregates.addGrouping(arguments, call);
    }

    private void requireAggregates(Frame frame, SqlCall call) {
        if (frame.aggregates == null) {
            boolean isNested = frame.clause.equals("aggregate function arguments");
            throw new SqlException(
                            SqlState.GROUPING_ERROR,
                            isNested
                                    ? "aggregate function calls cannot be nested"
                                    : "aggregate functions are not allowed in " + frame.clause)
                    .at(binding.at(call));
        }
    }

    private Expr aggregate(SqlCall call, SqlNode filter, List<SqlNode> withinGroup, Frame frame) {
        String name = CallBinder.functionName(call);
        if (!isAggregate(name)) {
            SqlException fault = filter == null
                    ? calls.missing(name, List.of(), Outcome.NONE, call)
                    : new SqlException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "FILTER specified, but " + name + " is not an aggregate function");
            throw fault.at(binding.at(call));
        }
        requireAggregates(frame, call);
        Frame rows = frame.aggregates.arguments;
        List<SqlNode> nodes = new ArrayList<>();
        List<SqlNode> order = new ArrayList<>(withinGroup);
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlNodeList inner) {
                order.addAll(inner.getList());
            } else if (operand != null && !(operand instanceof SqlIdentifier star && star.isStar())) {
                nodes.add(operand);
            } else if (!name.equals("count")) {
                throw new SqlException(SqlState.UNDEFINED_FUNCTION, "function " + name + "(*) does not exist")
                        .at(binding.at(call));
            }
        }
        List<Expr> arguments = nodes.stream().map(node -> expressions.bind(node, rows)).toList();
        Outcome outcome = resolve(name, arguments);
        if (outcome.match() == null) {
            throw calls.missing(name, arguments, outcome, call);
        }
        Expr condition = filter == null ? null : expressions.condition(filter, rows, "FILTER");
        List<Expr> converted = calls.convert(outcome.match(), arguments, nodes);
        SqlType result = CallBinder.resultType(outcome.match(), converted);
        return frame.aggregates.add(
                outcome.match().signature(),
                result,
                converted,
                isDistinct(call),
                condition,
                orders(order, rows, frame.aggregates));
    }

    Outcome resolve(String name, List<Expr> arguments) {
        List<FunctionSignature> overloads = binding.functions.overloads(name).stream()
                .filter(f -> f.kind() == FunctionSignature.Kind.AGGREGATE)
                .toList();
        return OverloadResolution.resolve(overloads, arguments.stream().map(Expr::type).toList());
    }

    private List<Order> orders(List<SqlNode> items, Frame rows, Aggregates aggregates) {
        List<Order> orders = new ArrayList<>();
        for (SqlNode item : items) {
            Ordering ordering = Ordering.of(item);
            int column = aggregates.orderColumn(expressions.bindTyped(ordering.expression(), rows));
            orders.add(new Order(
                    column, ordering.direction().descending(), ordering.direction().nullsFirst()));
        }
        return orders;
    }

    private static boolean isDistinct(SqlCall call) {
        SqlLiteral quantifier = call.getFunctionQuantifier();
        return quantifier != null && quantifier.getValue() == SqlSelectKeyword.DISTINCT;
    }

    private Expr window(SqlCall over, Frame frame) {
        SqlCall function = over.operand(0);
        String name = CallBinder.functionName(function);
        if (!name.equals("row_number") || !function.getOperandList().isEmpty()) {
            throw SqlException.unsupported("the window function " + name)
                    .withHint("ROW_NUMBER() is supported; aggregates can be computed in a subquery that is joined.")
                    .at(binding.at(over));
        }
        if (frame.windows == null) {
            throw new SqlException(
                            SqlState.WINDOWING_ERROR, "window functions are not allowed in " + frame.clause)
                    .at(binding.at(over));
        }
        if (!(over.operand(1) instanceof SqlWindow window) || window.getRefName() != null) {
            throw expressions.unsupported("a named window", over);
        }
        List<Expr> partition = window.getPartitionList().stream()
                .map(node -> expressions.bindTyped(node, frame))
                .toList();
        List<Expr> order = new ArrayList<>();
        List<WindowCall.Direction> directions = new ArrayList<>();
        for (SqlNode item : window.getOrderList()) {
            Ordering ordering = Ordering.of(item);
            order.add(expressions.bindTyped(ordering.expression(), frame));
            directions.add(ordering.direction());
        }
        for (WindowCall known : frame.windows) {
            if (known.partition().equals(partition)
                    && known.order().equals(order)
                    && known.directions().equals(directions)) {
                return known.rank().reference();
            }
        }
        Column rank = binding.numbers.column("row_number", SqlType.BIGINT, false);
        frame.windows.add(new WindowCall(partition, order, directions, rank));
        return rank.reference();
    }

}
