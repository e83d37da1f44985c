package dev.millrace.executor.aggregate;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.function.ArrayJoin;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.state.OrderedTable;

/**
 * string_agg, array_agg and the aggregates of ranges: the group's values in the order that was asked for, then by
 * value, put together anew whenever the group changes. Without an ORDER BY that is the order of the values, so that
 * the result is a function of them.
 */
final class ListAccumulator extends OrderedAccumulator {

    private final String function;
    private final boolean isArray;
    private final SqlType type;

    ListAccumulator(AggregateCall call, Schema input, OrderedTable table) {
        super(SortedContents.inOrder(call, input, table), call.type().kind() == SqlType.Kind.ARRAY ? 0 : 1);
        function = call.function();
        isArray = call.type().kind() == SqlType.Kind.ARRAY;
        type = contents.schema().type(0);
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        DeltaBatch rows = contents.rows(group);
        if (rows.size() == 0) {
            out.appendNull();
        } else if (isArray) {
            out.appendBytes(type.kind() == SqlType.Kind.ARRAY
                    ? ArrayJoin.aggregated(rows.bytes(0))
                    : ArrayForm.encode(rows.column(0)));
        } else if (function.startsWith("range_")) {
            RangeGathering.append(function.startsWith("range_agg"), type.kind(), rows.bytes(0), out);
        } else {
            appendText(rows, out);
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
}
