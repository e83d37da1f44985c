package dev.millrace.executor.aggregate;

import java.util.Arrays;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.OrderedTable;

/** mode: the most frequent value; of several the first in the order that was asked for. */
final class ModeAccumulator extends OrderedAccumulator {

    private final KeyEncoder encoder;

    ModeAccumulator(AggregateCall call, Schema input, OrderedTable table) {
        super(SortedContents.withinGroup(call, input, table), 1);
        encoder = contents.encoder(call, 0);
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
}
