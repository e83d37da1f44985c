package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.WindowFrame;

/**
 * A window, bound: what stands after OVER or in the WINDOW clause, with what it takes from the window it names.
 *
 * @param hasFrame whether a frame was written, so that no other window can be made of this one
 */
record WindowDefinition(
        List<Expr> partition, List<Expr> order, List<Direction> directions, WindowFrame frame, boolean hasFrame) {

    WindowDefinition {
        partition = List.copyOf(partition);
        order = List.copyOf(order);
        directions = List.copyOf(directions);
    }

    /** Whether rows stand in the same places in both. */
    boolean isOrderedLike(WindowDefinition other) {
        return partition.equals(other.partition)
                && order.equals(other.order)
                && directions.equals(other.directions);
    }
}
