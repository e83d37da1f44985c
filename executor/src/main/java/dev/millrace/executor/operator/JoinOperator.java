package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.state.Arrangement;
import dev.millrace.executor.state.StateTable;

/**
 * Join of two changing relations: ΔA⋈B + A′⋈ΔB, where B does not yet hold ΔB and A′ already holds ΔA. The order of
 * probes and updates in {@link #step} is therefore part of the algorithm.
 *
 * <p>A side whose unmatched rows count (outer, semi, anti joins) keeps with each row the weight of its matches m, the
 * condition included. The row's own part of the output is w·[m = 0] (padded with NULLs, or alone for ANTI) or w·[m >
 * 0] (SEMI): it changes with w when the row changes, and turns over when m leaves or reaches 0.
 */
final class JoinOperator implements Operator {

    private static final int CANDIDATES_MAX = Step.PAUSE_ROWS;

    private final String uid;
    private final JoinKind kind;
    private final JoinSide left;
    private final JoinSide right;
    private final PairCondition condition;
    private final BatchBuilder out;
    private final boolean emitsPairs;

    /** Pairs of this step not yet put out: number among the side's keys, row of its batch, record of the other. */
    private int[] candidateIndexes = new int[64];
    private int[] candidateRows = new int[64];
    private int[] candidateRecords = new int[64];
    private int candidateCount;
    private long[] matches = new long[16];
    private Step step;
    private int sincePause;

    /** @param condition over left ++ right columns, or null */
    JoinOperator(
            String uid, JoinKind kind, JoinSide left, JoinSide right, PairCondition condition, BatchBuilder out) {
        this.uid = uid;
        this.kind = kind;
        this.left = left;
        this.right = right;
        this.condition = condition;
        this.out = out;
        emitsPairs = !kind.isLeftOnly();
    }

    /** Whether a join of this kind keeps match counts with the rows of its left input; the right one likewise. */
    static boolean tracksLeft(JoinKind kind) {
        return kind.keepsUnmatchedLeft() || kind == JoinKind.SEMI;
    }

    @Override
    public List<StateTable> state() {
        return List.of(left.arrangement, right.arrangement);
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        this.step = step;
        Runnable pause = () -> step.pause().take(out.heapBytes());
        left.begin(inputs[0], row -> {
            if (kind.keepsUnmatchedLeft()) {
                emitAlone(left, inputs[0], row, inputs[0].weight(row));
            }
        }, pause);
        right.begin(inputs[1], row -> {
            if (kind.keepsUnmatchedRight()) {
                emitAlone(right, inputs[1], row, inputs[1].weight(row));
            }
        }, pause);
        left.arrangement.load(right.keys);
        right.arrangement.load(left.keys);
        left.loadRows();
        right.loadRows();
        advance(left, right);
        advance(right, left);
        return out.build();
    }

    /** Matches one side's changes with the other side as it is now, then adds them to their own side. */
    private void advance(JoinSide from, JoinSide to) {
        if (from.count == 0) {
            return;
        }
        matches = from.noMatches(matches);
        Arrangement arrangement = to.arrangement;
        for (int i = 0; i < from.count; i++) {
            if (i % Arrangement.touchRows() == 0) {
                arrangement.touch(from.keys, i);
            }
            for (int record = arrangement.first(from.keys, i); record != 0; record = arrangement.next(record)) {
                if (++sincePause == Step.PAUSE_ROWS) {
                    sincePause = 0;
                    step.pause().take(out.heapBytes());
                }
                if (arrangement.weight(record) != 0) {
                    addCandidate(from, to, i, record);
                }
            }
        }
        flush(from, to);
        if (tracks(from)) {
            for (int i = 0; i < from.count; i++) {
                if (speaks(from, matches[i])) {
                    emitAlone(from, from.delta, from.rows[i], from.delta.weight(from.rows[i]));
                }
            }
        }
        from.apply(matches, uid);
    }

    private boolean tracks(JoinSide side) {
        return side == left ? tracksLeft(kind) : kind.keepsUnmatchedRight();
    }

    /** Whether a row of this side with so many matches is itself part of the output. */
    private boolean speaks(JoinSide side, long matched) {
        return side == left && kind == JoinKind.SEMI ? matched != 0 : matched == 0;
    }

