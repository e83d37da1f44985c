package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.aggregate.Accumulator;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
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
    private final ByteBuilder payload = new ByteBuilder();
    private long[] before = new long[16];
    private long[] after = new long[16];

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
        load();
        Results old = new Results();
        boolean existedEmpty = isGlobal && !isBirth;
        for (int group = 0; group < touched.count(); group++) {
            old.compute(group, existedEmpty || before[group] > 0);
        }
        apply(input);
        Results now = new Results();
        for (int group = 0; group < touched.count(); group++) {
            now.compute(group, isGlobal || after[group] > 0);
        }
        store();
        return changes(step, input, old, now);
    }

    private void load() {
        int groups = touched.count();
        if (before.length < groups) {
            before = new long[groups];
            after = new long[groups];
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
        for (int group = 0; group < groups; group++) {
            int address = touched.address(group);
            before[group] = 0;
            if (table.isPresent(address)) {
                byte[] page = table.page(address);
                int at = table.payload(address);
                before[group] = PayloadWords.get(page, at);
                at += ROW_COUNT_BYTES;
                for (Computed column : computed) {
                    at = column.accumulator().load(group, page, at);
                }
            }
        }
    }

    private void apply(DeltaBatch input) {
        System.arraycopy(before, 0, after, 0, touched.count());
        for (int row = 0; row < input.size(); row++) {
            after[touched.ofRow(row)] += input.weight(row);
        }
        for (RowSelector selector : selectors) {
            selector.begin(input, keys, touched);
        }
        for (Computed column : computed) {
            column.accumulator().add(column.rows().batch(), column.rows().rows());
        }
    }

    private void store() {
        for (int group = 0; group < touched.count(); group++) {
            int address = touched.address(group);
            if (after[group] < 0) {
                throw new IllegalStateException("aggregate " + uid + ": a row was retracted that is not there");
            }
            if (after[group] == 0) {
                table.remove(address);
                continue;
            }
            payload.clear();
            payload.appendLittleEndian(after[group]);
            for (Computed column : computed) {
                column.accumulator().store(group, payload);
            }
            write(address);
        }
    }

    private void write(int address) {
        int length = payload.size();
        int at = table.payload(address);
        int target = address;
        if (table.payloadLength(address) != length) {
            target = table.resize(address, length);
            at = table.payload(target);
        } else if (table.isPresent(address)
                && Arrays.equals(table.page(address), at, at + length, payload.array(), 0, length)) {
            return;
        }
        System.arraycopy(payload.array(), 0, table.page(target), at, length);
        table.changed(target);
    }

    private DeltaBatch changes(Step step, DeltaBatch input, Results old, Results now) {
        Column[] oldColumns = old.build();
        Column[] newColumns = now.build();
        int groups = touched.count();
        int[] changed = new int[2 * groups];
        int oldCount = 0;
        for (int group = 0; group < groups; group++) {
            if (old.exists[group] && !isSame(group, old, oldColumns, now, newColumns)) {
                if (old.failure(group) != null) {
                    step.errors().add(old.failure(group), -1);
                } else {
                    changed[oldCount++] = group;
                }
            }
        }
        int count = oldCount;
        for (int group = 0; group < groups; group++) {
            if (now.exists[group] && !isSame(group, old, oldColumns, now, newColumns)) {
                if (now.failure(group) != null) {
                    step.errors().add(now.failure(group), 1);
                } else {
                    changed[count++] = group;
                }
            }
        }
        return assemble(input, changed, oldCount, count, oldColumns, newColumns);
    }

    /**
     * {@code changed[0..oldCount)} are groups whose old row goes, the rest up to {@code count} those whose new row
     * comes.
     */
    private DeltaBatch assemble(
            DeltaBatch input, int[] changed, int oldCount, int count, Column[] oldColumns, Column[] newColumns) {
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < computed.size(); i++) {
            int target = computed.get(i).column();
            ColumnBuilder values = new ColumnBuilder(schema.type(target).layout(), count);
            for (int k = 0; k < count; k++) {
                values.append(k < oldCount ? oldColumns[i] : newColumns[i], changed[k]);
            }
            columns[target] = values.build();
        }
        int[] rows = new int[count];
        long[] weights = new long[count];
        for (int k = 0; k < count; k++) {
            rows[k] = touched.firstRow()[changed[k]];
            weights[k] = k < oldCount ? -1 : 1;
        }
        for (int i = 0; i < keyColumns.length; i++) {
            if (columns[i] == null) {
                columns[i] = input.column(keyColumns[i]).select(rows, count);
            }
        }
        return new DeltaBatch(columns, weights, count);
    }

    private boolean isSame(int group, Results old, Column[] oldColumns, Results now, Column[] newColumns) {
        if (!old.exists[group] || !now.exists[group] || !old.hasSameFailure(now, group)) {
            return false;
        }
        for (int i = 0; i < oldColumns.length; i++) {
            if (!SameValue.at(oldColumns[i], newColumns[i], group)) {
                return false;
            }
        }
        return true;
    }

    /** The computed values of all touched groups at one moment. */
    private final class Results {
        private final ColumnBuilder[] columns = new ColumnBuilder[computed.size()];
        private final boolean[] exists = new boolean[touched.count()];
        private SqlException[] failures;

        Results() {
            for (int i = 0; i < columns.length; i++) {
                columns[i] = new ColumnBuilder(
                        schema.type(computed.get(i).column()).layout(), touched.count());
            }
        }

        void compute(int group, boolean groupExists) {
            exists[group] = groupExists;
            for (int i = 0; i < columns.length; i++) {
                if (!groupExists) {
                    columns[i].appendNull();
                    continue;
                }
                try {
                    computed.get(i).accumulator().result(group, columns[i]);
                } catch (SqlException failure) {
                    columns[i].appendNull();
                    if (failures == null) {
                        failures = new SqlException[exists.length];
                    }
                    if (failures[group] == null) {
                        failures[group] = failure;
                    }
                }
            }
        }

        SqlException failure(int group) {
            return failures == null ? null : failures[group];
        }

        boolean hasSameFailure(Results other, int group) {
            SqlException mine = failure(group);
            SqlException its = other.failure(group);
            return mine == null || its == null
                    ? mine == its
                    : mine.sqlState().equals(its.sqlState()) && mine.getMessage().equals(its.getMessage());
        }

        Column[] build() {
            Column[] built = new Column[columns.length];
            for (int i = 0; i < built.length; i++) {
                built[i] = columns[i].build();
            }
            return built;
        }
    }
}
