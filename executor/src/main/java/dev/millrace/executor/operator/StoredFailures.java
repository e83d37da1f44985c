package dev.millrace.executor.operator;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.expression.RowErrors;
import dev.millrace.executor.expression.RowErrors.Failure;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The failures that an operator which computes anew has reported, to be taken back when it has others. */
final class StoredFailures {

    private static final byte[] PREFIX = {0};
    private static final int STATE_LENGTH = 5;

    private final OrderedTable table;

    StoredFailures(OrderedTable table) {
        this.table = table;
    }

    StateTable table() {
        return table;
    }

    /** Reports these failures instead of those before. */
    void replace(RowErrors now, RowErrors reported) {
        RowErrors before = new RowErrors();
        OrderedTable.Cursor cursor = table.seek(PREFIX, 0, PREFIX.length);
        for (; cursor.startsWith(PREFIX, 0, PREFIX.length); cursor.advance()) {
            int start = cursor.keyStart() + PREFIX.length;
            String text = new String(cursor.data(), start, cursor.keyEnd() - start, UTF_8);
            before.add(
                    new SqlException(text.substring(0, STATE_LENGTH), text.substring(STATE_LENGTH)), cursor.weight());
        }
        before.weights().forEach((failure, weight) -> change(failure, -weight, reported));
        now.weights().forEach((failure, weight) -> change(failure, weight, reported));
    }

    private void change(Failure failure, long weight, RowErrors reported) {
        ByteBuilder key = new ByteBuilder();
        byte[] text = (failure.sqlState() + failure.message()).getBytes(UTF_8);
        key.append(PREFIX, 0, PREFIX.length);
        key.append(text, 0, text.length);
        table.add(key.array(), 0, key.size(), weight, key.array(), 0, 0);
        reported.add(failure, weight);
    }
}
