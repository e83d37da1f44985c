package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;

/**
 * An index holds the rows of its relation once more, by other columns, so that whoever finds a row there has all of it.
 * It is kept as a view is: the relation's changes flow into it in the same epoch. A unique one leaves out rows with a
 * NULL among its columns, which are equal to no other.
 */
final class Indexes {

    private Indexes() {}

    static Plan planOf(ObjectDefinition.Index index) {
        List<Integer> all = IntStream.range(0, index.schema().size()).boxed().toList();
        Plan scan = new Plan.Scan("rows", index.relation(), all, index.schema());
        if (!index.isUnique()) {
            return scan;
        }
        List<Expr> present = new ArrayList<>();
        for (int column : index.columns()) {
            present.add(new Expr.Not(new Expr.IsNull(new Expr.Input(column, index.schema().type(column)))));
        }
        return new Plan.Filter("entries", scan, present.size() == 1 ? present.getFirst() : new Expr.And(present));
    }

    /** What a change of the relation is for the index. */
    static DeltaBatch entries(ObjectDefinition.Index index, DeltaBatch delta) {
        if (!index.isUnique() || index.columns().stream().allMatch(column -> delta.column(column).nulls() == null)) {
            return delta;
        }
        int[] kept = new int[delta.size()];
        int count = 0;
        for (int row = 0; row < delta.size(); row++) {
            if (isEntry(index, delta, row)) {
                kept[count++] = row;
            }
        }
        return delta.select(kept, count);
    }

    private static boolean isEntry(ObjectDefinition.Index index, DeltaBatch delta, int row) {
        for (int column : index.columns()) {
            if (delta.column(column).isNull(row)) {
                return false;
            }
        }
        return true;
    }
}
