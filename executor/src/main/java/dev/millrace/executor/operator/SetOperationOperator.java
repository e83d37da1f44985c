package dev.millrace.executor.operator;

import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.KeyGroups;
import dev.millrace.executor.state.KeyedTable;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * INTERSECT and EXCEPT. For a row with weight l on the left and r on the right, out = min(l, r) or max(l - r, 0) with
 * ALL, [l > 0 and r > 0] or [l > 0 and r = 0] without. Δ: for each touched row, −old +new.
 *
 * <p>Where rows that SQL holds equal may look different, the left rows themselves are kept too, and the first of them
 * (by bytes) are put out: the result stays a function of the content.
 */
final class SetOperationOperator implements Operator {

    private static final int PAYLOAD_BYTES = 16;

    private final String uid;
    private final Plan.SetOperation plan;
    private final KeyEncoder encoder;
    private final KeyEncoder rightEncoder;
    private final RowCodec codec;
    private final KeyedTable weights;
    /** Null where equal rows look the same. */
    private final OrderedTable leftRows;

    private final TouchedEntries touched;
    private final BatchBuilder out;
    private final EncodedKeys keys = new EncodedKeys();
    private final ByteBuilder entryKey = new ByteBuilder();
    private final ByteBuilder row = new ByteBuilder();

    private SetOperationOperator(Plan.SetOperation plan, KeyedTable weights, OrderedTable leftRows) {
        this.plan = plan;
        this.weights = weights;
        this.leftRows = leftRows;
        uid = plan.uid();
        encoder = all(plan.left().schema());
        rightEncoder = all(plan.right().schema());
        codec = new RowCodec(plan.schema());
        touched = new TouchedEntries(weights);
        out = new BatchBuilder(plan.schema());
    }

    static SetOperationOperator of(Plan.SetOperation plan, StateTables tables) {
        int id = tables.tableId(plan.uid(), 0);
        KeyedTable weights = new KeyedTable(id, tables.reader(), tables.isNew(id), PAYLOAD_BYTES);
        boolean isLossless = all(plan.left().schema()).isLossless() && all(plan.right().schema()).isLossless();
        return new SetOperationOperator(plan, weights, isLossless ? null : OrderedTables.of(tables, plan.uid(), 1));
    }

    private static KeyEncoder all(Schema schema) {
        return KeyEncoder.of(schema, IntStream.range(0, schema.size()).boxed().toList());
    }

    @Override
    public List<StateTable> state() {
        return leftRows == null ? List.of(weights) : List.of(weights, leftRows);
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch left = inputs[0];
        DeltaBatch right = inputs[1];
        keys.clear();
        for (int i = 0; i < left.size(); i++) {
            encoder.encode(left, i, keys.bytes());
            keys.end();
        }
        for (int i = 0; i < right.size(); i++) {
            rightEncoder.encode(right, i, keys.bytes());
            keys.end();
        }
        touched.find(keys);
        int count = touched.count();
        long[] leftWeights = new long[count];
        long[] rightWeights = new long[count];
        long[] old = new long[count];
        for (int entry = 0; entry < count; entry++) {
            leftWeights[entry] = PayloadWords.get(weights, touched.address(entry), 0);
            rightWeights[entry] = PayloadWords.get(weights, touched.address(entry), 1);
            old[entry] = result(leftWeights[entry], rightWeights[entry]);
            if (leftRows != null) {
                emitLeftRows(entry, old[entry], -1);
            }
        }
        for (int i = 0; i < left.size(); i++) {
            leftWeights[touched.ofRow(i)] += left.weight(i);
            if (leftRows != null) {
                keepLeftRow(left, i);
            }
        }
        for (int i = 0; i < right.size(); i++) {
            rightWeights[touched.ofRow(left.size() + i)] += right.weight(i);
        }
        for (int entry = 0; entry < count; entry++) {
            store(entry, leftWeights[entry], rightWeights[entry]);
            long now = result(leftWeights[entry], rightWeights[entry]);
            if (leftRows != null) {
                emitLeftRows(entry, now, 1);
            } else if (now != old[entry]) {
                int first = touched.firstRow()[entry];
                boolean isLeft = first < left.size();
                out.append(isLeft ? left : right, isLeft ? first : first - left.size(), now - old[entry]);
            }
        }
        return out.build();
    }

    private long result(long left, long right) {
        return switch (plan.kind()) {
            case INTERSECT -> plan.all() ? Math.min(left, right) : left > 0 && right > 0 ? 1 : 0;
            case EXCEPT -> plan.all() ? Math.max(left - right, 0) : left > 0 && right == 0 ? 1 : 0;
        };
    }

    private void store(int entry, long left, long right) {
        if (left < 0 || right < 0) {
            throw new IllegalStateException("set operation " + uid + ": a row was retracted that is not there");
        }
        int address = touched.address(entry);
        if (left == 0 && right == 0) {
            weights.remove(address);
            return;
        }
        PayloadWords.set(weights, address, 0, left);
        PayloadWords.set(weights, address, 1, right);
        weights.changed(address);
    }

    private void prefix(int keyRow) {
        entryKey.clear();
        entryKey.append(KeyGroups.of(keys.hash(keyRow)));
        entryKey.append(keys.array(), keys.start(keyRow), keys.end(keyRow));
    }

    private void keepLeftRow(DeltaBatch left, int leftRow) {
        prefix(leftRow);
        row.clear();
        codec.encode(left, leftRow, row);
        entryKey.append(row.array(), 0, row.size());
        leftRows.add(
                entryKey.array(), 0, entryKey.size(), left.weight(leftRow), row.array(), 0, row.size());
    }

    /** The first so many of the left rows that SQL holds equal. */
    private void emitLeftRows(int entry, long rows, int sign) {
        long rest = rows;
        if (rest == 0) {
            return;
        }
        prefix(touched.firstRow()[entry]);
        OrderedTable.Cursor cursor = leftRows.seek(entryKey.array(), 0, entryKey.size());
        for (; rest > 0 && cursor.startsWith(entryKey.array(), 0, entryKey.size()); cursor.advance()) {
            long taken = Math.min(rest, cursor.weight());
            codec.decode(cursor.data(), cursor.keyEnd(), out, 0);
            out.endRow(sign * taken);
            rest -= taken;
        }
    }
}
