package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.Arrangement;

/**
 * One input of a join: its rows so far, and the keys of its changes in this step. Rows with a NULL in a key that NULL
 * does not match can match nothing and are kept nowhere.
 */
final class JoinSide {

    final Schema schema;
    final RowCodec codec;
    final Arrangement arrangement;
    private final KeyEncoder encoder;
    private final boolean[] refusesNull;
    private final int[] keyColumns;
    private final ByteBuilder bytes = new ByteBuilder();
    private final int[] ends = new int[Arrangement.touchRows()];
    private long[] weights = new long[16];

    private Runnable pause = () -> {};

    /** Changes of this step; {@code rows[i]} is the batch row whose key is {@code keys.key(i)}. */
    DeltaBatch delta;

    final EncodedKeys keys = new EncodedKeys();
    int[] rows = new int[16];
    int count;

    JoinSide(Schema schema, List<Integer> keyColumns, List<Boolean> nullSafe, Arrangement arrangement) {
        this.schema = schema;
        this.arrangement = arrangement;
        codec = new RowCodec(schema);
        encoder = KeyEncoder.of(schema, keyColumns);
        this.keyColumns = keyColumns.stream().mapToInt(Integer::intValue).toArray();
        refusesNull = new boolean[this.keyColumns.length];
        for (int i = 0; i < refusesNull.length; i++) {
            refusesNull[i] = !nullSafe.get(i);
        }
    }

    /**
     * Takes the changes of a step; rows that can match nothing go to {@code unmatchable}.
     *
     * @param pause taken now and then, here and until the end of the step
     */
    void begin(DeltaBatch changes, RowSink unmatchable, Runnable pause) {
        this.pause = pause;
        delta = changes;
        keys.clear();
        count = 0;
        if (rows.length < changes.size()) {
            rows = new int[changes.size()];
        }
        if (!mayRefuse()) {
            keys.encode(encoder, changes);
            for (int row = 0; row < changes.size(); row++) {
                rows[count++] = row;
            }
            return;
        }
        for (int row = 0; row < changes.size(); row++) {
            if (row % Step.PAUSE_ROWS == 0) {
                pause.run();
            }
            if (canMatch(row)) {
                encoder.encode(changes, row, keys.bytes());
                keys.end();
                rows[count++] = row;
            } else {
                unmatchable.row(row);
            }
        }
    }

    private boolean mayRefuse() {
        for (int i = 0; i < keyColumns.length; i++) {
            if (refusesNull[i] && delta.column(keyColumns[i]).nulls() != null) {
                return true;
            }
        }
        return false;
    }

    private boolean canMatch(int row) {
        for (int i = 0; i < keyColumns.length; i++) {
            if (refusesNull[i] && delta.column(keyColumns[i]).isNull(row)) {
                return false;
            }
        }
        return true;
    }

    /** Brings in what storage has of the rows that change in this step. */
    void loadRows() {
        if (arrangement.isComplete()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (i % Step.PAUSE_ROWS == 0) {
                pause.run();
            }
            bytes.clear();
            codec.encode(delta, rows[i], bytes);
            arrangement.want(keys, i, bytes.array(), 0, bytes.size());
        }
        arrangement.loadWanted();
    }

    /** Brings the arrangement up to date with this step's changes. */
    void apply(long[] matches, String uid) {
        if (weights.length < count) {
            weights = new long[Math.max(count, 2 * weights.length)];
        }
        for (int i = 0; i < count; i++) {
            weights[i] = delta.weight(rows[i]);
        }
        for (int from = 0; from < count; from += Arrangement.touchRows()) {
            int chunk = Math.min(Arrangement.touchRows(), count - from);
            if (from % Step.PAUSE_ROWS == 0) {
                pause.run();
            }
            bytes.clear();
            for (int i = 0; i < chunk; i++) {
                codec.encode(delta, rows[from + i], bytes);
                ends[i] = bytes.size();
            }
            arrangement.addAll(keys, from, chunk, bytes.array(), ends, weights, matches);
        }
        if (arrangement.negativeRows() != 0) {
            throw new IllegalStateException("join " + uid + ": a row was retracted that is not there");
        }
    }

    long[] noMatches(long[] scratch) {
        long[] matches = scratch.length < count ? new long[count] : scratch;
        Arrays.fill(matches, 0, count, 0);
        return matches;
    }

    /** Takes a row number of a batch. */
    interface RowSink {
        void row(int row);
    }
}
