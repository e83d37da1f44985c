package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.BatchCodec;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateReader;
import dev.millrace.executor.state.StateTable;
import dev.millrace.executor.state.StateWriter;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;

/**
 * What the inputs of a slow flow have changed since it last took anything in: the net change of each row, as far as the
 * flow reads it. A row that changed a thousand times is here once as it was and once as it is. Rows of what only grows
 * cannot cancel out and are kept as they came.
 *
 * <p>The newest changes are plain columns; every few thousand rows, and when a checkpoint is cut, they are added up
 * into a table of state, which is stored and spilled like that of any operator. Belongs to the engine thread.
 *
 * <p>An entry of the table: number of the input, the row, and its weight; or, for what only grows, number of the input,
 * a running number, and as the value a batch.
 */
final class PendingChanges implements StateTable {

    /** Names the table among those of the flow's object. */
    static final String UID = "pending";

    /** Newest changes of an input that are added up together. */
    private static final int RECENT_ROWS = 8192;
    /** What a flow is given at once when it takes everything in. */
    private static final int SLICE_ROWS = 1 << 17;
    private static final int ROW_AT = 1;

    private final List<Port> ports = new ArrayList<>();
    private final int sliceRowsMax;
    private final StateReader reader;
    private final IntSupplier newTable;
    private final ByteBuilder entry = new ByteBuilder();
    private final ByteWriter blob = new ByteWriter(1 << 12);
    private OrderedTable table;
    /** Whether storage may hold rows of the table, now or after a checkpoint under way. */
    private boolean isStored;
    private boolean isTableEmpty;
    /** The last in which anything came. */
    private long epoch;
    private long blobs;
    private int sliceRows;

    /** One input. */
    private static final class Port {
        final byte number;
        final long relation;
        final List<Integer> columns;
        final int width;
        final boolean isAppendOnly;
        final RowCodec codec;
        final Consolidation consolidation;
        final BatchBuilder recent;
        final BatchBuilder slice;

        Port(int number, long relation, TreeMap<Integer, Schema.Field> fields, boolean isAppendOnly) {
            this.number = (byte) number;
            this.relation = relation;
            this.isAppendOnly = isAppendOnly;
            columns = List.copyOf(fields.keySet());
            width = fields.isEmpty() ? 0 : fields.lastKey() + 1;
            Schema schema = new Schema(List.copyOf(fields.values()));
            codec = new RowCodec(schema);
            consolidation = new Consolidation(schema);
            recent = new BatchBuilder(schema);
            slice = new BatchBuilder(schema);
        }
    }

    /**
     * @param tableId where the table lies in storage
     * @param isNew whether nothing lies there
     * @param newTable gives the number of another table instead, which is empty
     */
    PendingChanges(Plan plan, int tableId, boolean isNew, StateReader reader, IntSupplier newTable) {
        this.reader = reader;
        this.newTable = newTable;
        sliceRowsMax = PlanScans.closesWindows(plan) ? Integer.MAX_VALUE : SLICE_ROWS;
        PlanScans.fields(plan).forEach((relation, fields) -> {
            if (ports.size() > Byte.MAX_VALUE) {
                throw new IllegalStateException("a flow of more than 128 inputs");
            }
            ports.add(new Port(ports.size(), relation, fields, PlanScans.isAppendOnly(plan, relation)));
        });
        table = new OrderedTable(tableId, reader, isNew);
        isStored = !isNew;
        isTableEmpty = isNew;
    }

    /** Notes what an epoch changed; returns how many rows that were. */
    long add(long newEpoch, Map<Long, DeltaBatch> changes) {
        epoch = newEpoch;
        long rows = 0;
        for (Port port : ports) {
            DeltaBatch change = changes.get(port.relation);
            if (change != null && !change.isEmpty()) {
                rows += change.size();
                port.recent.appendAll(change.project(port.columns));
                if (port.recent.size() >= RECENT_ROWS) {
                    settle(port);
                }
            }
        }
        return rows;
    }

    /** Adds the newest changes up into the table. */
    private void settle(Port port) {
        if (port.recent.size() == 0) {
            return;
        }
        isTableEmpty = false;
        if (port.isAppendOnly) {
            keepAsOne(port);
            return;
        }
        DeltaBatch net = port.consolidation.consolidate(port.recent.build());
        for (int row = 0; row < net.size(); row++) {
            entry.clear();
            entry.append(port.number);
            port.codec.encode(net, row, entry);
            table.add(entry.array(), 0, entry.size(), net.weight(row), entry.array(), 0, 0);
        }
    }

    private void keepAsOne(Port port) {
        entry.clear();
        entry.append(port.number);
        // Epochs grow over restarts, which the second number does not.
        entry.appendBigEndian(epoch);
        entry.appendBigEndian(blobs++);
        blob.reset();
        BatchCodec.encode(port.recent.build(), blob);
        table.put(entry.array(), 0, entry.size(), blob.toByteArray());
    }

