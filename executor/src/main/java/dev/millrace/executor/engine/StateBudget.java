package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.state.StateTable;

/** Keeps operator state within its bytes: what is over goes out of the heap, the largest tables giving most. */
final class StateBudget {

    private StateBudget() {}

    static long heapBytes(Database database) {
        long bytes = 0;
        for (Flow flow : database.flows().values()) {
            for (StateTable table : flow.stateTables()) {
                bytes += table.heapBytes();
            }
        }
        return bytes;
    }

    /** The tables of everything that has joined the clock. */
    static List<StateTable> tables(Database database) {
        List<StateTable> tables = new ArrayList<>();
        for (Flow flow : database.flows().values()) {
            tables.addAll(flow.stateTables());
        }
        return tables;
    }

    /** Frees about {@code excess} bytes, in proportion to the tables' sizes; returns what was freed. */
    static long evict(List<StateTable> tables, long excess) {
        long total = Math.max(1, tables.stream().mapToLong(StateTable::heapBytes).sum());
        long freed = 0;
        for (StateTable table : tables) {
            long share = (long) ((double) excess * table.heapBytes() / total);
            if (share > 0) {
                freed += table.evict(share);
            }
        }
        return freed;
    }
}
