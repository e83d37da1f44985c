package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.state.Arrangement;
import dev.millrace.executor.state.KeyedTable;
import dev.millrace.executor.state.StateTable;

/**
 * Semi and anti join by keys alone: out(A, B) = the rows a of A with n(key of a) > 0 (SEMI) or = 0 (ANTI), n being
 * the weight of B's rows of a key. Δ: ΔA against the old n, then, for each key whose n left or reached 0, all its
 * rows in A′. Of B only n is kept. With a further condition, {@link JoinOperator} counts matches row by row.
 */
final class SemiJoinOperator implements Operator {

    /** Bytes of the weight of a key. */
    static final int PAYLOAD_BYTES = 8;

    private final String uid;
    private final boolean isAnti;
    private final JoinSide left;
    private final JoinSide right;
    private final KeyedTable weights;
    private final TouchedEntries touched;
    private final BatchBuilder out;
    private long[] before = new long[16];
    private int[] found = new int[16];
    private long[] noMatches = new long[16];

    /** @param right has no arrangement: only its keys are used */
    SemiJoinOperator(String uid, boolean isAnti, JoinSide left, JoinSide right, KeyedTable weights) {
        this.uid = uid;
        this.isAnti = isAnti;
        this.left = left;
        this.right = right;
        this.weights = weights;
        touched = new TouchedEntries(weights);
        out = new BatchBuilder(left.schema);
    }

    @Override
    public List<StateTable> state() {
        return List.of(left.arrangement, weights);
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        Runnable pause = () -> step.pause().take(out.heapBytes());
        left.begin(inputs[0], row -> {
            if (isAnti) {
                out.append(inputs[0], row, inputs[0].weight(row));
            }
        }, pause);
        right.begin(inputs[1], row -> {}, pause);
        left.loadRows();
        advanceLeft();
        advanceRight();
        return out.build();
    }

    private void advanceLeft() {
        if (found.length < left.count) {
            found = new int[left.count];
        }
        weights.find(left.keys, found);
        for (int i = 0; i < left.count; i++) {
            if ((found[i] == 0) == isAnti) {
                out.append(left.delta, left.rows[i], left.delta.weight(left.rows[i]));
            }
        }
        noMatches = left.noMatches(noMatches);
        left.apply(noMatches, uid);
    }

    private void advanceRight() {
        if (right.count == 0) {
            return;
        }
        left.arrangement.load(right.keys);
        touched.find(right.keys);
        int count = touched.count();
        if (before.length < count) {
            before = new long[count];
        }
        long[] after = new long[count];
        for (int entry = 0; entry < count; entry++) {
            int address = touched.address(entry);
            before[entry] = PayloadWords.get(weights, address, 0);
            after[entry] = before[entry];
        }
        for (int i = 0; i < right.count; i++) {
            int entry = touched.ofRow(i);
            after[entry] = Math.addExact(after[entry], right.delta.weight(right.rows[i]));
        }
        for (int entry = 0; entry < count; entry++) {
            settle(entry, before[entry], after[entry]);
        }
        Arrays.fill(before, 0);
    }

    private void settle(int entry, long weightBefore, long weightAfter) {
        if (weightAfter < 0) {
            throw new IllegalStateException("join " + uid + ": a row was retracted that is not there");
        }
        int address = touched.address(entry);
        if (weightAfter == 0) {
            weights.remove(address);
        } else if (weightAfter != weightBefore) {
            PayloadWords.set(weights, address, 0, weightAfter);
            weights.changed(address);
        }
        if ((weightBefore == 0) != (weightAfter == 0)) {
            long sign = (weightAfter == 0) == isAnti ? 1 : -1;
            Arrangement arrangement = left.arrangement;
            int keyRow = touched.firstRow()[entry];
            for (int record = arrangement.first(right.keys, keyRow); record != 0; record = arrangement.next(record)) {
                long weight = arrangement.weight(record);
                if (weight != 0) {
                    left.codec.decode(arrangement.page(record), arrangement.row(record), out, 0);
                    out.endRow(sign * weight);
                }
            }
        }
    }
}
