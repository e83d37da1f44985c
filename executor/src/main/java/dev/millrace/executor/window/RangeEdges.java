package dev.millrace.executor.window;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowFrame;

/**
 * Where a RANGE frame with offsets begins and ends, as bytes that compare with those of rows: a row is in the frame of
 * another when its key is not before the other's start and not behind its end. NULLs are in each other's only.
 *
 * <p>Numbers of fixed size saturate and times of day do not wrap, as in PostgreSQL's {@code in_range}.
 */
public final class RangeEdges {

    private final KeyEncoder encoder;
    private final SqlType type;
    private final Evaluator key;
    private final Edge start;
    private final Edge end;
    private final boolean isOrder;
    private final boolean isAround;

    private final EncodedKeys keys = new EncodedKeys();
    private final EncodedKeys starts = new EncodedKeys();
    private final EncodedKeys ends = new EncodedKeys();
    private Evaluator.Failures failures = new Evaluator.Failures();

    /**
     * One bound that has an offset: computed by an expression, or by adding the offset, which has its sign, here.
     *
     * @param everything where the bound is when it lies an infinite way back from infinity
     */
    private record Edge(Evaluator sum, long words, double doubles, double everything) {}

    /** @param order of the only sort key */
    RangeEdges(WindowFrame frame, FrameOffsets offsets, SortKey order, Function<Expr, Evaluator> compiler) {
        type = frame.key().type();
        Schema schema = Schema.of(new Schema.Field("key", type, true));
        encoder = KeyEncoder.ordered(schema, List.of(new SortKey(0, order.descending(), order.nullsFirst())));
        key = compiler.apply(frame.key());
        start = edge(frame.start(), offsets.start(), order, true, compiler);
        end = edge(frame.end(), offsets.end(), order, false, compiler);
        isOrder = frame.key() instanceof Expr.Input input && input.index() == order.column();
        isAround = frame.start().kind() == FrameBound.Kind.PRECEDING
                && (frame.end().kind() == FrameBound.Kind.CURRENT_ROW
                        || frame.end().kind() == FrameBound.Kind.FOLLOWING);
    }

    private RangeEdges(RangeEdges other) {
        encoder = other.encoder;
        type = other.type;
        key = other.key;
        start = null;
        end = other.end;
        isOrder = other.isOrder;
        isAround = other.isAround;
    }

    /** The same frame as if it began with the partition. */
    RangeEdges withoutStart() {
        return new RangeEdges(this);
    }

    /**
     * Whether the frame begins so much before the row, and reaches to the row at least, and its edges are written as
     * the rows' order is: then the rows that fall out of it are found in the partition by the edge's bytes.
     */
    boolean isSliding() {
        return isOrder && isAround && start != null;
    }

    private static Edge edge(
            FrameBound bound, FrameOffsets.Bound offset, SortKey order, boolean isStart,
            Function<Expr, Evaluator> compiler) {
        if (!bound.hasOffset()) {
            return null;
        }
        if (bound.edge() != null) {
            return new Edge(compiler.apply(bound.edge()), 0, 0, 0);
        }
        boolean subtracts = (bound.kind() == FrameBound.Kind.PRECEDING) != order.descending();
        int sign = subtracts ? -1 : 1;
        double everything = isStart == order.descending() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        return switch (offset.value()) {
            case WordColumn words -> bound.offset().type().kind().isFloat()
                    ? new Edge(null, 0, sign * words.doubleValue(0), everything)
                    : new Edge(null, sign * words.value(0), 0, 0);
            case BytesColumn bytes -> new Edge(null, sign * Interval.read(bytes, 0).micros(), 0, 0);
        };
    }

    boolean hasStart() {
        return start != null;
    }

    boolean hasEnd() {
        return end != null;
    }

    /** Takes the rows that the following questions are about. */
    public void encode(DeltaBatch batch) {
        failures = new Evaluator.Failures();
        Column values = key.evaluate(batch, 0, failures);
        encode(keys, values, batch);
        if (start != null) {
            encode(starts, sum(start, values, batch), batch);
        }
        if (end != null) {
            encode(ends, sum(end, values, batch), batch);
        }
    }

    private void encode(EncodedKeys into, Column values, DeltaBatch batch) {
        into.encode(encoder, new DeltaBatch(new Column[] {values}, batch.weights(), batch.size()));
    }

    private Column sum(Edge edge, Column values, DeltaBatch batch) {
        if (edge.sum != null) {
            return edge.sum.evaluate(batch, 0, failures);
        }
        WordColumn words = (WordColumn) values;
        long[] sums = new long[words.size()];
        for (int row = 0; row < sums.length; row++) {
            sums[row] = type.kind().isFloat()
                    ? Double.doubleToRawLongBits(sum(words.doubleValue(row), edge))
                    : saturating(words.value(row), edge.words);
        }
        return WordColumn.clearingNulls(sums, words.nulls(), words.size());
    }

    /** From infinity, an infinite way back leads to everything. */
    private static double sum(double value, Edge edge) {
        boolean isEverything = Double.isInfinite(value) && value == -edge.doubles;
        return isEverything ? edge.everything : value + edge.doubles;
    }

    private static long saturating(long value, long offset) {
        long sum = value + offset;
        boolean overflows = ((value ^ sum) & (offset ^ sum)) < 0;
        return overflows ? offset < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : sum;
    }

    /** Why a row has no frame, or null. */
    public SqlException failure(int row) {
        return failures.of(row);
    }

    /** Whether {@code row}'s key lies before the start of the frame of {@code of}. */
    boolean isBeforeStart(int row, int of) {
        return compare(keys, row, starts, of) < 0;
    }

    /** Whether {@code row}'s key lies behind the end of the frame of {@code of}. */
    boolean isBehindEnd(int row, int of) {
        return compare(keys, row, ends, of) > 0;
    }

    private static int compare(EncodedKeys left, int leftRow, EncodedKeys right, int rightRow) {
        return Arrays.compareUnsigned(
                left.array(), left.start(leftRow), left.end(leftRow),
                right.array(), right.start(rightRow), right.end(rightRow));
    }

    /** The bytes of a row's key, kept for comparing other rows with it. */
    public byte[] keyOf(int row) {
        return copy(keys, row);
    }

    public byte[] startOf(int row) {
        return start == null ? null : copy(starts, row);
    }

    public byte[] endOf(int row) {
        return end == null ? null : copy(ends, row);
    }

    private static byte[] copy(EncodedKeys keys, int row) {
        return Arrays.copyOfRange(keys.array(), keys.start(row), keys.end(row));
    }
}
