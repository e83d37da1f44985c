package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.aggregate.Accumulator.GroupedRows;
import dev.millrace.executor.data.CanonicalColumns;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.KeyedTable;
import dev.millrace.executor.state.StateTable;

/**
 * The rows that a DISTINCT aggregate is about: for each group and value, one row while the weight of the rows with it
 * is above zero. Δ: +1 or -1 for each value whose weight left or reached zero in the step.
 */
final class DistinctSelector extends RowSelector {

    static final int PAYLOAD_BYTES = 8;

    private final String uid;
    private final Schema input;
    private final List<Integer> columns;
    private final KeyEncoder encoder;
    private final KeyedTable weights;
    private final TouchedEntries touched;
    private final EncodedKeys values = new EncodedKeys();
    private GroupedRows rows;
    private DeltaBatch batch;

    DistinctSelector(String uid, Schema input, int filter, List<Integer> columns, KeyedTable weights) {
        super(filter);
        this.uid = uid;
        this.input = input;
        this.columns = columns;
        this.weights = weights;
        encoder = KeyEncoder.of(input, columns);
        touched = new TouchedEntries(weights);
    }

    @Override
    void begin(DeltaBatch source, EncodedKeys keys, TouchedEntries groups) {
        super.begin(source, keys, groups);
        GroupedRows all = super.rows();
        values.clear();
        for (int i = 0; i < all.count(); i++) {
            int row = all.rows()[i];
            values.bytes().append(keys.array(), keys.start(row), keys.end(row));
            encoder.encode(source, row, values.bytes());
            values.end();
        }
        touched.find(values);
        int count = touched.count();
        long[] after = new long[count];
        for (int entry = 0; entry < count; entry++) {
            after[entry] = PayloadWords.get(weights, touched.address(entry), 0);
        }
        for (int i = 0; i < all.count(); i++) {
            after[touched.ofRow(i)] += all.weights()[i];
        }
        settle(all, after, count);
        Column[] canonical = new Column[source.columnCount()];
        for (int i = 0; i < canonical.length; i++) {
            canonical[i] = columns.contains(i)
                    ? CanonicalColumns.of(source.column(i), input.type(i))
                    : source.column(i);
        }
        batch = source.withColumns(canonical);
    }

    private void settle(GroupedRows all, long[] after, int count) {
        int[] selected = new int[count];
        int[] selectedGroups = new int[count];
        long[] changes = new long[count];
        int selectedCount = 0;
        for (int entry = 0; entry < count; entry++) {
            int address = touched.address(entry);
            boolean was = PayloadWords.get(weights, address, 0) > 0;
            if (after[entry] < 0) {
                throw new IllegalStateException("aggregate " + uid + ": a value was retracted that is not there");
            }
            PayloadWords.set(weights, address, 0, after[entry]);
            if (after[entry] == 0) {
                weights.remove(address);
            } else {
                weights.changed(address);
            }
            if (was != after[entry] > 0) {
                int first = touched.firstRow()[entry];
                selected[selectedCount] = all.rows()[first];
                selectedGroups[selectedCount] = all.groups()[first];
                changes[selectedCount++] = was ? -1 : 1;
            }
        }
        rows = new GroupedRows(selected, selectedGroups, changes, selectedCount);
    }

    @Override
    DeltaBatch batch() {
        return batch;
    }

    @Override
    GroupedRows rows() {
        return rows;
    }

    @Override
    List<StateTable> state() {
        return List.of(weights);
    }
}
