package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.aggregate.Accumulator;
import dev.millrace.executor.aggregate.GroupPayloads;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.state.KeyedTable;
import dev.millrace.executor.state.StateTable;

/**
 * Groups by key columns and keeps one row for each non-empty group: for each group that a step touches, −old +new,
 * once, and nothing where they are equal. Without key columns there is one group that always is: its row comes with
 * the first step.
 *
 * <p>State of a group: its number of rows, then what each accumulator stores. DISTINCT is this operator without
 * calls.
 */
final class AggregateOperator implements Operator {

    /** Bytes of the number of rows; what the accumulators need comes after it. */
    private static final int ROW_COUNT_BYTES = 8;

    /**
     * One output column that is computed, not copied.
     *
     * @param column of the output: a call's, or that of a key of which equal values may look different (1.0 and 1.00)
     * @param rows which rows it is about
     */
    record Computed(int column, Accumulator accumulator, RowSelector rows) {}

    private final String uid;
    private final Schema schema;
    private final int[] keyColumns;
    private final KeyEncoder encoder;
    private final List<Computed> computed;
    private final KeyedTable table;
    private final TouchedEntries touched;
    private final boolean isGlobal;
    private final List<RowSelector> selectors;
    private final List<StateTable> state = new ArrayList<>();

    private final EncodedKeys keys = new EncodedKeys();
    private final GroupPayloads payloads = new GroupPayloads();
    private final GroupResults old;
    private final GroupResults now;
    private long[] before = new long[16];
    private long[] after = new long[16];
    private boolean[] isSame = new boolean[16];
    /** Groups whose old row goes, and groups whose new row comes. */
    private int[] going = new int[16];
    private int[] coming = new int[16];

    /** @param speaksFirst whether this shard puts out the row of a global aggregate over no rows */
    AggregateOperator(
            String uid,
            Schema input,
            Schema output,
            List<Integer> keyColumns,
            List<Computed> computed,
            KeyedTable table,
            boolean speaksFirst) {
        this.uid = uid;
        this.schema = output;
        this.keyColumns = keyColumns.stream().mapToInt(Integer::intValue).toArray();
        this.computed = computed;
        this.table = table;
        touched = new TouchedEntries(table);
        encoder = KeyEncoder.of(input, keyColumns);
        isGlobal = speaksFirst && keyColumns.isEmpty();
        List<SqlType.Layout> layouts = computed.stream().map(one -> output.type(one.column()).layout()).toList();
        old = new GroupResults(layouts);
        now = new GroupResults(layouts);
        selectors = computed.stream().map(Computed::rows).distinct().toList();
        state.add(table);
        for (Computed column : computed) {
            state.addAll(column.accumulator().state());
        }
        for (RowSelector selector : selectors) {
            state.addAll(selector.state());
        }
    }

    /** Bytes that a group's payload has at least: new groups get as much at once. */
    static int payloadBytes(List<Computed> computed) {
        ByteBuilder empty = new ByteBuilder();
        for (Computed column : computed) {
            column.accumulator().begin(1, null);
            column.accumulator().store(0, empty);
        }
        return ROW_COUNT_BYTES + empty.size();
    }

    @Override
    public List<StateTable> state() {
        return state;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch input = inputs[0];
        boolean isBirth = isGlobal && step.isFirst();
        if (input.isEmpty() && !isBirth) {
            return DeltaBatch.empty(schema);
        }
        keys.encode(encoder, input);
        if (input.isEmpty()) {
            keys.end();
        }
        touched.find(keys);
        begin();
        load();
        old.compute(computed, before, touched.count(), isGlobal && !isBirth);
        apply(input);
        now.compute(computed, after, touched.count(), isGlobal);
        store();
        return changes(step, input);
    }

    private void begin() {
        int groups = touched.count();
        if (before.length < groups) {
            int length = Math.max(groups, 2 * before.length);
            before = new long[length];
            after = new long[length];
            isSame = new boolean[length];
            going = new int[length];
            coming = new int[length];
        }
        Accumulator.GroupKeys groupKeys = new Accumulator.GroupKeys() {
            @Override
            public byte[] array() {
                return keys.array();
            }

            @Override
            public int start(int group) {
                return keys.start(touched.firstRow()[group]);
            }

            @Override
            public int end(int group) {
                return keys.end(touched.firstRow()[group]);
            }
        };
        for (Computed column : computed) {
            column.accumulator().begin(groups, groupKeys);
        }
    }

