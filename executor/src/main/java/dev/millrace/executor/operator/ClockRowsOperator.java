package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * Rows made of the clock alone: out = −the rows as of the clock that was told last, +those as of this one, where the
 * two differ. Only that clock is remembered: the rows of any moment can be made again. While nothing else happens the
 * clock is looked at with every tick.
 */
final class ClockRowsOperator implements Operator {

    private static final long TICK_MICROS = 1_000_000;
    private static final byte[] KEY = {0};
    private static final long NEVER = Long.MIN_VALUE;

    private final Schema schema;
    private final List<List<Evaluator>> rows;
    private final RowCodec codec;
    /** One entry: the clock as of which rows were told. */
    private final OrderedTable told;
    private final ByteBuilder bytes = new ByteBuilder();
    private long seen = NEVER;

    ClockRowsOperator(Schema schema, List<List<Evaluator>> rows, OrderedTable told) {
        this.schema = schema;
        this.rows = rows;
        this.codec = new RowCodec(schema);
        this.told = told;
    }

    @Override
    public List<StateTable> state() {
        return List.of(told);
    }

    @Override
    public long due() {
        return seen == NEVER ? NEVER : Math.floorDiv(seen, TICK_MICROS) * TICK_MICROS + TICK_MICROS;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        long last = last();
        seen = step.clockMicros();
        // What is loaded in slices is loaded as of one moment; what time has brought meanwhile comes behind it.
        if (last == seen || last != NEVER && step.isLoading()) {
            return DeltaBatch.empty(schema);
        }
        BatchBuilder out = new BatchBuilder(schema);
        boolean isChanged = last == NEVER;
        for (List<Evaluator> row : rows) {
            Made then = last == NEVER ? null : made(row, last);
            Made now = made(row, seen);
            if (then != null && then.equals(now)) {
                continue;
            }
            isChanged = true;
            put(then, -1, out, step);
            put(now, 1, out, step);
        }
        if (isChanged) {
            bytes.clear();
            bytes.appendBigEndian(seen);
            told.put(KEY, 0, KEY.length, bytes.toBytes());
        }
        return out.build();
    }

    private long last() {
        OrderedTable.Cursor cursor = told.seek(KEY, 0, KEY.length);
        return cursor.startsWith(KEY, 0, KEY.length)
                ? ByteBuilder.bigEndian(cursor.data(), cursor.keyEnd())
                : NEVER;
    }

    /** A row as of a moment, or why there is none. */
    private record Made(DeltaBatch row, Evaluator.Failures failures, byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Made made
                    && failures.isEmpty()
                    && made.failures.isEmpty()
                    && Arrays.equals(bytes, made.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    private Made made(List<Evaluator> row, long clock) {
        DeltaBatch one = DeltaBatch.inserts(new Column[0], 1);
        Evaluator.Failures failures = new Evaluator.Failures();
        Column[] values = new Column[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.get(i).evaluate(one, clock, failures);
        }
        DeltaBatch built = one.withColumns(values);
        bytes.clear();
        if (failures.isEmpty()) {
            codec.encode(built, 0, bytes);
        }
        return new Made(built, failures, bytes.toBytes());
    }

    private static void put(Made made, long weight, BatchBuilder out, Step step) {
        if (made == null) {
            return;
        }
        if (made.failures().isEmpty()) {
            out.append(made.row(), 0, weight);
        } else {
            step.errors().add(made.failures().of(0), weight);
        }
    }
}
