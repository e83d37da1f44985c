package dev.millrace.planner.pipeline;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.FunctionCatalog;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Effort;
import dev.millrace.planner.bind.BoundQuery;
import dev.millrace.planner.bind.QueryCompiler;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.ColumnNumbers;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.lower.Keeping;
import dev.millrace.planner.lower.Lowering;
import dev.millrace.planner.optimize.Passes;
import dev.millrace.planner.optimize.UniqueKeys;

/** A bound query through the passes and down to its plan. */
final class QueryCompilation implements QueryCompiler {

    private final Passes passes;
    private final Effort effort;

    QueryCompilation(FunctionCatalog functions, ConstantEvaluator constants, Effort effort) {
        this.passes = new Passes(functions, constants, effort);
        this.effort = effort;
    }

    @Override
    public QueryPlan compile(BoundQuery query, ColumnNumbers numbers, List<SqlType> parameters) {
        return compile(query, numbers, parameters, null);
    }

    @Override
    public QueryPlan compileKept(
            BoundQuery query, ColumnNumbers numbers, ZoneId zone, int clockPosition, boolean emitsOnClose) {
        return compile(query, numbers, List.of(), new Keeping(zone, clockPosition, emitsOnClose));
    }

    private QueryPlan compile(
            BoundQuery query, ColumnNumbers numbers, List<SqlType> parameters, Keeping keeping) {
        BitSet required = new BitSet();
        query.output().forEach(column -> required.set(column.id()));
        query.order().forEach(order -> required.set(order.column()));
        Rel rel = passes.optimize(query.rel(), required, numbers);
        effort.check();
        List<Column> columns = columns(query, rel);
        Plan root = new Lowering(numbers, keeping).lower(rel, columns);
        List<SortKey> order = new ArrayList<>();
        for (Order item : query.order()) {
            order.add(new SortKey(indexOf(columns, item.column()), item.descending(), item.nullsFirst()));
        }
        List<Schema.Field> result = new ArrayList<>();
        for (int i = 0; i < query.output().size(); i++) {
            Column column = columns.get(i);
            result.add(new Schema.Field(query.output().get(i).name(), column.type(), column.nullable()));
        }
        return new QueryPlan(
                root, order, query.limit(), query.offset(), new Schema(result), parameters, key(rel, query.output()),
                numbers.pasts());
    }

    /** The output, then the columns that only the order needs; as the optimised relation has them. */
    private static List<Column> columns(BoundQuery query, Rel rel) {
        List<Column> columns = new ArrayList<>();
        for (Column output : query.output()) {
            Column column = Expressions.columnOf(rel.columns(), output.id());
            columns.add(new Column(column.id(), output.name(), column.type(), column.nullable()));
        }
        for (Order order : query.order()) {
            if (indexOf(columns, order.column()) < 0) {
                columns.add(Expressions.columnOf(rel.columns(), order.column()));
            }
        }
        return columns;
    }

    private static int indexOf(List<Column> columns, int id) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).id() == id) {
                return i;
            }
        }
        return -1;
    }

    private static List<Integer> key(Rel rel, List<Column> output) {
        for (BitSet key : UniqueKeys.of(rel)) {
            List<Integer> positions = key.stream().map(id -> indexOf(output, id)).boxed().toList();
            if (!positions.isEmpty() && !positions.contains(-1)) {
                return positions;
            }
        }
        return List.of();
    }
}
