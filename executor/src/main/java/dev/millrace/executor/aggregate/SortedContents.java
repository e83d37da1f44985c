package dev.millrace.executor.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import dev.millrace.executor.aggregate.Accumulator.GroupKeys;
import dev.millrace.executor.aggregate.Accumulator.GroupedRows;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.state.OrderedTable;

/**
 * All argument rows of each group of a call, in an order: first the one that was asked for, then by the arguments
 * themselves, so that the order is a function of the rows.
 */
final class SortedContents {

    private final List<Integer> arguments;
    private final Schema schema;
    private final KeyEncoder order;
    private final RowCodec codec;
    private final OrderedTable contents;
    private final ByteBuilder key = new ByteBuilder();
    private final ByteBuilder value = new ByteBuilder();
    private GroupKeys keys;

    /** In the order that was asked for, then by the arguments. */
    static SortedContents inOrder(AggregateCall call, Schema input, OrderedTable contents) {
        List<SortKey> order = new ArrayList<>(call.order());
        call.arguments().forEach(argument -> order.add(SortKey.ascending(argument)));
        return new SortedContents(call.arguments(), input, order, contents);
    }

    /** By the first arguments, which are what WITHIN GROUP orders, each in its direction. */
    static SortedContents withinGroup(AggregateCall call, Schema input, OrderedTable contents) {
        List<SortKey> order = directions(call, call.arguments()::get);
        return new SortedContents(call.arguments(), input, order, contents);
    }

    private static List<SortKey> directions(AggregateCall call, IntUnaryOperator column) {
        SortKey[] order = new SortKey[call.order().size()];
        Arrays.setAll(order, i -> new SortKey(
                column.applyAsInt(i), call.order().get(i).descending(), call.order().get(i).nullsFirst()));
        return List.of(order);
    }

    /** @param order of the input's columns; has to tell all argument rows apart that SQL does */
    private SortedContents(List<Integer> arguments, Schema input, List<SortKey> order, OrderedTable contents) {
        this.arguments = arguments;
        this.schema = input.select(arguments);
        this.order = KeyEncoder.ordered(input, order);
        this.codec = new RowCodec(schema);
        this.contents = contents;
    }

    OrderedTable table() {
        return contents;
    }

    Schema schema() {
        return schema;
    }

    void begin(GroupKeys groupKeys) {
        keys = groupKeys;
    }

    /** @param required how many of the first arguments must not be NULL for a row to count */
    void add(DeltaBatch batch, GroupedRows rows, int required) {
        DeltaBatch values = batch.project(arguments);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (IntStream.range(0, required).anyMatch(column -> values.column(column).isNull(row))) {
                continue;
            }
            GroupContents.prefix(keys, rows.groups()[i], key);
            order.encode(batch, row, key);
            value.clear();
            codec.encode(values, row, value);
            if (!order.isLossless()) {
                key.append(value.array(), 0, value.size());
            }
            contents.add(key.array(), 0, key.size(), rows.weights()[i], value.array(), 0, value.size());
        }
        if (contents.negativeEntries() != 0) {
            throw new IllegalStateException("contents: a value was retracted that is not there");
        }
    }

    /** Is told the group's entries in order, until it has seen enough. */
    interface Visitor {
        /** @return whether to go on */
        boolean entry(OrderedTable.Cursor cursor, long weight);
    }

    void visit(int group, Visitor visitor) {
        GroupContents.prefix(keys, group, key);
        OrderedTable.Cursor cursor = contents.seek(key.array(), 0, key.size());
        for (; cursor.startsWith(key.array(), 0, key.size()); cursor.advance()) {
            if (!visitor.entry(cursor, cursor.weight())) {
                return;
            }
        }
    }

    /** How many rows a group has. */
    long count(int group) {
        long[] count = new long[1];
        visit(group, (cursor, weight) -> {
            count[0] += weight;
            return true;
        });
        return count[0];
    }

    /** All rows of a group in order. */
    DeltaBatch rows(int group) {
        BatchBuilder rows = new BatchBuilder(schema);
        visit(group, (cursor, weight) -> {
            for (long i = weight; i > 0; i--) {
                append(cursor, rows);
            }
            return true;
        });
        return rows.build();
    }

    /** The rows at some places of a group's order, which ascend and may occur several times. */
    DeltaBatch rowsAt(int group, long[] places) {
        BatchBuilder rows = new BatchBuilder(schema);
        long[] passed = new long[1];
        int[] next = new int[1];
        visit(group, (cursor, weight) -> {
            passed[0] += weight;
            for (; next[0] < places.length && places[next[0]] < passed[0]; next[0]++) {
                append(cursor, rows);
            }
            return next[0] < places.length;
        });
        return rows.build();
    }

    /** The row of an entry. */
    DeltaBatch row(OrderedTable.Cursor cursor) {
        BatchBuilder rows = new BatchBuilder(schema);
        append(cursor, rows);
        return rows.build();
    }

    private void append(OrderedTable.Cursor cursor, BatchBuilder rows) {
        codec.decode(cursor.data(), cursor.keyEnd(), rows, 0);
        rows.endRow(1);
    }

    /** Keys over argument rows, of columns from {@code firstColumn} on, in the directions of the call's order. */
    KeyEncoder encoder(AggregateCall call, int firstColumn) {
        return KeyEncoder.ordered(schema, directions(call, i -> firstColumn + i));
    }
}
