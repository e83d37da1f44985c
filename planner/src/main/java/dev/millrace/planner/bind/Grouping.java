package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/** The step from rows to groups: builds the Aggregate, and rewrites what stands above it in terms of its columns. */
final class Grouping {

    private final Binding binding;
    private final Aggregates aggregates;
    private final Rel rows;
    private final Scope scope;
    private final Set<Column> keys = new LinkedHashSet<>();
    private final Map<Expr, Expr> columnOfKey = new HashMap<>();
    /** By the item of the select list that is the key. */
    private final Map<Integer, Expr> columnOfOutput = new HashMap<>();

    /** Columns of the rows that are gone above the groups. */
    private BitSet ungrouped = new BitSet();

    /** Null for plain groups. */
    private GroupingSets sets;

    private Grouping(
            Binding binding, Aggregates aggregates, Rel rows, Scope scope) {
        this.binding = binding;
        this.aggregates = aggregates;
        this.rows = rows;
        this.scope = scope;
    }

    /** For a SELECT without groups: leaves everything as it is. */
    static Grouping none() {
        return new Grouping(null, null, null, null);
    }

    static Grouping of(
            Binding binding,
            Aggregates aggregates,
            GroupBy.Keys groupBy,
            Rel rel,
            Scope scope) {
        List<GroupBy.Key> keys = groupBy.keys();
        Computed computed = new Computed(binding, aggregates.prepare(rel));
        Map<Expr, Integer> numbers = new HashMap<>();
        for (GroupBy.Key key : keys) {
            numbers.put(key.expr(), computed.column(key.expr()));
        }
        Grouping grouping = new Grouping(binding, aggregates, computed.rel(), scope);
        List<Expr> expressions = keys.stream().map(GroupBy.Key::expr).toList();
        aggregates.resolveGroupings(expressions);
        aggregates.checkDirects(expressions, rel.columns(), groupBy.sets() != null);
        List<Column> columns = new ArrayList<>();
        for (GroupBy.Key key : keys) {
            columns.add(Expressions.columnOf(grouping.rows.columns(), numbers.get(key.expr())));
        }
        grouping.keys.addAll(columns);
        if (groupBy.sets() != null) {
            grouping.sets = new GroupingSets(binding, aggregates, groupBy.sets(), columns);
        }
        for (int i = 0; i < keys.size(); i++) {
            Column column = grouping.sets == null ? columns.get(i) : grouping.sets.output(i);
            GroupBy.Key key = keys.get(i);
            boolean isFirst = keys.stream()
                    .noneMatch(one -> one.expr().equals(key.expr()) && one.output() < key.output());
            if (isFirst) {
                grouping.columnOfKey.put(key.expr(), column.reference());
            }
            if (grouping.sets != null && key.output() >= 0) {
                grouping.columnOfOutput.put(key.output(), column.reference());
            }
        }
        return grouping;
    }

    /** The groups; {@code above} is all that will be computed from them, and may name what the keys determine. */
    Rel aggregate(List<Expr> above) {
        addDetermined(above);
        Rel groups = sets == null ? plain() : sets.aggregate(rows);
        ungrouped = Expressions.columns(rows);
        ungrouped.andNot(Expressions.columns(groups));
        return groups;
    }

    private void addDetermined(List<Expr> above) {
        BitSet read = new BitSet();
        above.forEach(expr -> Expressions.collectColumns(replaceKeys(expr), read));
        for (Scope.Table table : scope.tables()) {
            addDetermined(table, read);
        }
    }

    private Rel plain() {
        List<Rel.Call> calls = aggregates.calls();
        Rel.Aggregate aggregate = new Rel.Aggregate(rows, List.copyOf(keys), calls);
        List<Column> groupings = aggregates.groupings().stream().map(Aggregates.GroupingCall::column).toList();
        Expr allCount = new Expr.Literal(0L, SqlType.INTEGER);
        return Rel.Project.extend(aggregate, Collections.nCopies(groupings.size(), allCount), groupings);
    }

    /**
     * With a table's whole primary key among the keys, of every grouping set, its other columns have one value in each
     * group.
     */
    private void addDetermined(Scope.Table table, BitSet read) {
        if (table.stored() == null || table.stored().key().isEmpty()) {
            return;
        }
        for (int position : table.stored().key()) {
            int id = table.columns().get(position).column().id();
            if (sets == null ? keys.stream().noneMatch(key -> key.id() == id) : !sets.alwaysHave(id)) {
                return;
            }
        }
        for (Scope.Named named : table.columns()) {
            if (read.get(named.column().id())) {
                Column column = Expressions.columnOf(rows.columns(), named.column().id());
                if (!keys.contains(column)) {
                    binding.references().relyOnKey(table.stored().id());
                }
                if (sets == null) {
                    keys.add(column);
                } else {
                    columnOfKey.put(column.reference(), sets.addDetermined(column).reference());
                }
            }
        }
    }

    /** An expression over rows, as one over groups. */
    Expr apply(Expr expr) {
        if (rows == null) {
            return expr;
        }
        Expr replaced = replaceKeys(expr);
        check(replaced);
        return replaced;
    }

    /** An item of the select list, by its number, as an expression over groups. */
    Expr apply(int item, Expr expr) {
        Expr own = columnOfOutput.get(item);
        return own == null ? apply(expr) : own;
    }

    private Expr replaceKeys(Expr expr) {
        Expr key = columnOfKey.get(expr);
        if (key != null) {
            return expr instanceof Expr.Input && sets == null ? expr : key;
        }
        if (expr.operands().isEmpty()) {
            return expr;
        }
        List<Expr> operands = new ArrayList<>();
        boolean isChanged = false;
        for (Expr operand : expr.operands()) {
            Expr replaced = replaceKeys(operand);
            isChanged |= replaced != operand;
            operands.add(replaced);
        }
        return isChanged ? expr.withOperands(operands) : expr;
    }

    private void check(Expr expr) {
        if (expr instanceof Expr.Input input) {
            if (ungrouped.get(input.index())) {
                Column column = Expressions.columnOf(rows.columns(), input.index());
                SqlNode place = binding.placeOf(input, null);
                throw new SqlException(
                                SqlState.GROUPING_ERROR,
                                "column \"" + scope.spell(column)
                                        + "\" must appear in the GROUP BY clause or be used in an aggregate function")
                        .at(binding.at(place));
            }
        } else {
            expr.operands().forEach(this::check);
        }
    }

    /** Subqueries above the groups may refer to their keys only. */
    void checkSubqueries(List<Frame.Subquery> subqueries, Scope visible) {
        if (sets != null) {
            Map<Integer, Expr> outputs = new HashMap<>();
            columnOfKey.forEach((key, column) -> {
                if (key instanceof Expr.Input input) {
                    outputs.put(input.index(), column);
                }
            });
            subqueries.replaceAll(subquery ->
                    new Frame.Subquery(Expressions.substitute(subquery.rel(), outputs), subquery.kind()));
        }
        for (Frame.Subquery subquery : subqueries) {
            BitSet outer = Expressions.free(subquery.rel());
            outer.and(ungrouped);
            if (!outer.isEmpty()) {
                Column column = Expressions.columnOf(rows.columns(), outer.nextSetBit(0));
                throw new SqlException(
                        SqlState.GROUPING_ERROR,
                        "subquery uses ungrouped column \"" + visible.spell(column) + "\" from outer query");
            }
        }
    }
}
