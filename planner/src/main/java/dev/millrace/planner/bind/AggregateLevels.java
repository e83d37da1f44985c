package dev.millrace.planner.bind;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.logical.Expressions;

/**
 * Which of the queries around it an aggregate belongs to: the innermost whose columns it is computed from. In
 * {@code SELECT (SELECT max(o.x) FROM i) FROM o} that is the outer one, which thereby has one row.
 */
final class AggregateLevels {

    /** Frames whose expressions hold the subquery that is being bound, the innermost last. */
    private final Deque<Frame> around = new ArrayDeque<>();

    /** What the items of FROM that are being bound have to their left. */
    private final Deque<Left> lefts = new ArrayDeque<>();

    /** @param isFunction whether the item is a function, else a subquery */
    private record Left(Scope scope, boolean isFunction) {}

    /** Binds a subquery of an expression of the frame. */
    <T> T inside(Frame frame, Supplier<T> subquery) {
        around.addLast(frame);
        try {
            return subquery.get();
        } finally {
            around.removeLast();
        }
    }

    /** Binds an item of FROM that may name the items to its left. */
    <T> T beside(Scope left, boolean isFunction, Supplier<T> item) {
        lefts.addLast(new Left(left, isFunction));
        try {
            return item.get();
        } finally {
            lefts.removeLast();
        }
    }

    /**
     * The frame of the query that an aggregate belongs to.
     *
     * @param what names such calls in messages
     * @param nodes what the aggregate is computed from: arguments, sort keys, condition
     */
    Frame of(String what, SqlNode call, List<SqlNode> nodes, Frame frame, ExpressionBinder expressions) {
        if (around.isEmpty() && lefts.isEmpty() || nodes.stream().allMatch(AggregateLevels::isStar)) {
            return frame;
        }
        BitSet read = read(nodes, frame, expressions);
        for (Scope level = frame.scope; level != null && !read.isEmpty(); level = level.outer()) {
            if (isOf(level, read)) {
                requireNotBeside(level, what, expressions.binding.at(call));
                return level == frame.scope ? frame : at(level, frame);
            }
        }
        return frame;
    }

    private static BitSet read(List<SqlNode> nodes, Frame frame, ExpressionBinder expressions) {
        Frame trial = new Frame(frame.scope, "aggregate function arguments");
        List<Expr> values = new ArrayList<>();
        for (SqlNode node : nodes) {
            if (!isStar(node)) {
                values.add(expressions.bind(node, trial));
            }
        }
        BitSet read = new BitSet();
        values.forEach(value -> Expressions.collectColumns(value, read));
        trial.subqueries().forEach(subquery -> read.or(Expressions.free(subquery.rel())));
        return read;
    }

    /** What an aggregate of an outer query is told, but not computed from, must not come from a query within. */
    void requireNothingBelow(
            Frame level, List<SqlNode> direct, SqlNode call, Frame frame, ExpressionBinder expressions) {
        if (level == frame) {
            return;
        }
        BitSet read = read(direct, frame, expressions);
        Scope below = frame.scope;
        for (; below != null && below.tables() != level.scope.tables(); below = below.outer()) {
            if (isOf(below, read)) {
                throw new SqlException(
                        SqlState.GROUPING_ERROR,
                        "outer-level aggregate cannot contain a lower-level variable in its direct arguments")
                        .at(expressions.binding.at(call));
            }
        }
    }

    /** In FROM there are no rows of the query yet of which an aggregate could be computed. */
    private void requireNotBeside(Scope level, String what, int position) {
        for (Left left : lefts) {
            if (left.scope.tables() == level.tables()) {
                String clause = left.isFunction ? "functions in FROM" : "FROM clause of their own query level";
                throw new SqlException(SqlState.GROUPING_ERROR, what + " are not allowed in " + clause).at(position);
            }
        }
    }

    private static boolean isStar(SqlNode node) {
        return node instanceof SqlIdentifier identifier && identifier.isStar();
    }

    private static boolean isOf(Scope level, BitSet read) {
        return level.columns().stream().anyMatch(named -> read.get(named.column().id()))
                || level.tables().stream().flatMap(table -> table.columns().stream())
                        .anyMatch(named -> read.get(named.column().id()));
    }

    /** A level's CTEs may have been added since, its FROM items not. */
    private Frame at(Scope level, Frame own) {
        for (Frame frame : around.reversed()) {
            if (frame.scope.tables() == level.tables()) {
                return frame;
            }
        }
        return own;
    }
}
