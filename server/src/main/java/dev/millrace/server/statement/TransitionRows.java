package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RecordForm;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.TriggerObject;

/** All rows that a statement has changed, as triggers read them: by event, as they were and as they are. */
final class TransitionRows {

    private final TriggeredTable named;
    private final List<RowChange> changes = new ArrayList<>();
    /** All rows of an event as they were or are, an array of rows, once somebody has asked. */
    private final Map<String, Column> tables = new HashMap<>();

    TransitionRows(TriggeredTable named) {
        this.named = named;
    }

    void add(RowChange change) {
        tables.clear();
        changes.add(change);
    }

    void clear() {
        changes.clear();
        tables.clear();
    }

    /** All rows that an event was about, under the names that a trigger gives them. */
    Map<String, Column> of(TriggerObject trigger, String event) {
        Map<String, Column> found = new HashMap<>();
        trigger.tables().forEach((version, name) ->
                found.put(name, tables.computeIfAbsent(event + " " + version, _ -> table(event, version))));
        return found;
    }

    private static String event(RowChange change) {
        return change.before() == null ? "insert" : change.after() == null ? "delete" : "update";
    }

    private Column table(String event, String version) {
        ColumnBuilder rows = new ColumnBuilder(SqlType.Layout.BYTES);
        for (RowChange change : changes) {
            DeltaBatch batch = version.equals("old") ? change.before() : change.after();
            if (batch != null && event(change).equals(event)) {
                Column[] fields = named.columns().stream().map(batch::column).toArray(Column[]::new);
                int[] places = new int[fields.length];
                for (int row = 0; row < batch.size(); row++) {
                    Arrays.fill(places, row);
                    rows.appendBytes(RecordForm.encode(fields, places));
                }
            }
        }
        ColumnBuilder array = new ColumnBuilder(SqlType.Layout.BYTES, 1);
        array.appendBytes(ArrayForm.encode(rows.build()));
        return array.build();
    }
}
