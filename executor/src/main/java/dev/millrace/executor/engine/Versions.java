package dev.millrace.executor.engine;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.LogScan;
import dev.millrace.executor.relation.RelationScan;

/**
 * Every row that a relation had since its history began, with the time from which and the time until which it was
 * there as often as its weight says; what is there now ends at infinity. Rows that never changed are read and given
 * out; those that did are held meanwhile. One thread, one use.
 */
final class Versions {

    private static final int SLICE_ROWS = 4096;
    private static final int ROW_BYTES = 256;
    private static final int CHANGE_BYTES = 64;
    private static final long NEVER = Long.MAX_VALUE;

    private final Past past;
    private final Schema schema;
    private final RowCodec codec;
    private final WorkMemory.Lease memory;
    private final Cancellation cancellation;
    private final ByteBuilder bytes = new ByteBuilder();
    private final BatchBuilder versions;
    private final Map<ByteBuffer, Changed> changed = new HashMap<>();
    private long changedBytes;
    private long taken;

    /** A row that came or went. */
    private static final class Changed {
        final DeltaBatch row;
        final TreeMap<Long, Long> weights = new TreeMap<>();
        long now;

        Changed(DeltaBatch row) {
            this.row = row;
        }
    }

    Versions(Past past, WorkMemory.Lease memory, Cancellation cancellation) {
        this.past = past;
        this.memory = memory;
        this.cancellation = cancellation;
        schema = past.now().layout().schema();
        codec = new RowCodec(schema);
        versions = new BatchBuilder(IntStream.range(0, schema.size() + 2)
                .mapToObj(i -> i < schema.size() ? schema.type(i) : SqlType.TIMESTAMPTZ)
                .toList());
    }

    DeltaBatch rows() {
        if (past.isStream()) {
            stream();
        } else {
            long begin = past.begin().arrival();
            readChanges();
            readNow(begin);
            changed.values().forEach(row -> add(row, begin));
        }
        take();
        return versions.build();
    }

    private void stream() {
        try (LogScan scan = past.changes()) {
            for (LogScan.Part part = scan.next(); part != null; part = scan.next()) {
                cancellation.check();
                for (int row = 0; row < part.rows().size(); row++) {
                    add(part.rows(), row, 1, part.arrival(), NEVER);
                }
            }
        }
    }

    private void readChanges() {
        try (LogScan scan = past.changes()) {
            for (LogScan.Part part = scan.next(); part != null; part = scan.next()) {
                cancellation.check();
                DeltaBatch change = past.change(part);
                for (int row = 0; row < change.size(); row++) {
                    if (change.weight(row) != 0) {
                        note(change, row, part.arrival());
                    }
                }
                take();
            }
        }
    }

    private void note(DeltaBatch change, int row, long arrival) {
        ByteBuffer key = key(change, row);
        Changed one = changed.get(key);
        if (one == null) {
            one = new Changed(change.select(new int[] {row}, 1));
            changed.put(key, one);
            changedBytes += one.row.heapBytes() + key.capacity() + ROW_BYTES;
        }
        one.weights.merge(arrival, change.weight(row), Long::sum);
        changedBytes += CHANGE_BYTES;
    }

    private void readNow(long begin) {
        List<Integer> columns = IntStream.range(0, schema.size()).boxed().toList();
        try (RelationScan scan = past.now().scan(KeyRange.ALL, columns)) {
            for (DeltaBatch slice = scan.next(SLICE_ROWS); slice != null; slice = scan.next(SLICE_ROWS)) {
                cancellation.check();
                for (int row = 0; row < slice.size(); row++) {
                    Changed one = changed.get(key(slice, row));
                    if (one == null) {
                        add(slice, row, slice.weight(row), begin, NEVER);
                    } else {
                        one.now += slice.weight(row);
                    }
                }
            }
        }
    }

    private ByteBuffer key(DeltaBatch batch, int row) {
        bytes.clear();
        codec.encode(batch, row, bytes);
        return ByteBuffer.wrap(bytes.toBytes());
    }

    /** How often it was there between each two of its changes. */
    private void add(Changed row, long begin) {
        long weight = row.now;
        for (long change : row.weights.values()) {
            weight -= change;
        }
        long from = begin;
        for (Map.Entry<Long, Long> change : row.weights.entrySet()) {
            add(row.row, 0, weight, from, change.getKey());
            weight += change.getValue();
            from = change.getKey();
        }
        add(row.row, 0, weight, from, NEVER);
    }

    private void add(DeltaBatch batch, int row, long weight, long from, long to) {
        if (weight <= 0 || from >= to) {
            return;
        }
        for (int column = 0; column < schema.size(); column++) {
            versions.column(column).append(batch.column(column), row);
        }
        versions.column(schema.size()).appendWord(from);
        versions.column(schema.size() + 1).appendWord(to);
        versions.endRow(weight);
        if (versions.size() % SLICE_ROWS == 0) {
            take();
        }
    }

    private void take() {
        long more = Math.max(0, changedBytes + versions.heapBytes() - taken);
        memory.take(more, "the rows that a relation had");
        taken += more;
    }
}
