package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;
import dev.millrace.sql.parser.expression.SqlDistinctOn;
import dev.millrace.sql.parser.expression.SqlLocked;

/**
 * One SELECT with the ORDER BY behind it: FROM, WHERE, GROUP BY, HAVING, windows, select list, DISTINCT, in this
 * order.
 */
final class SelectBinder {

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final QueryBinder queries;

    SelectBinder(Binding binding, ExpressionBinder expressions, QueryBinder queries) {
        this.binding = binding;
        this.expressions = expressions;
        this.queries = queries;
    }

    /** A sort key, bound: an output column, or an expression that becomes a hidden one. */
    private record SortItem(int output, Expr expr, Direction direction, SqlNode node) {}

    BoundQuery bind(SqlSelect select, SqlOrderBy clauses, Scope outer) {
        if (select.isDistinct() && select.getSelectList().isEmpty()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "SELECT DISTINCT must have at least one column")
                    .at(binding.at(select));
        }
        FromBinder.From from = select.getFrom() == null
                ? new FromBinder.From(Rel.Values.oneRow(), Scope.inside(outer))
                : new FromBinder(binding, queries).bind(select.getFrom(), Scope.inside(outer));
        Scope scope = from.scope();
        Rel rel = where(select, from);

        Aggregates aggregates = new Aggregates(binding, scope, from.nature());
        Windows windows = new Windows(binding);
        Frame frame = new Frame(scope, "SELECT", aggregates, windows);
        expressions.calls.windows.declare(select.getWindowList(), frame);
        List<SelectList.Item> items = new SelectList(binding, expressions).bind(select.getSelectList(), frame);
        if (binding.meanings != null) {
            binding.meanings.outputs(select, items);
        }
        GroupBy.Keys keys = new GroupBy(binding, expressions, frame.expansions).bind(select.getGroup(), items, scope);
        Frame havingFrame = new Frame(scope, "HAVING", aggregates, null);
        Expr having = select.getHaving() == null
                ? Expr.Literal.TRUE
                : expressions.conjunction(select.getHaving(), havingFrame, "HAVING");
        Frame qualifyFrame = new Frame(scope, "QUALIFY", aggregates, windows);
        Expr qualify = select.getQualify() == null
                ? Expr.Literal.TRUE
                : expressions.conjunction(
                        OutputNames.expanded(select.getQualify(), items, scope), qualifyFrame, "QUALIFY");
        List<SortItem> sort = sortItems(QueryBinder.orderOf(clauses), items, frame);
        List<SqlNode> onNodes =
                select instanceof SqlDistinctOn on ? on.keys().getList() : List.of();
        List<SortItem> distinctOn = distinctOn(onNodes, items, frame);
        if (clauses instanceof SqlLocked locked) {
            new LockBinder(binding, queries).check(
                    select, locked,
                    new LockBinder.Computed(
                            !aggregates.isEmpty(), !windows.isEmpty(), frame.expansions.calls() > 0),
                    scope);
        }

