package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;

/**
 * A dataflow's input port: the changes of some columns of a relation. Linear, no state. With several shards each
 * takes an equal run of the rows: which one does not matter until an exchange deals them by key.
 */
final class ScanOperator implements Operator {

    private final long relation;
    private final List<Integer> columns;
    private final Schema schema;
    private final int shard;
    private final int shards;
    private DeltaBatch arrived;

    ScanOperator(Plan.Scan plan, int shard, int shards) {
        relation = plan.relation();
        columns = plan.columns();
        schema = plan.schema();
        this.shard = shard;
        this.shards = shards;
    }

    long relation() {
        return relation;
    }

    /** The next step's changes of the relation, all columns; null for none. */
    void arrive(DeltaBatch changes) {
        arrived = changes;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch changes = arrived;
        arrived = null;
        if (changes == null) {
            return DeltaBatch.empty(schema);
        }
        DeltaBatch projected = changes.project(columns);
        if (shards == 1) {
            return projected;
        }
        int from = (int) ((long) changes.size() * shard / shards);
        int to = (int) ((long) changes.size() * (shard + 1) / shards);
        int[] rows = new int[to - from];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = from + i;
        }
        return projected.select(rows, rows.length);
    }
}
