package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.logical.Column;

/** {@code ROW_NUMBER() OVER (PARTITION BY … ORDER BY …)}, met in a select list; {@code rank} is its value. */
record WindowCall(List<Expr> partition, List<Expr> order, List<Direction> directions, Column rank) {

    /** How one key of an ORDER BY is sorted. */
    record Direction(boolean descending, boolean nullsFirst) {}
}
