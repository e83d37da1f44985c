package dev.millrace.executor.aggregate;

import java.time.ZoneOffset;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.JsonForm;
import dev.millrace.executor.json.JsonText;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.state.OrderedTable;

/**
 * json_agg, json_object_agg and their {@code jsonb} kin: the group's values in the order that was asked for, then by
 * value, put together anew whenever the group changes.
 */
final class JsonListAccumulator extends OrderedAccumulator {

    private final boolean isBinary;
    private final boolean isObject;
    /** Whether each value is an array or a row, which {@code json_agg} writes on lines of their own. */
    private final boolean isStructured;

    JsonListAccumulator(AggregateCall call, Schema input, OrderedTable table) {
        super(SortedContents.inOrder(call, input, table), 0);
        isBinary = call.type().kind() == SqlType.Kind.JSONB;
        isObject = call.arguments().size() == 2;
        isStructured = call.function().startsWith("json_agg row")
                || contents.schema().type(0).kind() == SqlType.Kind.ARRAY
                || contents.schema().type(0).kind() == SqlType.Kind.RECORD;
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        DeltaBatch rows = contents.rows(group);
        if (rows.size() == 0) {
            out.appendNull();
            return;
        }
        StringBuilder text = new StringBuilder();
        if (isObject) {
            appendObject(rows, text);
        } else {
            appendArray(rows, text);
        }
        out.appendText(isBinary ? JsonText.canonical(text.toString()) : text.toString());
    }

    private void appendArray(DeltaBatch rows, StringBuilder out) {
        for (int row = 0; row < rows.size(); row++) {
            boolean isOnOwnLine = isStructured && !rows.column(0).isNull(row);
            out.append(row == 0 ? "[" : isOnOwnLine ? ", \n " : ", ");
            appendValue(rows, 0, row, out);
        }
        out.append(']');
    }

    private void appendObject(DeltaBatch rows, StringBuilder out) {
        BytesColumn keys = rows.bytes(0);
        for (int row = 0; row < rows.size(); row++) {
            if (keys.isNull(row)) {
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "field name must not be null");
            }
            JsonText.quote(keys.text(row), out.append(row == 0 ? "{ " : ", "));
            appendValue(rows, 1, row, out.append(" : "));
        }
        out.append(" }");
    }

    private void appendValue(DeltaBatch rows, int column, int row, StringBuilder out) {
        // What depends on the session's time zone was made JSON before it came here.
        JsonForm.append(contents.schema().type(column), rows.column(column), row, ZoneOffset.UTC, out);
    }
}
