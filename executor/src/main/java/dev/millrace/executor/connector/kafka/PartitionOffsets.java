package dev.millrace.executor.connector.kafka;

import java.util.HashMap;
import java.util.Map;

import dev.millrace.executor.connector.SourcePosition;

/** A position by partition number: the split of a partition is its number. */
final class PartitionOffsets {

    private final Map<Integer, Long> byPartition = new HashMap<>();

    PartitionOffsets(SourcePosition position) {
        position.offsets().forEach((split, offset) -> byPartition.put(Integer.valueOf(split), offset));
    }

    /** The next offset to read, or -1 when the partition is not named. */
    long get(int partition) {
        return byPartition.getOrDefault(partition, -1L);
    }

    void set(int partition, long offset) {
        byPartition.put(partition, offset);
    }

    Iterable<Integer> partitions() {
        return byPartition.keySet();
    }

    SourcePosition position() {
        Map<String, Long> offsets = new HashMap<>();
        byPartition.forEach((partition, offset) -> offsets.put(Integer.toString(partition), offset));
        return SourcePosition.of(offsets);
    }
}
