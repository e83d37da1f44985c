package dev.millrace.executor.engine;

import dev.millrace.executor.state.StateTable;

/** Keeps operator state within its bytes: what is over goes out of the heap, the largest tables giving most. */
final class StateBudget {

    private StateBudget() {}

    static long heapBytes(Database database) {
        long bytes = 0;
        for (Flow flow : database.flows().values()) {
            for (StateTable table : flow.dataflow().stateTables()) {
                bytes += table.heapBytes();
            }
        }
        return bytes;
    }

    /** Frees about {@code excess} bytes, in proportion to the tables' sizes; returns what was freed. */
    static long evict(Database database, long excess) {
        long total = Math.max(1, heapBytes(database));
        long freed = 0;
        for (Flow flow : database.flows().values()) {
            for (StateTable table : flow.dataflow().stateTables()) {
                long share = (long) ((double) excess * table.heapBytes() / total);
                if (share > 0) {
                    freed += table.evict(share);
                }
            }
        }
        return freed;
    }
}
