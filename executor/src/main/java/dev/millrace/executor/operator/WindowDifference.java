package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.window.SavedWords;
import dev.millrace.executor.window.WindowFunction;
import dev.millrace.executor.window.WindowRows;

/** Computes affected rows as they were and as they are, and puts out where they differ. */
final class WindowDifference {

    /** How many rows and groups stand before a saved row, before what functions save. */
    private static final int STATE_HEADER = 16;

    private final Schema schema;
    private final int inputColumns;
    private final List<WindowFunction> functions;
    private final BatchBuilder out;

    WindowDifference(Plan.Window plan, List<WindowFunction> functions) {
        schema = plan.schema();
        inputColumns = plan.input().schema().size();
        this.functions = functions;
        out = new BatchBuilder(schema);
    }

    /** Rows put out so far. */
    int size() {
        return out.size();
    }

    DeltaBatch build() {
        return out.build();
    }

    /** The values of a stretch of rows at one moment; {@code first} is the row that they begin with. */
    private record Values(
            int[] firstRows, int first, Column[] columns, SqlException[] failures, List<byte[]> states) {
        SqlException failure(int row) {
            return failures == null ? null : failures[row - first];
        }
    }

    /**
     * Where functions go on from: a row of the section and what was saved there of all before it, at both moments; null
     * when the section starts with all that they need.
     */
    record Origin(int index, byte[] before, byte[] after) {
        static final Origin NONE = new Origin(0, null, null);
    }

    /**
     * @param points rows of the section to save states at, as they are; the last may lie behind those computed
     * @return the states; null at rows that have no frame
     */
    List<byte[]> add(AffectedRows affected, Origin origin, List<Integer> points, Step step) {
        PartitionSection section = affected.section();
        Values before = compute(section, affected, false, origin, List.of(), step);
        Values after = compute(section, affected, true, origin, points, step);
        for (int index = affected.first(); index < affected.end(); index++) {
            int beforeRow = before.firstRows[index];
            int afterRow = after.firstRows[index];
            int beforeCount = before.firstRows[index + 1] - beforeRow;
            int afterCount = after.firstRows[index + 1] - afterRow;
            for (int copy = 0; copy < Math.max(beforeCount, afterCount); copy++) {
                boolean was = copy < beforeCount;
                boolean is = copy < afterCount;
                if (was && is && isSame(before, beforeRow + copy, after, afterRow + copy)) {
                    continue;
                }
                if (was) {
                    emit(section, index, before, beforeRow + copy, -1, step);
                }
                if (is) {
                    emit(section, index, after, afterRow + copy, 1, step);
                }
            }
            if (out.size() % Step.PAUSE_ROWS == 0) {
                step.pause().take(out.heapBytes() + section.heapBytes());
            }
        }
        return after.states;
    }

    private Values compute(
            PartitionSection section,
            AffectedRows affected,
            boolean isAfter,
            Origin origin,
            List<Integer> points,
            Step step) {
        int[] firstRows = section.firstRows(isAfter);
        int from = firstRows[affected.first()];
        int to = firstRows[affected.end()];
        Column[] columns = new Column[functions.size()];
        if (from == to && points.isEmpty()) {
            return new Values(firstRows, from, columns, null, List.of());
        }
        byte[] state = isAfter ? origin.after() : origin.before();
        int resumed = firstRows[origin.index()];
        WindowRows rows = section.rows(isAfter);
        if (state != null) {
            rows = rows.behind(
                    SavedWords.get(state, 0) - resumed, SavedWords.get(state, 8) - rows.groupOf()[resumed]);
        }
        List<ByteBuilder> states = new ArrayList<>();
        for (int point : points) {
            ByteBuilder saved = new ByteBuilder();
            saved.appendLittleEndian(rows.rowsBefore() + firstRows[point]);
            saved.appendLittleEndian(rows.groupsBefore() + rows.groupOf()[firstRows[point]]);
            states.add(saved);
        }
        int stateAt = STATE_HEADER;
        SqlException[] failures = null;
        for (int i = 0; i < columns.length; i++) {
            ColumnBuilder values = new ColumnBuilder(schema.type(inputColumns + i).layout(), to - from);
            WindowFunction function = functions.get(i);
            if (state == null) {
                function.begin(rows);
            } else {
                stateAt = function.resume(rows, resumed, state, stateAt);
            }
            int point = 0;
            for (int row = from; row < to; row++) {
                if (point < points.size() && firstRows[points.get(point)] == row) {
                    save(function, row, states, point++);
                }
                try {
                    function.value(row, values);
                } catch (SqlException failure) {
                    values.appendNull();
                    failures = failures == null ? new SqlException[to - from] : failures;
                    failures[row - from] = failures[row - from] == null ? failure : failures[row - from];
                }
                if (row % Step.PAUSE_ROWS == 0) {
                    step.pause().take(out.heapBytes() + section.heapBytes());
                }
            }
            for (; point < points.size(); point++) {
                save(function, firstRows[points.get(point)], states, point);
            }
            columns[i] = values.buildLast();
        }
        return new Values(
                firstRows, from, columns, failures, bytes(states));
    }

    private static void save(WindowFunction function, int row, List<ByteBuilder> states, int point) {
        if (states.get(point) != null) {
            try {
                function.save(row, states.get(point));
            } catch (SqlException _) {
                states.set(point, null);
            }
        }
    }

    private static List<byte[]> bytes(List<ByteBuilder> states) {
        byte[][] bytes = new byte[states.size()][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = states.get(i) == null ? null : states.get(i).toBytes();
        }
        return Arrays.asList(bytes);
    }

    private static boolean isSame(Values before, int beforeRow, Values after, int afterRow) {
        SqlException failed = before.failure(beforeRow);
        SqlException fails = after.failure(afterRow);
        if (failed != null || fails != null) {
            return failed != null
                    && fails != null
                    && failed.sqlState().equals(fails.sqlState())
                    && failed.getMessage().equals(fails.getMessage());
        }
        for (int i = 0; i < before.columns.length; i++) {
            if (!SameValue.at(
                    before.columns[i], beforeRow - before.first, after.columns[i], afterRow - after.first)) {
                return false;
            }
        }
        return true;
    }

    private void emit(PartitionSection section, int index, Values values, int row, int weight, Step step) {
        if (values.failure(row) != null) {
            step.errors().add(values.failure(row), weight);
            return;
        }
        section.appendTo(out, index);
        for (int i = 0; i < values.columns.length; i++) {
            out.column(inputColumns + i).append(values.columns[i], row - values.first);
        }
        out.endRow(weight);
    }
}
