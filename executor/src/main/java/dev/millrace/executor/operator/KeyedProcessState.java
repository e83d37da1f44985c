package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.state.KeyGroups;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * What is kept of the keys of a processor. A key is named by its prefix: the key group and the partition's values. Rows
 * and rows of initial state under that; under it alone what the processor remembers, behind the clock and the watermark
 * at which the key was last looked at; and in the agenda, under group, kind and moment, the keys that wait for it.
 */
final class KeyedProcessState {

    /** Tables of an operator that are kept here. */
    static final int TABLES = 4;

    /** Kinds of timers. */
    static final int EVENT_TIME = 0;
    static final int CLOCK = 1;

    private static final int KINDS = 2;
    private static final int MOMENT_AT = 2;
    private static final int KEY_AT = 10;
    private static final int HEADER_BYTES = 16;
    private static final byte[] NOTHING = {};

    /** @param state what the processor remembers */
    record Kept(long clock, long watermark, byte[] state) {}

    private final KeyedProcess plan;
    private final OrderedTable rows;
    private final OrderedTable initials;
    private final OrderedTable states;
    private final OrderedTable agenda;
    private final int[] groups;
    private final ByteBuilder entry = new ByteBuilder();
    /** For each kind and group the first moment; null before the agenda was looked at. */
    private long[][] due;

    KeyedProcessState(KeyedProcess plan, StateTables tables, int[] groups) {
        this.plan = plan;
        this.groups = groups;
        rows = OrderedTables.of(tables, plan.uid(), 0);
        initials = OrderedTables.of(tables, plan.uid(), 1);
        states = OrderedTables.of(tables, plan.uid(), 2);
        agenda = OrderedTables.of(tables, plan.uid(), 3);
    }

    OrderedTable rows() {
        return rows;
    }

    OrderedTable initials() {
        return initials;
    }

    List<StateTable> tables() {
        return List.of(rows, initials, states, agenda);
    }

    void check() {
        if (rows.negativeEntries() != 0 || initials.negativeEntries() != 0 || agenda.negativeEntries() != 0) {
            throw new IllegalStateException("process " + plan.uid() + ": a row was retracted that is not there");
        }
    }

    // ---- states -----------------------------------------------------------------------------------------------------

    /** Null for a key of which nothing is kept. */
    Kept get(byte[] prefix) {
        OrderedTable.Cursor cursor = states.seek(prefix, 0, prefix.length);
        if (!cursor.startsWith(prefix, 0, prefix.length) || cursor.keyEnd() - cursor.keyStart() != prefix.length) {
            return null;
        }
        int at = cursor.keyEnd();
        return new Kept(
                ByteBuilder.bigEndian(cursor.data(), at),
                ByteBuilder.bigEndian(cursor.data(), at + Long.BYTES),
                Arrays.copyOfRange(cursor.data(), at + HEADER_BYTES, cursor.valueEnd()));
    }

    void put(byte[] prefix, Kept kept) {
        entry.clear();
        entry.appendBigEndian(kept.clock());
        entry.appendBigEndian(kept.watermark());
        entry.append(kept.state(), 0, kept.state().length);
        states.put(prefix, 0, prefix.length, entry.toBytes());
    }

    void remove(byte[] prefix) {
        if (get(prefix) != null) {
            states.add(prefix, 0, prefix.length, -1, NOTHING, 0, 0);
        }
    }

    /** All keys of which something is kept. */
    List<byte[]> all() {
        List<byte[]> all = new ArrayList<>();
        for (int group : groups) {
            byte[] ofGroup = {(byte) group};
            OrderedTable.Cursor cursor = states.seek(ofGroup, 0, 1);
            for (; cursor.startsWith(ofGroup, 0, 1); cursor.advance()) {
                all.add(Arrays.copyOfRange(cursor.data(), cursor.keyStart(), cursor.keyEnd()));
            }
        }
        return all;
    }

