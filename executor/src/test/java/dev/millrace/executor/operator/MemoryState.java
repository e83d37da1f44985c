package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import dev.millrace.executor.state.StateReader;
import dev.millrace.executor.state.StateTable;
import dev.millrace.executor.state.StateWriter;

/** Storage for tests: what was checkpointed, in sorted maps. */
final class MemoryState implements StateTables, StateReader {

    private final Map<Integer, TreeMap<byte[], byte[]>> tables = new HashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, Boolean> existed = new HashMap<>();
    private final List<Runnable> unsettled = new ArrayList<>();

    /** From now on tables are opened as those of an earlier run. */
    void restart() {
        ids.values().forEach(id -> existed.put(id, true));
    }

    /** Cuts a checkpoint; as in life, it can be read, and the tables learn of it, only after {@link #settle}. */
    void write(List<StateTable> state) {
        StateWriter writer = new StateWriter() {
            @Override
            public void put(int table, byte[] key, int from, int to, byte[] value, int valueFrom, int valueTo) {
                byte[] ownKey = Arrays.copyOfRange(key, from, to);
                byte[] ownValue = Arrays.copyOfRange(value, valueFrom, valueTo);
                unsettled.add(() -> table(table).put(ownKey, ownValue));
            }

            @Override
            public void delete(int table, byte[] key, int from, int to) {
                byte[] ownKey = Arrays.copyOfRange(key, from, to);
                unsettled.add(() -> table(table).remove(ownKey));
            }
        };
        state.forEach(table -> table.writeDirty(writer));
    }

    void settle(List<StateTable> state) {
        unsettled.forEach(Runnable::run);
        unsettled.clear();
        state.forEach(StateTable::checkpointed);
    }

    long entries() {
        return tables.values().stream().mapToLong(TreeMap::size).sum();
    }

    private TreeMap<byte[], byte[]> table(int id) {
        return tables.computeIfAbsent(id, table -> new TreeMap<>(Arrays::compareUnsigned));
    }

    @Override
    public int tableId(String uid, int ordinal) {
        return ids.computeIfAbsent(uid + "/" + ordinal, key -> ids.size() + 1);
    }

    @Override
    public boolean isNew(int tableId) {
        return !existed.getOrDefault(tableId, false);
    }

    @Override
    public StateReader reader() {
        return this;
    }

    @Override
    public synchronized byte[] get(int table, byte[] key) {
        return table(table).get(key);
    }

    @Override
    public synchronized byte[][] get(int table, byte[][] keys) {
        byte[][] values = new byte[keys.length][];
        for (int i = 0; i < keys.length; i++) {
            values[i] = get(table, keys[i]);
        }
        return values;
    }

    @Override
    public synchronized void scanRange(int table, byte[] from, byte[] to, EntryVisitor visitor) {
        visit(range(table, from, to), visitor);
    }

    @Override
    public synchronized void scanRangeDescending(int table, byte[] from, byte[] to, EntryVisitor visitor) {
        visit(range(table, from, to).descendingMap(), visitor);
    }

    private NavigableMap<byte[], byte[]> range(int table, byte[] from, byte[] to) {
        NavigableMap<byte[], byte[]> tail = table(table).tailMap(from, true);
        return to == null ? tail : tail.headMap(to, false);
    }

    private static void visit(NavigableMap<byte[], byte[]> range, EntryVisitor visitor) {
        for (var entry : range.entrySet()) {
            // Longer arrays than the entry, as a reader that reuses its buffers hands out.
            byte[] key = Arrays.copyOf(entry.getKey(), entry.getKey().length + 3);
            byte[] value = Arrays.copyOf(entry.getValue(), entry.getValue().length + 3);
            if (!visitor.entry(key, entry.getKey().length, value, entry.getValue().length)) {
                return;
            }
        }
    }
}
