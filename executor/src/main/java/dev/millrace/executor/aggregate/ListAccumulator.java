package dev.millrace.executor.aggregate;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.function.ArrayJoin;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * string_agg, array_agg and the aggregates of ranges: the group's values in the order that was asked for, then by
 * value, put together anew whenever the group changes. Without an ORDER BY that is the order of the values, so that
 * the result is a function of them.
 */
final class ListAccumulator implements Accumulator {

    private final List<Integer> arguments;
    private final Schema argumentSchema;
    private final boolean isArray;
    private final String function;
    private final RowCodec codec;
    private final KeyEncoder encoder;
    private final OrderedTable contents;
    private final ByteBuilder key = new ByteBuilder();
    private final ByteBuilder value = new ByteBuilder();
    private GroupKeys keys;

    ListAccumulator(AggregateCall call, Schema input, OrderedTable contents) {
        this.contents = contents;
        arguments = call.arguments();
        argumentSchema = input.select(arguments);
        function = call.function();
        isArray = call.type().kind() == SqlType.Kind.ARRAY;
        codec = new RowCodec(argumentSchema);
        List<SortKey> order = new ArrayList<>(call.order());
        arguments.forEach(argument -> order.add(SortKey.ascending(argument)));
        encoder = KeyEncoder.ordered(input, order);
    }

    @Override
    public List<StateTable> state() {
        return List.of(contents);
    }

    @Override
    public void begin(int groups, GroupKeys groupKeys) {
        keys = groupKeys;
    }

    @Override
    public int load(int group, byte[] data, int start) {
        return start;
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        DeltaBatch values = batch.project(arguments);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (!isArray && values.column(0).isNull(row)) {
                continue;
            }
            GroupContents.prefix(keys, rows.groups()[i], key);
            encoder.encode(batch, row, key);
            value.clear();
            codec.encode(values, row, value);
            if (!encoder.isLossless()) {
                key.append(value.array(), 0, value.size());
            }
            contents.add(key.array(), 0, key.size(), rows.weights()[i], value.array(), 0, value.size());
        }
        if (contents.negativeEntries() != 0) {
            throw new IllegalStateException("list: a value was retracted that is not there");
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        BatchBuilder rows = new BatchBuilder(argumentSchema);
        GroupContents.prefix(keys, group, key);
        OrderedTable.Cursor cursor = contents.seek(key.array(), 0, key.size());
        for (; cursor.startsWith(key.array(), 0, key.size()); cursor.advance()) {
            for (long i = cursor.weight(); i > 0; i--) {
                codec.decode(cursor.data(), cursor.keyEnd(), rows, 0);
                rows.endRow(1);
            }
        }
        if (rows.size() == 0) {
            out.appendNull();
        } else if (isArray) {
            DeltaBatch values = rows.build();
            out.appendBytes(argumentSchema.type(0).kind() == SqlType.Kind.ARRAY
                    ? ArrayJoin.aggregated(values.bytes(0))
                    : ArrayForm.encode(values.column(0)));
        } else if (function.startsWith("range_")) {
            SqlType.Kind kind = argumentSchema.type(0).kind();
            RangeGathering.append(function.startsWith("range_agg"), kind, rows.build().bytes(0), out);
        } else {
            appendText(rows.build(), out);
        }
    }

    private static void appendText(DeltaBatch rows, ColumnBuilder out) {
        ByteBuilder text = new ByteBuilder();
        BytesColumn parts = rows.bytes(0);
        BytesColumn separators = rows.columnCount() > 1 ? rows.bytes(1) : null;
        for (int row = 0; row < rows.size(); row++) {
            if (row > 0 && separators != null) {
                text.append(separators.data(), separators.start(row), separators.end(row));
            }
            text.append(parts.data(), parts.start(row), parts.end(row));
        }
        out.appendBytes(text.array(), 0, text.size());
    }

    @Override
    public void store(int group, ByteBuilder out) {}
}
