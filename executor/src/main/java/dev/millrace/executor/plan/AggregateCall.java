package dev.millrace.executor.plan;

import java.util.List;

/**
 * One aggregate of an {@link Plan.Aggregate}.
 *
 * @param function {@link FunctionSignature#id()} of the aggregate, e.g. {@code "sum(bigint)"}, {@code "count()"}
 * @param arguments columns of the input
 * @param filter boolean column of the input that must be true for a row to count, or -1
 * @param order for aggregates whose result depends on the order of their rows
 */
public record AggregateCall(
        String function, List<Integer> arguments, boolean distinct, int filter, List<SortKey> order, SqlType type) {

    public AggregateCall {
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
    }
}
