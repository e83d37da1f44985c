package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelectKeyword;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FoldCall;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.AggregateDefinition;
import dev.millrace.planner.Routine;
import dev.millrace.planner.bind.OverloadResolution.Outcome;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Order;

/** Calls of aggregates; those with OVER go to {@link WindowBinder}. */
final class AggregateBinder {

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final CallBinder calls;
    private final OrderedSets orderedSets;

    AggregateBinder(Binding binding, ExpressionBinder expressions, CallBinder calls) {
        this.binding = binding;
        this.expressions = expressions;
        this.calls = calls;
        this.orderedSets = new OrderedSets(binding, expressions, calls, this);
    }

    boolean isAggregate(SqlCall call) {
        return binding.functions.overloads(CallBinder.functionName(call)).stream()
                        .anyMatch(f -> f.kind() == FunctionSignature.Kind.AGGREGATE)
                || isMade(call);
    }

    /** Whether people made an aggregate of that name. */
    boolean isMade(SqlCall call) {
        return !calls.routines.aggregates(call).isEmpty();
    }

    /**
     * An aggregate with the arguments that it takes.
     *
     * @param isList whether its result depends on the order of its rows
     */
    record Called(FunctionSignature signature, List<Expr> arguments, SqlType type, boolean isList) {}

    /** The one of people's that is called, or null when it is one of PostgreSQL's. */
    Called made(SqlCall call, List<SqlNode> nodes, List<Expr> arguments) {
        RoutineCalls.Chosen chosen = calls.routines.aggregate(call, nodes, arguments);
        if (chosen == null) {
            return null;
        }
        Routine routine = chosen.routine();
        binding.references().call(routine.id());
        if (routine.inputs().isEmpty() && call.getOperandList().isEmpty()) {
            throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE,
                            routine.name() + "(*) must be used to call a parameterless aggregate function")
                    .at(binding.at(call));
        }
        List<SqlType> types = chosen.arguments().stream().map(Expr::type).toList();
        FoldBinder folds = new FoldBinder(binding, expressions, call);
        AggregateDefinition made = routine.aggregate();
        FoldCall.Steps moving = made.moving() == null
                ? null
                : folds.steps(made.moving(), chosen.meant().concrete(made.moving().state()), types);
        FoldCall fold = new FoldCall(
                routine.name(), folds.steps(made.steps(), chosen.meant().concrete(made.steps().state()), types),
                moving);
        SqlType type = chosen.meant().concrete(routine.result());
        return new Called(fold.signature(types, type), chosen.arguments(), type, true);
    }

    private Called builtIn(String name, SqlCall call, List<SqlNode> nodes, List<Expr> arguments) {
        String function = calls.jsons.aggregate(name, nodes, arguments);
        Outcome outcome = resolve(function, arguments);
        if (outcome.match() == null) {
            throw calls.missing(name, arguments, outcome, call);
        }
        List<Expr> converted = calls.convert(outcome.match(), arguments, nodes);
        return new Called(
                outcome.match().signature(), converted, outcome.match().resultType(converted), isList(name));
    }

    Expr bind(SqlCall call, Frame frame) {
        SqlCall aggregate = call;
        SqlNode filter = null;
        SqlNode over = null;
        List<SqlNode> order = List.of();
        while (true) {
            switch (aggregate.getKind()) {
                case FILTER -> filter = aggregate.operand(1);
                case WITHIN_GROUP -> order = ((SqlNodeList) aggregate.operand(1)).getList();
                case OVER -> over = aggregate.operand(1);
                case RESPECT_NULLS, IGNORE_NULLS, WITHIN_DISTINCT ->
                    throw expressions.unsupported("this form of aggregate", aggregate);
                default -> {
                    if (over != null) {
                        refuseOver(aggregate);
                        return calls.windows.bind(aggregate, over, filter, order, frame);
                    }
                    return aggregate(aggregate, filter, order, level(aggregate, filter, order, frame));
                }
            }
            aggregate = aggregate.operand(0);
        }
    }

    private Frame level(SqlCall call, SqlNode filter, List<SqlNode> order, Frame frame) {
        String name = CallBinder.functionName(call);
        if (!isAggregate(call) && !OrderedSets.isNamed(name, !order.isEmpty())) {
            return frame;
        }
        List<SqlNode> nodes = new ArrayList<>();
        order.forEach(item -> nodes.add(Ordering.of(item).expression()));
        List<SqlNode> direct = new ArrayList<>();
        boolean isOrderedSet = OrderedSets.isNamed(name, !order.isEmpty());
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlNodeList inner) {
                inner.forEach(item -> nodes.add(Ordering.of(item).expression()));
            } else if (operand != null) {
                (isOrderedSet ? direct : nodes).add(operand);
            }
        }
        if (filter != null) {
            nodes.add(filter);
        }
        Frame level = binding.levels.of("aggregate functions", call, nodes, frame, expressions);
        binding.levels.requireNothingBelow(level, direct, call, frame, expressions);
        return level;
    }

    private void refuseOver(SqlCall call) {
        String name = CallBinder.functionName(call);
        if (OrderedSets.isNamed(name, false) || name.equals("approx_count_distinct")) {
            throw expressions.unsupported("OVER with the aggregate " + name, call);
        }
    }

    /** {@code grouping(key, …)}. */
    Expr grouping(List<SqlNode> nodes, Frame frame, SqlCall call) {
        Frame level = binding.levels.of("grouping operations", call, nodes, frame, expressions);
        requireAggregates(level, call);
        List<Expr> arguments = nodes.stream().map(node -> expressions.bindTyped(node, level)).toList();
        return level.aggregates.addGrouping(arguments, call);
    }

    private void requireAggregates(Frame frame, SqlCall call) {
        if (frame.aggregates == null) {
            boolean isNested = frame.clause.equals("aggregate function arguments");
            throw new SqlException(
                            SqlState.GROUPING_ERROR,
                            isNested
                                    ? "aggregate function calls cannot be nested"
                                    : "aggregate functions are not allowed in "
                                            + (frame.clause.equals("JOIN/ON") ? "JOIN conditions" : frame.clause))
                    .at(binding.at(call));
        }
    }

    private Expr aggregate(SqlCall call, SqlNode filter, List<SqlNode> withinGroup, Frame frame) {
        String name = CallBinder.functionName(call);
        boolean isOrderedSet = OrderedSets.isNamed(name, !withinGroup.isEmpty());
        if (!isAggregate(call) && !isOrderedSet) {
            SqlException fault = filter == null
                    ? calls.missing(name, List.of(), Outcome.NONE, call)
                    : new SqlException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "FILTER specified, but " + name + " is not an aggregate function");
            throw fault.at(binding.at(call));
        }
        requireAggregates(frame, call);
        if (isOrderedSet) {
            return orderedSets.bind(name, call, filter, withinGroup, frame);
        }
        Frame rows = frame.aggregates.arguments;
        List<SqlNode> nodes = new ArrayList<>();
        List<SqlNode> order = new ArrayList<>(withinGroup);
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlNodeList inner) {
                order.addAll(inner.getList());
            } else if (operand != null && !(operand instanceof SqlIdentifier star && star.isStar()
                    && (star.names.size() == 1 || !name.equals("count")))) {
                nodes.add(operand);
            } else if (!name.equals("count") && !isMade(call)) {
                throw new SqlException(SqlState.UNDEFINED_FUNCTION, "function " + name + "(*) does not exist")
                        .at(binding.at(call));
            }
        }
        List<Expr> arguments = new ArrayList<>();
        for (SqlNode node : nodes) {
            if (name.equals("count") && node instanceof SqlIdentifier star && star.isStar()) {
                Expr row = isDistinct(call) ? expressions.rows.named(star, rows) : null;
                arguments.add(row == null ? presence(star, rows) : row);
                continue;
            }
            arguments.add(expressions.bind(node, rows));
        }
        if (name.equals("count") && call.getOperandList().isEmpty()) {
            throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "count(*) must be used to call a parameterless aggregate function")
                    .at(binding.at(call));
        }
        Called made = made(call, nodes, arguments);
        Called called = made == null ? builtIn(name, call, nodes, arguments) : made;
        Expr condition = filter == null ? null : expressions.condition(filter, Frame.within(rows, "FILTER"), "FILTER");
        return frame.aggregates.add(
                called.signature(),
                called.type(),
                called.arguments(),
                isDistinct(call),
                condition,
                order.isEmpty() && called.isList() && !isDistinct(call)
                        ? frame.aggregates.order
                        : orders(order, rows, frame.aggregates));
    }

    private static boolean isList(String name) {
        return JsonCalls.takesRows(name) || name.equals("array_agg") || name.equals("string_agg");
    }

    /** NULL where there is no row of an item of FROM, as behind an outer join; otherwise something else. */
    private Expr presence(SqlIdentifier star, Frame rows) {
        List<String> names = star.names.subList(0, star.names.size() - 1);
        Scope.Table table = null;
        for (Scope level = rows.scope; level != null && table == null; level = level.outer()) {
            table = Names.table(names, level, star, binding);
        }
        if (table == null) {
            throw Names.missingColumn(star, rows.scope, binding);
        }
        if (!table.isOptional()) {
            return new Expr.Literal(1L, SqlType.INTEGER);
        }
        List<Expr> are = new ArrayList<>();
        for (Scope.Named named : table.columns()) {
            boolean isKey = table.stored() != null && table.stored().schema().fields().stream()
                    .anyMatch(field -> field.name().equals(named.column().name()) && !field.nullable());
            Expr isThere = Expressions.not(new Expr.IsNull(expressions.referTo(named.column(), star)));
            if (isKey) {
                are = List.of(isThere);
                break;
            }
            are.add(isThere);
        }
        Expr isAny = are.size() == 1 ? are.getFirst() : new Expr.Or(are);
        return new Expr.Case(
                List.of(isAny, new Expr.Literal(1L, SqlType.INTEGER), Expr.Literal.ofNull(SqlType.INTEGER)),
                SqlType.INTEGER);
    }

    Outcome resolve(String name, List<Expr> arguments) {
        List<FunctionSignature> overloads = binding.functions.overloads(name).stream()
                .filter(f -> f.kind() == FunctionSignature.Kind.AGGREGATE)
                .toList();
        return OverloadResolution.resolve(overloads, arguments.stream().map(Expr::type).toList());
    }

    List<Order> orders(List<SqlNode> items, Frame rows, Aggregates aggregates) {
        List<Order> orders = new ArrayList<>();
        for (SqlNode item : items) {
            Ordering ordering = Ordering.of(item);
            int column = aggregates.orderColumn(expressions.bindTyped(ordering.expression(), rows));
            orders.add(new Order(
                    column, ordering.direction().descending(), ordering.direction().nullsFirst()));
        }
        return orders;
    }

    /** {@code approx_count_distinct} counts exactly, which is near enough. */
    static boolean isDistinct(SqlCall call) {
        if (CallBinder.functionName(call).equals("approx_count_distinct")) {
            return true;
        }
        SqlLiteral quantifier = call.getFunctionQuantifier();
        return quantifier != null && quantifier.getValue() == SqlSelectKeyword.DISTINCT;
    }
}