    private void addCandidate(JoinSide from, JoinSide to, int index, int record) {
        if (candidateCount == candidateIndexes.length) {
            int length = Math.min(CANDIDATES_MAX, candidateCount * 2);
            candidateIndexes = Arrays.copyOf(candidateIndexes, length);
            candidateRows = Arrays.copyOf(candidateRows, length);
            candidateRecords = Arrays.copyOf(candidateRecords, length);
        }
        candidateIndexes[candidateCount] = index;
        candidateRows[candidateCount] = from.rows[index];
        candidateRecords[candidateCount++] = record;
        if (candidateCount == CANDIDATES_MAX) {
            flush(from, to);
        }
    }

    /** Decides the candidates by the condition, and only then puts together the rows of those that stay. */
    private void flush(JoinSide from, JoinSide to) {
        if (candidateCount == 0) {
            return;
        }
        if (condition != null) {
            keepTrue(from, to);
        }
        if (emitsPairs) {
            emitPairs(from, to);
        }
        for (int i = 0; i < candidateCount; i++) {
            matched(from, to, candidateIndexes[i], candidateRecords[i]);
        }
        candidateCount = 0;
    }

    private void keepTrue(JoinSide from, JoinSide to) {
        DeltaBatch pairs = condition.pairs(from, to, from == left, candidateRows, candidateRecords, candidateCount);
        Evaluator.Failures failures = new Evaluator.Failures();
        WordColumn truth = (WordColumn) condition.evaluator().evaluate(pairs, step.clockMicros(), failures);
        int kept = 0;
        for (int i = 0; i < candidateCount; i++) {
            SqlException failure = failures.of(i);
            if (failure != null) {
                step.errors().add(failure, pairWeight(from, to, i));
            } else if (!truth.isNull(i) && truth.value(i) != 0) {
                candidateIndexes[kept] = candidateIndexes[i];
                candidateRows[kept] = candidateRows[i];
                candidateRecords[kept++] = candidateRecords[i];
            }
        }
        candidateCount = kept;
    }

    private long pairWeight(JoinSide from, JoinSide to, int candidate) {
        return Math.multiplyExact(
                from.delta.weight(candidateRows[candidate]), to.arrangement.weight(candidateRecords[candidate]));
    }

    private void emitPairs(JoinSide from, JoinSide to) {
        int fromFirst = from == left ? 0 : left.schema.size();
        for (int i = 0; i < from.schema.size(); i++) {
            out.column(fromFirst + i).appendSelected(from.delta.column(i), candidateRows, candidateCount);
        }
        int toFirst = left.schema.size() - fromFirst;
        for (int i = 0; i < candidateCount; i++) {
            int record = candidateRecords[i];
            to.codec.decode(to.arrangement.page(record), to.arrangement.row(record), out, toFirst);
            out.endRow(pairWeight(from, to, i));
        }
    }

    private void matched(JoinSide from, JoinSide to, int index, int record) {
        Arrangement arrangement = to.arrangement;
        long weight = arrangement.weight(record);
        matches[index] = Math.addExact(matches[index], weight);
        if (!tracks(to)) {
            return;
        }
        long before = arrangement.matches(record);
        long after = Math.addExact(before, from.delta.weight(from.rows[index]));
        arrangement.setMatches(record, after);
        if (speaks(to, before) != speaks(to, after)) {
            emitRecordAlone(to, record, speaks(to, after) ? weight : -weight);
        }
    }

    private void emitAlone(JoinSide side, DeltaBatch batch, int row, long weight) {
        int first = padBefore(side);
        for (int i = 0; i < side.schema.size(); i++) {
            out.column(first + i).append(batch.column(i), row);
        }
        padAfter(side, weight);
    }

    private void emitRecordAlone(JoinSide side, int record, long weight) {
        int first = padBefore(side);
        side.codec.decode(side.arrangement.page(record), side.arrangement.row(record), out, first);
        padAfter(side, weight);
    }

    private int padBefore(JoinSide side) {
        int first = side == left ? 0 : left.schema.size();
        for (int i = 0; i < first; i++) {
            out.column(i).appendNull();
        }
        return first;
    }

    private void padAfter(JoinSide side, long weight) {
        if (side == left && emitsPairs) {
            for (int i = 0; i < right.schema.size(); i++) {
                out.column(left.schema.size() + i).appendNull();
            }
        }
        out.endRow(weight);
    }
}
