package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.api.Timer;
import dev.millrace.executor.code.ProcessorCode;
import dev.millrace.executor.code.ProcessorRun;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.state.OrderedTable;

/** Tells a processor what happens to one key after the other, and gathers what it puts out. */
final class ProcessedKey {

    private final KeyedProcess plan;
    private final KeyedProcessState keys;
    private final RowCodec codec;
    private final RowCodec initialCodec;
    private final ProcessorRun run;
    private final BatchBuilder out;
    private final PlacedRow row = new PlacedRow();
    private Step step;
    private long watermark;

    /** @param initialCodec null where there is no initial state */
    ProcessedKey(
            KeyedProcess plan, ProcessorCode code, KeyedProcessState keys, RowCodec codec, RowCodec initialCodec) {
        this.plan = plan;
        this.keys = keys;
        this.codec = codec;
        this.initialCodec = initialCodec;
        run = new ProcessorRun(
                code, plan.rows(), plan.initialRows(), plan.declared());
        out = new BatchBuilder(plan.schema());
    }

    void begin(Step now, long mark) {
        step = now;
        watermark = mark;
    }

    int outputSize() {
        return out.size();
    }

    DeltaBatch output() {
        return out.build();
    }

    /** What a call puts out, with a sign. */
    private static final class Signed implements ProcessorRun.Output {
        private final Sample of;
        private final int sign;
        private final BatchBuilder into;
        private final List<SqlException> failures;

        Signed(Sample sample, int sign, BatchBuilder into, List<SqlException> failures) {
            this.of = sample;
            this.sign = sign;
            this.into = into;
            this.failures = failures;
        }

        @Override
        public void put(DeltaBatch values) {
            int[] partition = of.partition();
            for (int i = 0; i < partition.length; i++) {
                into.column(i).append(of.batch().column(partition[i]), 0);
            }
            for (int i = 0; i < values.columnCount(); i++) {
                into.column(partition.length + i).append(values.column(i), 0);
            }
            into.endRow(sign);
        }

        @Override
        public void failed(SqlException failure) {
            failures.add(failure);
        }
    }

    /** A row of the key, which has the values of its partition. */
    private record Sample(DeltaBatch batch, int[] partition) {}

    private Sample sample(byte[] prefix) {
        OrderedTable.Cursor cursor = keys.rows().seek(prefix, 0, prefix.length);
        boolean isRow = cursor.startsWith(prefix, 0, prefix.length);
        if (!isRow) {
            cursor = keys.initials().seek(prefix, 0, prefix.length);
            if (!cursor.startsWith(prefix, 0, prefix.length)) {
                return null;
            }
        }
        PartitionChanges.read(cursor, prefix.length, row);
        BatchBuilder one = new BatchBuilder(isRow ? plan.input().schema() : plan.initial().schema());
        (isRow ? codec : initialCodec).decode(row.rowData, row.rowStart, one, 0);
        one.endRow(1);
        return new Sample(one.build(), (isRow ? plan.partition() : plan.initialPartition()).stream()
                .mapToInt(Integer::intValue)
                .toArray());
    }

    // ---- on ---------------------------------------------------------------------------------------------------------

    /**
     * Goes on from what is kept, through new rows and whatever is reached.
     *
     * @param changes null for none
     * @return false, with nothing done, when the key must be told anew
     */
    boolean tell(byte[] prefix, PartitionChanges changes) {
        KeyedProcessState.Kept kept = keys.get(prefix);
        DeltaBatch added = changes == null ? null : batch(changes);
        Sample sample = changes == null
                ? sample(prefix)
                : new Sample(added, plan.partition().stream().mapToInt(Integer::intValue).toArray());
        BatchBuilder put = new BatchBuilder(plan.schema());
        List<SqlException> failures = new ArrayList<>();
        run.begin(kept == null ? null : kept.state(), new Signed(sample, 1, put, failures));
        long event = run.due(Timer.Kind.EVENT_TIME);
        long clock = run.due(Timer.Kind.CLOCK);
        boolean isOn = (added == null || follow(added)) && run.advance(step.clockMicros(), watermark);
        if (!isOn) {
            return false;
        }
        keep(prefix, event, clock);
        out.appendAll(put.build());
        failures.forEach(failure -> step.errors().add(failure, 1));
        step.pause().take(out.heapBytes());
        return true;
    }