    /** The keys of a group that have rows or initial state. */
    List<byte[]> partitions(int group) {
        List<byte[]> all = new ArrayList<>();
        partitions(rows, group, all);
        int withRows = all.size();
        partitions(initials, group, all);
        List<byte[]> others = all.subList(withRows, all.size());
        others.removeIf(prefix -> {
            OrderedTable.Cursor cursor = rows.seek(prefix, 0, prefix.length);
            return cursor.startsWith(prefix, 0, prefix.length);
        });
        return all;
    }

    private static void partitions(OrderedTable table, int group, List<byte[]> into) {
        byte[] ofGroup = {(byte) group};
        byte[] last = null;
        OrderedTable.Cursor cursor = table.seek(ofGroup, 0, 1);
        for (; cursor.startsWith(ofGroup, 0, 1); cursor.advance()) {
            if (last == null || !cursor.startsWith(last, 0, last.length)) {
                last = PartitionChanges.prefix(cursor);
                into.add(last);
            }
        }
    }

    // ---- the agenda -------------------------------------------------------------------------------------------------

    /** The first moment that any key waits for; {@link Long#MAX_VALUE} for none. */
    long due(int kind) {
        look();
        long first = Long.MAX_VALUE;
        for (int group : groups) {
            first = Math.min(first, due[kind][group]);
        }
        return first;
    }

    /** A key waits for another moment than before; {@link Long#MAX_VALUE} is none. */
    void move(byte[] prefix, int kind, long before, long after) {
        if (before == after) {
            return;
        }
        look();
        int group = Byte.toUnsignedInt(prefix[0]);
        if (before != Long.MAX_VALUE) {
            note(prefix, kind, before, -1);
            due[kind][group] = first(kind, group);
        }
        if (after != Long.MAX_VALUE) {
            note(prefix, kind, after, 1);
            due[kind][group] = Math.min(due[kind][group], after);
        }
    }

    private void note(byte[] prefix, int kind, long moment, long weight) {
        begin(prefix[0], kind);
        entry.appendBigEndian(moment ^ Long.MIN_VALUE);
        entry.append(prefix, 1, prefix.length);
        agenda.add(entry.array(), 0, entry.size(), weight, NOTHING, 0, 0);
    }

    private void begin(int group, int kind) {
        entry.clear();
        entry.append(group);
        entry.append(kind);
    }

    /** The keys of a group that wait for a moment up to this one. */
    List<byte[]> reached(int kind, int group, long time) {
        List<byte[]> reached = new ArrayList<>();
        look();
        if (due[kind][group] > time) {
            return reached;
        }
        byte[] waiting = {(byte) group, (byte) kind};
        OrderedTable.Cursor cursor = agenda.seek(waiting, 0, waiting.length);
        for (; cursor.startsWith(waiting, 0, waiting.length) && moment(cursor) <= time; cursor.advance()) {
            byte[] prefix = new byte[cursor.keyEnd() - cursor.keyStart() - KEY_AT + 1];
            prefix[0] = (byte) group;
            System.arraycopy(cursor.data(), cursor.keyStart() + KEY_AT, prefix, 1, prefix.length - 1);
            reached.add(prefix);
        }
        return reached;
    }

    private long first(int kind, int group) {
        byte[] waiting = {(byte) group, (byte) kind};
        OrderedTable.Cursor cursor = agenda.seek(waiting, 0, waiting.length);
        return cursor.startsWith(waiting, 0, waiting.length) ? moment(cursor) : Long.MAX_VALUE;
    }

    private static long moment(OrderedTable.Cursor cursor) {
        return ByteBuilder.bigEndian(cursor.data(), cursor.keyStart() + MOMENT_AT) ^ Long.MIN_VALUE;
    }

    /** After a start nobody knows what the agenda holds. */
    private void look() {
        if (due == null) {
            due = new long[KINDS][KeyGroups.COUNT];
            for (int kind = 0; kind < KINDS; kind++) {
                Arrays.fill(due[kind], Long.MAX_VALUE);
                for (int group : groups) {
                    due[kind][group] = first(kind, group);
                }
            }
        }
    }
}
