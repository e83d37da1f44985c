package dev.millrace.executor.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/** mode: the most frequent value; of several the first in the order that was asked for. */
final class ModeAccumulator implements Accumulator {

    private final SortedContents contents;
    private final KeyEncoder encoder;

    ModeAccumulator(AggregateCall call, Schema input, OrderedTable table) {
        SortKey direction = call.order().getFirst();
        List<SortKey> order = List.of(
                new SortKey(call.arguments().getFirst(), direction.descending(), direction.nullsFirst()));
        contents = new SortedContents(call.arguments(), input, order, table);
        encoder = SortedContents.encoder(contents.schema(), order, 0);
    }

    @Override
    public List<StateTable> state() {
        return List.of(contents.table());
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        contents.begin(keys);
    }

    @Override
    public int load(int group, byte[] data, int start) {
        return start;
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        contents.add(batch, rows, 1);
    }

    /** A run of values that SQL holds equal, and the longest before it. */
    private static final class Runs {
        private byte[] key;
        private Column value;
        private long length;
        private Column best;
        private long bestLength;

        private void add(byte[] nextKey, Column nextValue, long weight) {
            if (key == null || !Arrays.equals(key, nextKey)) {
                end();
                key = nextKey;
                value = nextValue;
                length = 0;
            }
            length += weight;
        }

        private void end() {
            if (length > bestLength) {
                best = value;
                bestLength = length;
            }
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        Runs runs = new Runs();
        ByteBuilder key = new ByteBuilder();
        contents.visit(group, (cursor, weight) -> {
            DeltaBatch row = contents.row(cursor);
            key.clear();
            encoder.encode(row, 0, key);
            runs.add(key.toBytes(), row.column(0), weight);
            return true;
        });
        runs.end();
        if (runs.best == null) {
            out.appendNull();
        } else {
            out.append(runs.best, 0);
        }
    }

    @Override
    public void store(int group, ByteBuilder out) {}
}