    private void keep(byte[] prefix, long event, long clock) {
        keys.move(prefix, KeyedProcessState.EVENT_TIME, event, run.due(Timer.Kind.EVENT_TIME));
        keys.move(prefix, KeyedProcessState.CLOCK, clock, run.due(Timer.Kind.CLOCK));
        keys.put(prefix, new KeyedProcessState.Kept(step.clockMicros(), watermark, run.state()));
    }

    private boolean follow(DeltaBatch rows) {
        WordColumn times = rows.words(plan.order().getFirst().column());
        for (int i = 0; i < rows.size(); i++) {
            for (long left = rows.weight(i); left > 0; left--) {
                if (!run.row(times.values()[i], rows, i)) {
                    return false;
                }
            }
        }
        return true;
    }

    private DeltaBatch batch(PartitionChanges changes) {
        BatchBuilder rows = new BatchBuilder(plan.input().schema());
        for (int change = 0; change < changes.count(); change++) {
            changes.read(change, row);
            codec.decode(row.rowData, row.rowStart, rows, 0);
            rows.endRow(changes.weight(change));
        }
        return rows.build();
    }

    // ---- anew -------------------------------------------------------------------------------------------------------

    /** Takes back all that was put out for the key, from the rows that there are, and forgets it. */
    void takeBack(byte[] prefix) {
        KeyedProcessState.Kept kept = keys.get(prefix);
        if (kept == null) {
            return;
        }
        run.begin(kept.state(), null);
        long event = run.due(Timer.Kind.EVENT_TIME);
        long clock = run.due(Timer.Kind.CLOCK);
        tellAll(prefix, -1, kept.clock(), kept.watermark());
        keys.move(prefix, KeyedProcessState.EVENT_TIME, event, Long.MAX_VALUE);
        keys.move(prefix, KeyedProcessState.CLOCK, clock, Long.MAX_VALUE);
        keys.remove(prefix);
    }

    /** Tells the key from its beginning, of which nothing is kept. */
    void tellAnew(byte[] prefix) {
        if (tellAll(prefix, 1, step.clockMicros(), watermark)) {
            keep(prefix, Long.MAX_VALUE, Long.MAX_VALUE);
        }
    }

    /** False when the key has no rows. */
    private boolean tellAll(byte[] prefix, int sign, long clock, long mark) {
        Sample sample = sample(prefix);
        if (sample == null) {
            return false;
        }
        List<SqlException> failures = new ArrayList<>();
        run.begin(null, new Signed(sample, sign, out, failures));
        if (plan.initial() != null) {
            DeltaBatch initial = rows(keys.initials(), prefix, initialCodec, plan.initial().schema());
            for (int i = 0; i < initial.size(); i++) {
                for (long left = initial.weight(i); left > 0; left--) {
                    run.initialise(initial, i);
                }
            }
        }
        boolean isOn = follow(rows(keys.rows(), prefix, codec, plan.input().schema())) && run.advance(clock, mark);
        if (!isOn) {
            throw new IllegalStateException("process " + plan.uid() + ": time goes back from its beginning");
        }
        failures.forEach(failure -> step.errors().add(failure, sign));
        step.pause().take(out.heapBytes());
        return true;
    }

    private DeltaBatch rows(
            OrderedTable table, byte[] prefix, RowCodec form, Schema schema) {
        BatchBuilder rows = new BatchBuilder(schema);
        OrderedTable.Cursor cursor = table.seek(prefix, 0, prefix.length);
        for (; cursor.startsWith(prefix, 0, prefix.length); cursor.advance()) {
            PartitionChanges.read(cursor, prefix.length, row);
            form.decode(row.rowData, row.rowStart, rows, 0);
            rows.endRow(cursor.weight());
        }
        return rows.build();
    }
}
