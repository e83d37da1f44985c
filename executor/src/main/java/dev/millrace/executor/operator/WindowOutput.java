package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.Plan;

/** Builds the output of a top-k: the difference of two windows of a partition, as rows or as rows with their rank. */
final class WindowOutput {

    private final boolean isRanked;
    private final boolean isComplement;
    private final RowCodec codec;
    private final BatchBuilder out;

    /** @param isComplement the output is what is not in the window */
    WindowOutput(Plan.TopK plan, boolean isComplement) {
        this.isComplement = isComplement;
        isRanked = plan.rank();
        codec = new RowCodec(plan.input().schema());
        out = new BatchBuilder(plan.schema());
    }

    /** Some of the equal rows of an entry, in the window from position {@code first} on. */
    record Taken(byte[] key, byte[] row, long first, long count) {}

    /** Rows that belong to the output whatever the windows are. */
    void passOn(DeltaBatch rows) {
        out.appendAll(rows);
    }

    DeltaBatch build() {
        return out.build();
    }

    /** Puts out what turns one window of a partition into another; both in the order of their keys. */
    void difference(List<Taken> before, List<Taken> after) {
        int left = 0;
        int right = 0;
        while (left < before.size() || right < after.size()) {
            int order = left == before.size() ? 1 : right == after.size() ? -1
                    : Arrays.compareUnsigned(before.get(left).key(), after.get(right).key());
            if (order < 0) {
                emit(before.get(left++), -1);
            } else if (order > 0) {
                emit(after.get(right++), 1);
            } else {
                emitDifference(before.get(left++), after.get(right++));
            }
        }
    }

    /**
     * The same of two lists of all entries, those outside of the window with a count of 0: an entry that is in both has
     * the very same row, and the order of those that are is the same.
     */
    void replaced(List<Taken> before, List<Taken> after) {
        int left = 0;
        for (Taken taken : after) {
            int same = left;
            while (same < before.size() && before.get(same).row() != taken.row()) {
                same++;
            }
            if (same == before.size()) {
                emit(taken, 1);
                continue;
            }
            while (left < same) {
                emit(before.get(left++), -1);
            }
            emitDifference(before.get(left++), taken);
        }
        while (left < before.size()) {
            emit(before.get(left++), -1);
        }
    }

    private void emitDifference(Taken before, Taken after) {
        if (!isRanked) {
            emitRow(after.row(), -1, after.count() - before.count());
            return;
        }
        long beforeEnd = before.first() + before.count();
        long afterEnd = after.first() + after.count();
        emitRanks(before.row(), before.first(), Math.min(beforeEnd, after.first()), -1);
        emitRanks(before.row(), Math.max(before.first(), afterEnd), beforeEnd, -1);
        emitRanks(after.row(), after.first(), Math.min(afterEnd, before.first()), 1);
        emitRanks(after.row(), Math.max(after.first(), beforeEnd), afterEnd, 1);
    }

    private void emit(Taken taken, int sign) {
        if (isRanked) {
            emitRanks(taken.row(), taken.first(), taken.first() + taken.count(), sign);
        } else {
            emitRow(taken.row(), -1, sign * taken.count());
        }
    }

    private void emitRanks(byte[] row, long from, long to, int sign) {
        for (long position = from; position < to; position++) {
            emitRow(row, position + 1, sign);
        }
    }

    /** @param rank of the row, or -1 for none */
    private void emitRow(byte[] row, long rank, long weight) {
        if (weight == 0) {
            return;
        }
        codec.decode(row, 0, out, 0);
        if (rank > 0) {
            out.column(codec.columnCount()).appendWord(rank);
        }
        out.endRow(isComplement ? -weight : weight);
    }
}
