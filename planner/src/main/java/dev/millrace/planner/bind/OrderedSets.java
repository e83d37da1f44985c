package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.bind.OverloadResolution.Outcome;

/**
 * Aggregates with WITHIN GROUP: percentiles and the mode of what is ordered, and the rank that a row would have in it.
 * Their arguments become those of one call: first what is ordered, then what stands in the parentheses.
 */
final class OrderedSets {

    private static final Set<String> ORDERED = Set.of("percentile_cont", "percentile_disc", "mode");
    private static final Set<String> HYPOTHETICAL = Set.of("rank", "dense_rank", "percent_rank", "cume_dist");

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final CallBinder calls;
    private final AggregateBinder aggregates;

    OrderedSets(
            Binding binding, ExpressionBinder expressions, CallBinder calls, AggregateBinder aggregates) {
        this.binding = binding;
        this.expressions = expressions;
        this.calls = calls;
        this.aggregates = aggregates;
    }

    /** Some of the names are window functions where nothing is ordered. */
    static boolean isNamed(String name, boolean hasOrder) {
        return ORDERED.contains(name) || hasOrder && HYPOTHETICAL.contains(name);
    }

    Expr bind(String name, SqlCall call, SqlNode filter, List<SqlNode> order, Frame frame) {
        List<SqlNode> directNodes = call.getOperandList();
        if (order.isEmpty()) {
            List<Expr> arguments = directNodes.stream().map(node -> direct(name, node, Scope.NONE)).toList();
            throw calls.missing(name, arguments, Outcome.NONE, call)
                    .withHint("There is an ordered-set aggregate " + name + ", but it requires WITHIN GROUP.");
        }
        if (AggregateBinder.isDistinct(call)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "cannot use DISTINCT with WITHIN GROUP").at(binding.at(call));
        }
        Frame rows = frame.aggregates.arguments;
        List<SqlNode> sortNodes = order.stream().map(item -> Ordering.of(item).expression()).toList();
        List<Expr> arguments = new ArrayList<>();
        sortNodes.forEach(node -> arguments.add(expressions.bindTyped(node, rows)));
        for (SqlNode node : directNodes) {
            arguments.add(direct(name, node, rows.scope));
            frame.aggregates.addDirect(arguments.getLast(), node, name);
        }
        List<SqlNode> nodes = new ArrayList<>(sortNodes);
        nodes.addAll(directNodes);
        boolean isHypothetical = HYPOTHETICAL.contains(name);
        String function = isHypothetical ? "hypothetical " + name : name;
        if (isHypothetical) {
            unite(name, arguments, nodes, sortNodes.size(), call);
        }
        Outcome outcome = aggregates.resolve(function, arguments);
        if (outcome.match() == null) {
            throw calls.missing(name, arguments, outcome, call);
        }
        Expr condition = filter == null ? null : expressions.condition(filter, rows, "FILTER");
        List<Expr> converted = calls.convert(outcome.match(), arguments, nodes);
        return frame.aggregates.add(
                outcome.match().signature(),
                outcome.match().resultType(converted),
                converted,
                false,
                condition,
                aggregates.orders(order, rows, frame.aggregates));
    }

    /** An argument in the parentheses: the same for all rows of a group. */
    private Expr direct(String name, SqlNode node, Scope scope) {
        Expr bound = expressions.bind(node, new Frame(scope, "direct arguments of " + name));
        boolean isArray = bound.type().kind() == SqlType.Kind.ARRAY;
        // An array of numbers of another type is read anew, as fractions.
        return isArray ? new Expr.Cast(new Expr.Cast(bound, SqlType.TEXT), SqlType.arrayOf(SqlType.DOUBLE)) : bound;
    }

    /** Each value of the row that is not there becomes of one type with the column it is compared with. */
    private void unite(String name, List<Expr> arguments, List<SqlNode> nodes, int columns, SqlCall call) {
        if (arguments.size() != 2 * columns) {
            throw calls.missing(name, arguments, Outcome.NONE, call)
                    .withHint("To use the hypothetical-set aggregate " + name
                            + ", the number of hypothetical direct arguments (here " + (arguments.size() - columns)
                            + ") must match the number of ordering columns (here " + columns + ").");
        }
        for (int i = 0; i < columns; i++) {
            List<Expr> pair = List.of(arguments.get(i), arguments.get(columns + i));
            List<SqlNode> places = List.of(nodes.get(i), nodes.get(columns + i));
            SqlType type = binding.coercion.common(pair, places, "WITHIN GROUP").withoutModifiers();
            arguments.set(i, binding.coercion.convert(pair.get(0), type, places.get(0)));
            arguments.set(columns + i, binding.coercion.convert(pair.get(1), type, places.get(1)));
        }
    }
}
