package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * Rows with weights, kept as state, in an order if one is asked for; all of one shard, so their keys have one key
 * group. An entry's value says how much of its key is the row's place in the order.
 */
final class RowBag {

    private static final byte[] PREFIX = {0};

    private final Schema schema;
    private final OrderedTable table;
    private final RowCodec codec;
    private final BatchBuilder out;
    private final ByteBuilder key = new ByteBuilder();
    private final ByteBuilder value = new ByteBuilder();
    private final KeyEncoder order;

    RowBag(Schema schema, OrderedTable table) {
        this(schema, List.of(), table);
    }

    RowBag(Schema schema, List<SortKey> keys, OrderedTable table) {
        order = KeyEncoder.ordered(schema, keys);
        this.schema = schema;
        this.table = table;
        codec = new RowCodec(schema);
        out = new BatchBuilder(schema);
    }

    Schema schema() {
        return schema;
    }

    StateTable table() {
        return table;
    }

    boolean isEmpty() {
        return !start().startsWith(PREFIX, 0, PREFIX.length);
    }

    private OrderedTable.Cursor start() {
        return table.seek(PREFIX, 0, PREFIX.length);
    }

    void add(DeltaBatch changes) {
        for (int row = 0; row < changes.size(); row++) {
            key.clear();
            key.append(PREFIX, 0, PREFIX.length);
            order.encode(changes, row, key);
            value.clear();
            value.appendLittleEndian(key.size() - PREFIX.length);
            codec.encode(changes, row, key);
            table.add(key.array(), 0, key.size(), changes.weight(row), value.array(), 0, value.size());
        }
    }

    /** All rows, in the order that was asked for, then in that of their bytes. */
    DeltaBatch content() {
        OrderedTable.Cursor cursor = start();
        for (; cursor.startsWith(PREFIX, 0, PREFIX.length); cursor.advance()) {
            int place = (int) PayloadWords.get(cursor.data(), cursor.keyEnd());
            codec.decode(cursor.data(), cursor.keyStart() + PREFIX.length + place, out, 0);
            out.endRow(cursor.weight());
        }
        return out.build();
    }

    /** All rows, which are none afterwards. */
    DeltaBatch takeAll() {
        DeltaBatch all = content();
        add(all.negate());
        return all;
    }
}
