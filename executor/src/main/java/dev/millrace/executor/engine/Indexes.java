package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.IndexEntries;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.executor.relation.RelationScan;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.executor.relation.RunBuilder;
import dev.millrace.executor.relation.SortedRun;

/**
 * An index holds the rows of its relation once more, by other columns, so that whoever finds a row there has all of it.
 * It is kept as a view is: the relation's changes flow into it in the same epoch. A unique one leaves out rows with a
 * NULL among its columns, which are equal to no other.
 */
final class Indexes {

    private static final int SLICE_ROWS = 16_384;

    private Indexes() {}

    static Plan planOf(ObjectDefinition.Index index) {
        if (index.entries() != null) {
            return IndexValues.planOf(index);
        }
        Plan scan = scan(index, index.schema());
        return index.isUnique() ? present(index, scan) : scan;
    }

    static Plan scan(ObjectDefinition.Index index, Schema relation) {
        List<Integer> all = IntStream.range(0, relation.size()).boxed().toList();
        return new Plan.Scan("rows", index.relation(), all, relation);
    }

    /** How many columns the relation has. */
    private static int width(ObjectDefinition.Index index) {
        return index.schema().size() - (index.entries() == null ? 0 : index.columns().size());
    }

    /** Without rows that have a NULL in the index's columns. */
    static Plan present(ObjectDefinition.Index index, Plan rows) {
        List<Expr> present = new ArrayList<>();
        for (int column : index.columns()) {
            present.add(new Expr.Not(new Expr.IsNull(new Expr.Input(column, index.schema().type(column)))));
        }
        return new Plan.Filter("entries", rows, present.size() == 1 ? present.getFirst() : new Expr.And(present));
    }

    /** What a change of the relation is for the index. */
    static DeltaBatch entries(ObjectDefinition.Index index, DeltaBatch delta) {
        if (index.entries() != null) {
            IndexEntries entries = index.entries();
            DeltaBatch values = IndexValues.of(entries, delta);
            return entries.areNullsEqual() ? values : present(index, values);
        }
        return index.isUnique() ? present(index, delta) : delta;
    }

    private static DeltaBatch present(ObjectDefinition.Index index, DeltaBatch delta) {
        if (index.columns().stream().allMatch(column -> delta.column(column).nulls() == null)) {
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

    /** What a new index holds for its transaction, which may go on writing; the database's is filled at commit. */
    static RelationSnapshot build(ObjectDefinition object, RelationSnapshot rows, WorkMemory.Lease lease) {
        ObjectDefinition.Index index = (ObjectDefinition.Index) object.body();
        RelationLayout layout = Layouts.of(object);
        List<SortedRun> runs = new ArrayList<>();
        if (rows != null) {
            List<Integer> columns = IntStream.range(0, width(index)).boxed().toList();
            RunBuilder builder = new RunBuilder(layout);
            try (RelationScan scan = rows.scan(KeyRange.ALL, columns)) {
                for (DeltaBatch batch = scan.next(SLICE_ROWS); batch != null; batch = scan.next(SLICE_ROWS)) {
                    lease.take(batch.heapBytes(), "a new index that is written in its own transaction");
                    SortedRun run = builder.build(entries(index, batch), Long.MAX_VALUE, 0);
                    SortedRun.append(runs, run, 0, layout.isBag());
                }
            }
        }
        return new RelationSnapshot(layout, 0, null, runs, 0);
    }
}
