package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.WindowClose;
import dev.millrace.executor.state.KeyGroups;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * Holds rows back until their window closes: out = the rows whose end is at or before the watermark. Rows wait in the
 * order of their end; as the watermark moves, those between where it was and where it is come out, or go back in where
 * it moves back. What may still change is kept; of a window that is final nothing is, and whoever made it forgets it.
 *
 * <p>An entry: key group, end, the row. All rows of a window come out in one step, whatever shard they are in: while
 * content is loaded, all wait.
 */
final class WindowCloseOperator implements Operator {

    private static final int ROW_AT = 9;

    private final WindowClose plan;
    private final KeyEncoder key;
    private final RowCodec codec;
    /** Those that this shard owns. */
    private final int[] groups;
    private final OrderedTable rows;
    private final WatermarkTable marks;
    private final Consumer<DeltaBatch> forget;
    private final BatchBuilder out;
    private final EncodedKeys keys = new EncodedKeys();
    private final ByteBuilder entry = new ByteBuilder();
    /** How far rows have been let out; null before it was looked up. */
    private Long released;
    /** No row behind {@code released} ends before this. */
    private long nextEnd = Long.MIN_VALUE;
    private boolean isHolding;

    /** @param forget takes the rows of windows that are closed for ever */
    private WindowCloseOperator(
            WindowClose plan, int[] groups, OrderedTable rows, OrderedTable latest, Consumer<DeltaBatch> forget) {
        this.plan = plan;
        key = KeyEncoder.of(plan.schema(), plan.key());
        codec = new RowCodec(plan.schema());
        this.groups = groups;
        this.rows = rows;
        marks = new WatermarkTable(latest, plan.delaysMicros(), plan.standIns());
        this.forget = forget;
        out = new BatchBuilder(plan.schema());
    }

    static Operator of(WindowClose plan, StateTables tables, int[] groups, Consumer<DeltaBatch> forget) {
        return new WindowCloseOperator(
                plan, groups, OrderedTables.of(tables, plan.uid(), 0), OrderedTables.of(tables, plan.uid(), 1), forget);
    }

    @Override
    public List<StateTable> state() {
        return List.of(rows, marks.table());
    }

    @Override
    public boolean isHolding() {
        return isHolding;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        if (released == null) {
            // Every step before this one ended with all rows out that its watermark let out.
            released = step.isFirst() ? Long.MIN_VALUE : marks.now();
        }
        for (int stream = 0; stream < plan.latest().size(); stream++) {
            marks.observe(stream, inputs[1 + stream]);
        }
        keep(inputs[0]);
        if (step.isLoading()) {
            isHolding = true;
            return out.build();
        }
        isHolding = false;
        long watermark = marks.now();
        if (watermark > released && nextEnd <= watermark) {
            nextEnd = move(released, watermark, 1, step);
        } else if (watermark < released) {
            move(watermark, released, -1, step);
            nextEnd = Long.MIN_VALUE;
        }
        released = watermark;
        if (rows.negativeEntries() != 0) {
            throw new IllegalStateException("window close " + plan.uid() + ": a row was retracted that is not there");
        }
        DeltaBatch closed = out.build();
        if (plan.isFinal() && !closed.isEmpty()) {
            forget.accept(closed);
        }
        return closed;
    }

    private void begin(int group, long time) {
        entry.clear();
        entry.append(group);
        entry.appendBigEndian(time ^ Long.MIN_VALUE);
    }

    private static long time(OrderedTable.Cursor cursor) {
        return ByteBuilder.bigEndian(cursor.data(), cursor.keyStart() + 1) ^ Long.MIN_VALUE;
    }

    // ---- rows -------------------------------------------------------------------------------------------------------

    /** Rows of windows that are closed already come out at once. */
    private void keep(DeltaBatch input) {
        if (input.isEmpty()) {
            return;
        }
        keys.encode(key, input);
        WordColumn ends = input.words(plan.endColumn());
        for (int row = 0; row < input.size(); row++) {
            long end = ends.values()[row];
            boolean isClosed = end <= released;
            if (isClosed) {
                out.append(input, row, input.weight(row));
            }
            if (!isClosed || !plan.isFinal()) {
                begin(KeyGroups.of(keys.hash(row)), end);
                codec.encode(input, row, entry);
                rows.add(entry.array(), 0, entry.size(), input.weight(row), entry.array(), 0, 0);
                nextEnd = isClosed ? nextEnd : Math.min(nextEnd, end);
            }
        }
    }

    /** Puts out the rows with {@code after < end <= upTo}, with the sign; returns the first end behind them. */
    private long move(long after, long upTo, int sign, Step step) {
        long next = Long.MAX_VALUE;
        for (int group : groups) {
            byte[] prefix = {(byte) group};
            begin(group, after);
            if (after == Long.MIN_VALUE) {
                entry.truncate(1);
            }
            byte[] from = entry.toBytes();
            OrderedTable.Cursor cursor = rows.seek(from, 0, from.length);
            while (cursor.startsWith(prefix, 0, 1) && time(cursor) <= upTo) {
                if (time(cursor) <= after) {
                    cursor.advance();
                    continue;
                }
                codec.decode(cursor.data(), cursor.keyStart() + ROW_AT, out, 0);
                out.endRow(sign * cursor.weight());
                if (plan.isFinal()) {
                    byte[] data = Arrays.copyOfRange(cursor.data(), cursor.keyStart(), cursor.keyEnd());
                    rows.add(data, 0, data.length, -cursor.weight(), data, 0, 0);
                    cursor = rows.seek(data, 0, data.length);
                } else {
                    cursor.advance();
                }
                if (out.size() % Step.PAUSE_ROWS == 0) {
                    step.pause().take(out.heapBytes());
                }
            }
            next = cursor.startsWith(prefix, 0, 1) ? Math.min(next, time(cursor)) : next;
        }
        return next;
    }
}
