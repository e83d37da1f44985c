package dev.millrace.executor.operator;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.DistinctKeys;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.state.KeyGroups;

/** A step's changes partition by partition, those of each in the order of its rows. */
final class PartitionedBatch {

    private final RowPlace place;
    private final PartitionChanges changes;
    private final EncodedKeys keys = new EncodedKeys();
    private final DistinctKeys partitions = new DistinctKeys();
    private final ByteBuilder prefix = new ByteBuilder();
    private DeltaBatch input;
    private int[] nextRow;
    private int partition;
    private int group;

    PartitionedBatch(RowPlace place) {
        this.place = place;
        changes = new PartitionChanges(place);
    }

    /** Begins before the first partition. */
    void begin(DeltaBatch batch) {
        input = batch;
        partition = 0;
        if (!batch.isEmpty()) {
            keys.encode(place.partition(), batch);
            partitions.find(keys);
            nextRow = partitions.nextRows(batch.size());
        }
    }

    /** Goes to the next partition; false when there is none. */
    boolean next() {
        if (input.isEmpty() || partition == partitions.count()) {
            input = null;
            return false;
        }
        int first = partitions.firstRow(partition++);
        group = KeyGroups.of(keys.hash(first));
        prefix.clear();
        prefix.append(group);
        prefix.append(keys.array(), keys.start(first), keys.end(first));
        changes.begin(prefix);
        for (int row = first; row >= 0; row = nextRow[row]) {
            changes.add(input, row);
        }
        changes.sort();
        return true;
    }

    /** Those of the partition that {@link #next} went to. */
    PartitionChanges changes() {
        return changes;
    }

    int group() {
        return group;
    }
}
