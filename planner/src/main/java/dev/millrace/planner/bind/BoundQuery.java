package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;

/**
 * A query, bound.
 *
 * @param rel may have more columns than {@code output}: what only {@code order} needs
 * @param limit null when absent; bigint, without column references
 * @param offset likewise
 */
public record BoundQuery(
        Rel rel, List<Column> output, List<Order> order, Expr limit, Expr offset, boolean withTies) {

    public BoundQuery {
        output = List.copyOf(output);
        order = List.copyOf(order);
    }

    static BoundQuery unordered(Rel rel, List<Column> output) {
        return new BoundQuery(rel, output, List.of(), null, null, false);
    }

    boolean isCut() {
        return limit != null || offset != null;
    }
}
