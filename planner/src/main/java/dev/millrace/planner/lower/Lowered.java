package dev.millrace.planner.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.logical.Column;

/**
 * A lowered relation.
 *
 * @param columns which logical column stands at each position of the plan
 * @param dealt lists of columns by whose hash the rows are known to be dealt to shards
 * @param isSingle all rows are in one shard
 */
record Lowered(Plan plan, List<Column> columns, List<List<Integer>> dealt, boolean isSingle) {

    Lowered {
        columns = List.copyOf(columns);
        dealt = List.copyOf(dealt);
    }

    /** Rows that lie wherever their source left them. */
    static Lowered anywhere(Plan plan, List<Column> columns) {
        return new Lowered(plan, columns, List.of(), false);
    }

    Lowered with(Plan other, List<Column> otherColumns) {
        return new Lowered(other, otherColumns, dealt, isSingle);
    }

    int position(int column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).id() == column) {
                return i;
            }
        }
        throw new IllegalStateException("column " + column + " is not among " + columns);
    }

    List<Integer> positions(List<Integer> ids) {
        return ids.stream().map(this::position).toList();
    }

    /** The expression over positions. */
    Expr positional(Expr expr) {
        Map<Integer, Integer> positions = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i).id(), i);
        }
        return expr.rewrite(node -> {
            if (!(node instanceof Expr.Input input)) {
                return node;
            }
            Integer position = positions.get(input.index());
            if (position == null) {
                throw new IllegalStateException("column " + input.index() + " is not among " + columns);
            }
            return new Expr.Input(position, input.type());
        });
    }

    static Schema schema(List<Column> columns) {
        List<Schema.Field> fields = new ArrayList<>();
        columns.forEach(c -> fields.add(new Schema.Field(c.name(), c.type(), c.nullable())));
        return new Schema(fields);
    }
}