    /**
     * Gives out everything and is empty then. It comes in one piece, or, where that would be too large, in several:
     * what went before what came, so that with each of them the inputs are what they may be.
     *
     * @param released told the number of a storage table that is not used any more
     */
    void take(Consumer<Map<Long, DeltaBatch>> slices, IntConsumer released) {
        boolean isSmall = isTableEmpty;
        for (Port port : ports) {
            isSmall &= port.recent.size() <= sliceRowsMax;
        }
        if (isSmall) {
            takeRecent(slices);
            return;
        }
        ports.forEach(this::settle);
        sliceRows = 0;
        ports.stream().filter(port -> !port.isAppendOnly).forEach(port -> takeRows(port, true, slices));
        ports.stream().filter(port -> !port.isAppendOnly).forEach(port -> takeRows(port, false, slices));
        ports.stream().filter(port -> port.isAppendOnly).forEach(port -> takeBatches(port, slices));
        giveSlice(slices);
        empty(released);
    }

    private void takeRecent(Consumer<Map<Long, DeltaBatch>> slices) {
        Map<Long, DeltaBatch> all = new TreeMap<>();
        for (Port port : ports) {
            if (port.recent.size() > 0) {
                DeltaBatch batch = port.recent.build();
                put(port, port.isAppendOnly ? batch : port.consolidation.consolidate(batch), all);
            }
        }
        if (!all.isEmpty()) {
            slices.accept(all);
        }
    }

    private static void put(Port port, DeltaBatch rows, Map<Long, DeltaBatch> changes) {
        if (!rows.isEmpty()) {
            changes.put(port.relation, Content.widen(rows, port.columns, port.width));
        }
    }

    private void takeRows(Port port, boolean isGoing, Consumer<Map<Long, DeltaBatch>> slices) {
        byte[] prefix = {port.number};
        OrderedTable.Cursor cursor = table.seek(prefix, 0, 1);
        for (; cursor.startsWith(prefix, 0, 1); cursor.advance()) {
            if (cursor.weight() < 0 == isGoing) {
                port.codec.decode(cursor.data(), cursor.keyStart() + ROW_AT, port.slice, 0);
                port.slice.endRow(cursor.weight());
                if (++sliceRows >= sliceRowsMax) {
                    byte[] last = Arrays.copyOfRange(cursor.data(), cursor.keyStart(), cursor.keyEnd());
                    giveSlice(slices);
                    table.evict(Long.MAX_VALUE);
                    cursor = table.seek(last, 0, last.length);
                }
            }
        }
    }

    private void takeBatches(Port port, Consumer<Map<Long, DeltaBatch>> slices) {
        byte[] prefix = {port.number};
        OrderedTable.Cursor cursor = table.seek(prefix, 0, 1);
        for (; cursor.startsWith(prefix, 0, 1); cursor.advance()) {
            byte[] data = cursor.data();
            DeltaBatch rows = BatchCodec.decode(new ByteReader().set(data, cursor.keyEnd(), cursor.valueEnd()));
            port.slice.appendAll(rows);
            sliceRows += rows.size();
            if (sliceRows >= sliceRowsMax) {
                byte[] last = Arrays.copyOfRange(data, cursor.keyStart(), cursor.keyEnd());
                giveSlice(slices);
                table.evict(Long.MAX_VALUE);
                cursor = table.seek(last, 0, last.length);
            }
        }
    }

    private void giveSlice(Consumer<Map<Long, DeltaBatch>> slices) {
        Map<Long, DeltaBatch> slice = new TreeMap<>();
        for (Port port : ports) {
            if (port.slice.size() > 0) {
                put(port, port.slice.build(), slice);
            }
        }
        sliceRows = 0;
        if (!slice.isEmpty()) {
            slices.accept(slice);
        }
    }

    /** A table of which storage has anything is left behind whole: forgetting it costs nothing. */
    private void empty(IntConsumer released) {
        int number = table.storageTable();
        if (isStored) {
            released.accept(number);
            number = newTable.getAsInt();
        }
        table = new OrderedTable(number, reader, true);
        isStored = false;
        isTableEmpty = true;
    }

    // ---- as state ---------------------------------------------------------------------------------------------------

    @Override
    public int storageTable() {
        return table.storageTable();
    }

    @Override
    public long heapBytes() {
        return recentBytes() + table.heapBytes();
    }

    private long recentBytes() {
        long bytes = 0;
        for (Port port : ports) {
            bytes += port.recent.heapBytes();
        }
        return bytes;
    }

    @Override
    public long heapEntries() {
        return table.heapEntries();
    }

    @Override
    public long dirtyBytes() {
        return recentBytes() + table.dirtyBytes();
    }

    @Override
    public void cut(StateWriter writer) {
        ports.forEach(this::settle);
        isStored |= table.dirtyBytes() > 0;
        table.cut(writer);
    }

    @Override
    public boolean handOver(int pieces) {
        return table.handOver(pieces);
    }

    @Override
    public void stored() {
        table.stored();
    }

    @Override
    public boolean settle(int pieces) {
        return table.settle(pieces);
    }

    @Override
    public void takeBack() {
        table.takeBack();
    }

    @Override
    public long evict(long bytes) {
        return table.evict(bytes);
    }
}