    private void load() {
        payloads.begin(touched.count());
        for (int group = 0; group < touched.count(); group++) {
            int address = touched.address(group);
            before[group] = 0;
            if (table.isPresent(address)) {
                payloads.open(group, table.page(address), table.payload(address));
                before[group] = payloads.takeWord(group);
            }
        }
        for (Computed column : computed) {
            column.accumulator().load(payloads);
        }
    }

    private void apply(DeltaBatch input) {
        System.arraycopy(before, 0, after, 0, touched.count());
        int[] groups = touched.ofRow();
        long[] weights = input.weights();
        for (int row = 0, size = input.size(); row < size; row++) {
            after[groups[row]] += weights[row];
        }
        for (RowSelector selector : selectors) {
            selector.begin(input, keys, touched);
        }
        for (Computed column : computed) {
            column.accumulator().add(column.rows().batch(), column.rows().rows());
        }
    }

    private void store() {
        int groups = touched.count();
        payloads.begin(groups);
        for (int group = 0; group < groups; group++) {
            int address = touched.address(group);
            if (after[group] < 0) {
                throw new IllegalStateException("aggregate " + uid + ": a row was retracted that is not there");
            }
            if (after[group] == 0) {
                table.remove(address);
            } else {
                payloads.open(group, table.page(address), table.payload(address));
            }
        }
        payloads.addBytes(ROW_COUNT_BYTES);
        for (Computed column : computed) {
            column.accumulator().measure(payloads);
        }
        for (int group = 0; group < groups; group++) {
            if (payloads.isOpen(group)) {
                resize(group);
                payloads.putWord(group, after[group]);
            }
        }
        for (Computed column : computed) {
            column.accumulator().store(payloads);
        }
        for (int group = 0; group < groups; group++) {
            int address = touched.address(group);
            if (payloads.isOpen(group) && (payloads.isChanged(group) || !table.isPresent(address))) {
                table.changed(address);
            }
        }
    }

    /** Makes the group's payload as long as it was measured. */
    private void resize(int group) {
        int address = touched.address(group);
        int length = payloads.bytes(group);
        if (table.payloadLength(address) == length) {
            return;
        }
        int moved = table.resize(address, length);
        touched.moved(group, moved);
        table.changed(moved);
        payloads.open(group, table.page(moved), table.payload(moved));
    }

    private DeltaBatch changes(Step step, DeltaBatch input) {
        old.compare(now, isSame);
        int goingCount = 0;
        int comingCount = 0;
        for (int group = 0; group < touched.count(); group++) {
            if (isSame[group]) {
                continue;
            }
            if (old.exists(group)) {
                if (old.failure(group) != null) {
                    step.errors().add(old.failure(group), -1);
                } else {
                    going[goingCount++] = group;
                }
            }
            if (now.exists(group)) {
                if (now.failure(group) != null) {
                    step.errors().add(now.failure(group), 1);
                } else {
                    coming[comingCount++] = group;
                }
            }
        }
        return assemble(input, goingCount, comingCount);
    }

    private DeltaBatch assemble(DeltaBatch input, int goingCount, int comingCount) {
        int count = goingCount + comingCount;
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < computed.size(); i++) {
            int target = computed.get(i).column();
            ColumnBuilder values = new ColumnBuilder(schema.type(target).layout(), count);
            values.appendSelected(old.column(i), going, goingCount);
            values.appendSelected(now.column(i), coming, comingCount);
            columns[target] = values.build();
        }
        int[] rows = new int[count];
        long[] weights = new long[count];
        int[] firstRow = touched.firstRow();
        for (int k = 0; k < goingCount; k++) {
            rows[k] = firstRow[going[k]];
            weights[k] = -1;
        }
        for (int k = 0; k < comingCount; k++) {
            rows[goingCount + k] = firstRow[coming[k]];
            weights[goingCount + k] = 1;
        }
        for (int i = 0; i < keyColumns.length; i++) {
            if (columns[i] == null) {
                columns[i] = input.column(keyColumns[i]).select(rows, count);
            }
        }
        return new DeltaBatch(columns, weights, count);
    }
}