        if (!aggregates.isEmpty() && select.getFrom() != null
                && RecursionCheck.readsRecursion(select.getFrom(), scope.ctes())) {
            throw new SqlException(
                            SqlState.INVALID_RECURSION,
                            "aggregate functions are not allowed in a recursive query's recursive term")
                    .at(binding.at(select));
        }
        Grouping grouping = Grouping.none();
        boolean isGrouped = select.getGroup() != null || select.getHaving() != null || !aggregates.isEmpty();
        if (isGrouped) {
            if (keys.keys().stream().anyMatch(key -> frame.expansions.isReadBy(key.expr()))) {
                rel = frame.expansions.expandNow(rel);
            }
            grouping = Grouping.of(binding, aggregates, keys, rel, scope);
            List<Expr> above = new ArrayList<>(windows.expressions());
            above.add(having);
            above.add(qualify);
            above.addAll(readBySubqueries(rel, List.of(frame, havingFrame, qualifyFrame)));
            rel = grouping.aggregate(allExpressions(items, sort, distinctOn, above));
            grouping.checkSubqueries(havingFrame.subqueries(), scope);
            rel = havingFrame.attach(rel);
            Expr condition = grouping.apply(having);
            rel = Expressions.isTrue(condition) ? rel : new Rel.Filter(rel, condition);
            grouping.checkSubqueries(frame.subqueries(), scope);
            grouping.checkSubqueries(qualifyFrame.subqueries(), scope);
        }
        rel = frame.attach(rel);
        rel = windows.compute(rel, grouping, isGrouped ? List.of() : from.nature());
        rel = qualifyFrame.attach(rel);
        Expr qualified = grouping.apply(qualify);
        rel = Expressions.isTrue(qualified) ? rel : new Rel.Filter(rel, qualified);
        if (isBeforeSets(frame.expansions, items, sort, distinctOn)) {
            rel = firstOfEach(rel, items, sort, distinctOn, grouping);
            distinctOn = List.of();
        }
        rel = frame.expansions.expand(rel, grouping::apply);
        boolean isInOrder = !isGrouped && windows.expressions().isEmpty()
                && sort.isEmpty() && distinctOn.isEmpty() && !select.isDistinct()
                && items.stream().noneMatch(item -> item.expr().type().kind() == SqlType.Kind.UNKNOWN);
        List<SortItem> sorted = isInOrder ? inherited(from.order(), rel, items) : sort;
        return project(rel, select, items, sorted, distinctOn, grouping);
    }

    /** The columns of these rows that subqueries name. */
    private static List<Expr> readBySubqueries(Rel rows, List<Frame> frames) {
        BitSet free = new BitSet();
        for (Frame frame : frames) {
            frame.subqueries().forEach(subquery -> free.or(Expressions.free(subquery.rel())));
        }
        return rows.columns().stream()
                .filter(column -> free.get(column.id()))
                .map(column -> (Expr) column.reference())
                .toList();
    }

    /** A query that neither orders its rows nor makes others of them leaves them in the order in which they come. */
    private static List<SortItem> inherited(List<Order> orders, Rel rel, List<SelectList.Item> items) {
        List<SortItem> sort = new ArrayList<>();
        for (Order order : orders) {
            Expr expr = Expressions.columnOf(rel.columns(), order.column()).reference();
            int output = -1;
            for (int i = 0; i < items.size() && output < 0; i++) {
                output = items.get(i).expr().equals(expr) ? i : -1;
            }
            sort.add(new SortItem(output, expr, new Direction(order.descending(), order.nullsFirst()), null));
        }
        return sort;
    }

    private Rel where(SqlSelect select, FromBinder.From from) {
        if (select.getWhere() == null) {
            return from.rel();
        }
        Frame frame = new Frame(from.scope(), "WHERE");
        Expr condition = expressions.conjunction(select.getWhere(), frame, "WHERE");
        Rel rel = frame.attach(from.rel());
        return Expressions.isTrue(condition) ? rel : new Rel.Filter(rel, condition);
    }

    private static List<Expr> allExpressions(
            List<SelectList.Item> items, List<SortItem> sort, List<SortItem> distinctOn, List<Expr> others) {
        List<Expr> all = new ArrayList<>(others);
        items.forEach(item -> all.add(item.expr()));
        sort.stream().filter(item -> item.output() < 0).forEach(item -> all.add(item.expr()));
        distinctOn.stream().filter(item -> item.output() < 0).forEach(item -> all.add(item.expr()));
        return all;
    }

    // ---- sorting ----------------------------------------------------------------------------------------------------

    private List<SortItem> sortItems(SqlNodeList order, List<SelectList.Item> items, Frame frame) {
        Frame sortFrame = frame.along("ORDER BY");
        List<SortItem> sort = new ArrayList<>();
        for (SqlNode node : order) {
            Ordering ordering = Ordering.of(node);
            sort.add(sortItem(ordering.expression(), ordering.direction(), items, sortFrame, "ORDER BY"));
        }
        sortFrame.subqueries().forEach(subquery -> frame.add(subquery.rel(), subquery.kind()));
        return sort;
    }

    private SortItem sortItem(
            SqlNode node, Direction direction, List<SelectList.Item> items, Frame frame, String clause) {
        int output = OutputNames.ordinal(node, items.size(), clause, binding);
        if (output < 0) {
            output = OutputNames.byName(node, items, clause.replace("SELECT ", ""), binding);
        }
        if (output >= 0) {
            return new SortItem(output, null, direction, node);
        }
        Expr expr = expressions.bindTyped(node, frame);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).expr().equals(expr)) {
                return new SortItem(i, null, direction, node);
            }
        }
        return new SortItem(-1, expr, direction, node);
    }

    private List<SortItem> distinctOn(List<SqlNode> nodes, List<SelectList.Item> items, Frame frame) {
        Direction ascending = new Direction(false, false);
        return nodes.stream()
                .map(node -> sortItem(node, ascending, items, frame, "SELECT DISTINCT ON"))
                .toList();
    }

    /** Whether DISTINCT ON meets the rows before set-returning functions do: as PostgreSQL's ORDER BY does. */
    private static boolean isBeforeSets(
            Expansions expansions, List<SelectList.Item> items, List<SortItem> sort, List<SortItem> distinctOn) {
        return expansions.calls() > 0 && !distinctOn.isEmpty() && !sort.isEmpty()
                && Stream.concat(sort.stream(), distinctOn.stream())
                        .noneMatch(item -> expansions.isReadBy(expressionOf(item, items)));
    }

    private static Expr expressionOf(SortItem item, List<SelectList.Item> items) {
        return item.output() < 0 ? item.expr() : items.get(item.output()).expr();
    }

    private Rel firstOfEach(
            Rel rel, List<SelectList.Item> items, List<SortItem> sort, List<SortItem> distinctOn, Grouping grouping) {
        Computed computed = new Computed(binding, rel);
        List<Order> order = new ArrayList<>();
        for (SortItem item : sort) {
            order.add(new Order(
                    computed.column(grouping.apply(expressionOf(item, items))), item.direction().descending(),
                    item.direction().nullsFirst()));
        }
        List<Integer> on = distinctOn.stream()
                .map(item -> computed.column(grouping.apply(expressionOf(item, items))))
                .distinct()
                .toList();
        requireLeading(on, order, distinctOn);
        return new Rel.TopK(computed.rel(), on, order, 0, 1, false, null);
    }

    // ---- the result -------------------------------------------------------------------------------------------------

    private BoundQuery project(
            Rel rel,
            SqlSelect select,
            List<SelectList.Item> items,
            List<SortItem> sort,
            List<SortItem> distinctOn,
            Grouping grouping) {
        boolean isDistinct = select.isDistinct();
        boolean staysOpen = !isDistinct && distinctOn.isEmpty() && sort.isEmpty();
        BitSet available = Expressions.columns(rel);
        List<Expr> computed = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (SelectList.Item item : items) {
            Expr expr = grouping.apply(columns.size(), item.expr());
            expr = staysOpen ? expr : binding.coercion.decided(expr, item.node());
            computed.add(expr);
            columns.add(outputColumn(item.name(), expr, rel, available));
        }
        List<Column> output = List.copyOf(columns);
        List<Order> order = new ArrayList<>();
        for (SortItem item : sort) {
            order.add(new Order(
                    sortColumn(item, isDistinct, output, computed, columns, grouping),
                    item.direction().descending(),
                    item.direction().nullsFirst()));
        }
        List<Integer> on = new ArrayList<>();
        for (SortItem item : distinctOn) {
            int column = sortColumn(item, false, output, computed, columns, grouping);
            if (!on.contains(column)) {
                on.add(column);
            }
        }
        Rel projected = new Rel.Project(rel, computed, columns);
        if (isDistinct) {
            projected = new Rel.Distinct(projected);
        } else if (!on.isEmpty()) {
            requireLeading(on, order, distinctOn);
            projected = new Rel.TopK(projected, on, order, 0, 1, false, null);
        }
        return new BoundQuery(projected, output, order, null, null, false);
    }

    /** A column passed on keeps its number, unless another output already has it or it is an outer query's. */
    private Column outputColumn(String name, Expr expr, Rel rel, BitSet available) {
        boolean nullable = !Expressions.isNeverNull(expr, id -> isNullable(rel, id));
        if (expr instanceof Expr.Input input && available.get(input.index())) {
            available.clear(input.index());
            return new Column(input.index(), name, expr.type(), nullable);
        }
        return binding.numbers.column(name, expr.type(), nullable);
    }

    private static boolean isNullable(Rel rel, int id) {
        return rel.columns().stream().noneMatch(c -> c.id() == id && !c.nullable());
    }

    private int sortColumn(
            SortItem item,
            boolean isDistinct,
            List<Column> output,
            List<Expr> computed,
            List<Column> columns,
            Grouping grouping) {
        if (item.output() >= 0) {
            return output.get(item.output()).id();
        }
        if (isDistinct) {
            throw new SqlException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "for SELECT DISTINCT, ORDER BY expressions must appear in select list")
                    .at(binding.at(item.node()));
        }
        Expr expr = grouping.apply(item.expr());
        int known = computed.indexOf(expr);
        if (known >= 0) {
            return columns.get(known).id();
        }
        Column hidden = binding.numbers.column("order", expr.type(), true);
        computed.add(expr);
        columns.add(hidden);
        return hidden.id();
    }

    private void requireLeading(List<Integer> on, List<Order> order, List<SortItem> items) {
        for (int i = 0; i < Math.min(on.size(), order.size()); i++) {
            if (!on.contains(order.get(i).column())) {
                throw new SqlException(
                                SqlState.INVALID_COLUMN_REFERENCE,
                                "SELECT DISTINCT ON expressions must match initial ORDER BY expressions")
                        .at(binding.at(items.get(i).node()));
            }
        }
    }
}
