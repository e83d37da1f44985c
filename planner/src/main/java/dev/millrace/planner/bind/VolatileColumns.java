package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;

/**
 * Columns of a select list that are computed anew each time, as by {@code nextval}: they are computed of the rows that
 * LIMIT asks for, and in the order of ORDER BY. So the rows are ordered and cut below them, by what does not change.
 */
final class VolatileColumns {

    private final Binding binding;

    VolatileColumns(Binding binding) {
        this.binding = binding;
    }

    /** The query with its rows ordered, and cut where it says how, below such columns; without them as it is. */
    BoundQuery late(BoundQuery query) {
        boolean isWanted = query.rel() instanceof Rel.Project project
                && (query.isCut() || !query.order().isEmpty())
                && project.expressions().stream().anyMatch(this::isLate)
                && query.order().stream().noneMatch(order -> isLate(of(project, order.column())));
        return isWanted ? late(query, (Rel.Project) query.rel()) : query;
    }

    private boolean isLate(Expr expr) {
        return Constants.isVolatile(expr, binding);
    }

    private static Expr of(Rel.Project project, int column) {
        return project.expressions().get(project.columns().indexOf(
                Expressions.columnOf(project.columns(), column)));
    }

    private BoundQuery late(BoundQuery query, Rel.Project project) {
        List<Expr> early = new ArrayList<>();
        List<Column> earlyColumns = new ArrayList<>();
        for (Column column : project.input().columns()) {
            early.add(column.reference());
            earlyColumns.add(column);
        }
        List<Order> order = new ArrayList<>();
        for (Order key : query.order()) {
            Expr expr = of(project, key.column());
            int known = early.indexOf(expr);
            if (known < 0) {
                known = early.size();
                early.add(expr);
                earlyColumns.add(binding.numbers.column("order", expr.type(), true));
            }
            order.add(new Order(earlyColumns.get(known).id(), key.descending(), key.nullsFirst()));
        }
        Rel rows = early.size() == project.input().columns().size()
                ? project.input()
                : new Rel.Project(project.input(), early, earlyColumns);
        Rel first = new Rel.TopK(rows, List.of(), order, 0, count(query), false, null);
        Rel computed = new Rel.Project(first, project.expressions(), project.columns());
        return new BoundQuery(
                computed, query.output(), query.order(), query.limit(), query.offset(), query.withTies());
    }

    /** How many rows are computed, or -1 for all: those that OFFSET leaves out are among them. */
    private static long count(BoundQuery query) {
        boolean isKnown = query.limit() instanceof Expr.Literal
                && (query.offset() == null || query.offset() instanceof Expr.Literal);
        if (!isKnown) {
            return -1;
        }
        long offset = query.offset() == null ? 0 : Limits.literal(query.offset());
        long limit = Limits.literal(query.limit());
        return limit > Long.MAX_VALUE - offset ? -1 : limit + offset;
    }
}
