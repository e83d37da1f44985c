package dev.millrace.server.statement;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RecordForm;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.catalog.TriggerObject;
import dev.millrace.server.procedure.Procedures;
import dev.millrace.server.procedure.TriggerCall;
import dev.millrace.server.session.Execution;

/**
 * The triggers of a table in one statement: those before it and its rows, which may change what is written, and those
 * after all of it, in the order of their names.
 */
final class Triggers {

    private final Execution run;
    private final CatalogObject.Relation table;
    private final List<TriggerObject> all;
    /** The columns that are there, which is what a trigger sees. */
    private final List<Integer> columns;
    private final Schema shape;
    private final Set<String> events = new LinkedHashSet<>();
    private final List<RowChange> changes = new ArrayList<>();
    /** All rows of an event as they were or are, an array of rows, once somebody has asked. */
    private final Map<String, Column> tables = new HashMap<>();

    private Triggers(Execution run, CatalogObject.Table table, List<TriggerObject> all) {
        this.run = run;
        this.table = table;
        this.all = all;
        this.columns = IntStream.range(0, table.columns().size())
                .filter(i -> !table.columns().get(i).isDropped())
                .boxed()
                .toList();
        this.shape = new Schema(columns.stream()
                .map(i -> new Schema.Field(table.schema().field(i).name(), table.schema().type(i), true))
                .toList());
    }

    /**
     * Null where nothing is to be called.
     *
     * @param command {@code INSERT}, ...
     * @param isNamed whether triggers of the statement are called, and not those of rows alone
     */
    static Triggers of(Execution run, CatalogObject.Relation relation, String command, boolean isNamed) {
        List<TriggerObject> enabled = run.catalog().snapshot().triggers(relation.id()).stream()
                .filter(trigger -> trigger.isEnabled() && (isNamed || trigger.isRow()))
                .toList();
        if (enabled.isEmpty() || command.startsWith("TRUNCATE") || command.equals("ALTER TABLE")) {
            return null;
        }
        Triggers triggers = new Triggers(run, (CatalogObject.Table) relation, enabled);
        switch (command) {
            case "COPY FROM" -> triggers.begins("insert");
            case "MERGE" -> { }
            default -> triggers.begins(command.toLowerCase(Locale.ROOT));
        }
        return triggers;
    }

    /** Such a change is to be made: calls what has to be called before the first of them. */
    private void begins(String event) {
        if (events.add(event)) {
            for (TriggerObject trigger : wanted(event, true, false)) {
                call(trigger, event, null, null, 0, 0);
            }
        }
    }

    private List<TriggerObject> wanted(String event, boolean isBefore, boolean isRow) {
        return all.stream()
                .filter(one -> one.isBefore() == isBefore && one.isRow() == isRow && one.events().contains(event))
                .toList();
    }

    // ---- before rows ------------------------------------------------------------------------------------------------

    /** Rows and those that they come from, as far as triggers let them pass. */
    record Passed(DeltaBatch rows, int[] places) {

        /** Of what stands in the same places, what belongs to these rows. */
        DeltaBatch of(DeltaBatch others) {
            return places == null ? others : others.select(places, places.length);
        }
    }

    /** New rows with all that they get, as triggers leave them. */
    static DeltaBatch incoming(TableWriter writer, DeltaBatch given) {
        DeltaBatch rows = writer.complete(given);
        Triggers triggers = writer.triggers();
        if (triggers == null) {
            return rows;
        }
        triggers.begins("insert");
        return writer.complete(triggers.passed("insert", null, rows).rows(), false);
    }

    /** The new versions of rows, as triggers leave them, with the places of their old ones; null for all of them. */
    static Passed changing(TableWriter writer, DeltaBatch old, DeltaBatch updated) {
        Triggers triggers = writer.triggers();
        if (triggers == null) {
            return new Passed(updated, null);
        }
        triggers.begins("update");
        Passed passed = triggers.passed("update", old, updated);
        boolean isAll = passed.places().length == old.size();
        return new Passed(writer.complete(passed.rows(), false), isAll ? null : passed.places());
    }

    /** The rows that triggers let go, with what stands beside them. */
    static DeltaBatch leaving(TableWriter writer, DeltaBatch rows) {
        Triggers triggers = writer.triggers();
        if (triggers == null) {
            return rows;
        }
        triggers.begins("delete");
        List<Integer> own = IntStream.range(0, writer.schema().size()).boxed().toList();
        int[] places = triggers.passed("delete", rows.project(own), null).places();
        return places.length == rows.size() ? rows : rows.select(places, places.length);
    }

    private Passed passed(String event, DeltaBatch before, DeltaBatch after) {
        DeltaBatch rows = after == null ? before : after;
        int[] places = IntStream.range(0, rows.size()).toArray();
        List<TriggerObject> wanted = wanted(event, true, true);
        if (wanted.isEmpty()) {
            return new Passed(rows, places);
        }
        BatchBuilder builder = new BatchBuilder(table.schema());
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            DeltaBatch one = rows.select(new int[] {row}, 1);
            for (TriggerObject trigger : wanted) {
                List<Column> result = after == null
                        ? call(trigger, event, before, null, row, 0)
                        : call(trigger, event, before, one, row, 0);
                if (result == null) {
                    one = null;
                    break;
                }
                one = after == null || result == SKIPPED ? one : with(one, result);
            }
            if (one != null) {
                builder.append(one, 0, 1);
                places[count++] = row;
            }
        }
        return new Passed(builder.build(), Arrays.copyOf(places, count));
    }

    private DeltaBatch with(DeltaBatch row, List<Column> visible) {
        Column[] all = new Column[table.schema().size()];
        for (int i = 0; i < all.length; i++) {
            int place = columns.indexOf(i);
            all[i] = place < 0 ? row.column(i) : visible.get(place);
        }
        return DeltaBatch.inserts(all, 1);
    }

    // ---- after all --------------------------------------------------------------------------------------------------

    /** Remembers rows that were written. @param before null for new ones; {@code after}: for those that are gone */
    void note(DeltaBatch before, DeltaBatch after) {
        String event = before == null ? "insert" : after == null ? "delete" : "update";
        begins(event);
        boolean isAsked = !wanted(event, false, true).isEmpty()
                || wanted(event, false, false).stream().anyMatch(one -> !one.tables().isEmpty());
        if (isAsked) {
            tables.clear();
            changes.add(new RowChange((CatalogObject.Table) table, before, after));
        }
    }

    /** Several parts of a statement have done all that they do: what is called for each event, one after the other. */
    void finishParts() {
        for (String event : List.copyOf(events)) {
            finishRows(event);
            call(event);
        }
        changes.clear();
        tables.clear();
        events.clear();
    }

    /** The statement has done all that it does: calls what is called for rows. @param only an event; null for all */
    void finishRows(String only) {
        for (RowChange change : List.copyOf(changes)) {
            DeltaBatch rows = change.before() == null ? change.after() : change.before();
            String event = event(change);
            for (int row = 0; row < rows.size() && (only == null || only.equals(event)); row++) {
                for (TriggerObject trigger : wanted(event, false, true)) {
                    call(trigger, event, change.before(), change.after(), row, row);
                }
            }
        }
    }

    /** Calls what is called for the statement. */
    void finishStatements() {
        List.of("delete", "update", "insert").stream().filter(Set.copyOf(events)::contains).forEach(this::call);
        changes.clear();
        tables.clear();
        events.clear();
    }

    private void call(String event) {
        for (TriggerObject trigger : wanted(event, false, false)) {
            call(trigger, event, null, null, 0, 0);
        }
    }

    // ---- calls ------------------------------------------------------------------------------------------------------

    /** What a trigger gives that was not called. */
    private static final List<Column> SKIPPED = new ArrayList<>();

    /** Null where the row is to be left alone. */
    private List<Column> call(
            TriggerObject trigger, String event, DeltaBatch before, DeltaBatch after, int beforeRow, int afterRow) {
        run.cancellation().check();
        if (event.equals("update") && trigger.isRow() && !trigger.columns().isEmpty()
                && isSame(trigger.columns(), before, after, beforeRow, afterRow)) {
            return SKIPPED;
        }
        TriggerCall call = new TriggerCall(
                trigger.name(), trigger.isBefore(), trigger.isRow(), event.toUpperCase(Locale.ROOT), table.id(),
                table.schemaName(), table.name(), trigger.arguments(), shape, row(before, beforeRow),
                row(after, afterRow), tables(trigger, event));
        if (trigger.when() != null && !Procedures.current().holds(trigger.when(), call, run)) {
            return SKIPPED;
        }
        RoutineObject function = run.catalog().snapshot().find(trigger.function())
                .map(RoutineObject.class::cast)
                .orElseThrow();
        try {
            return Procedures.current().trigger(function, call, run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to user request");
        }
    }

    private static String event(RowChange change) {
        return change.before() == null ? "insert" : change.after() == null ? "delete" : "update";
    }

    /** All rows that an event was about, under the names that a trigger gives them. */
    private Map<String, Column> tables(TriggerObject trigger, String event) {
        Map<String, Column> named = new HashMap<>();
        trigger.tables().forEach((version, name) ->
                named.put(name, tables.computeIfAbsent(event + " " + version, _ -> table(event, version))));
        return named;
    }

    private Column table(String event, String version) {
        ColumnBuilder rows = new ColumnBuilder(SqlType.Layout.BYTES);
        for (RowChange change : changes) {
            DeltaBatch batch = version.equals("old") ? change.before() : change.after();
            if (batch != null && event(change).equals(event)) {
                Column[] fields = columns.stream().map(batch::column).toArray(Column[]::new);
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

    private List<Column> row(DeltaBatch rows, int row) {
        return rows == null
                ? null
                : columns.stream().map(i -> rows.column(i).select(new int[] {row}, 1)).toList();
    }

    /** Whether none of these columns gets another value. */
    private boolean isSame(List<Integer> wanted, DeltaBatch before, DeltaBatch after, int beforeRow, int afterRow) {
        return wanted.stream()
                .allMatch(column -> text(before, beforeRow, column).equals(text(after, afterRow, column)));
    }

    private String text(DeltaBatch rows, int row, int column) {
        return rows.column(column).isNull(row)
                ? "null"
                : "=" + TextForm.format(
                        table.schema().type(column), rows.column(column), row, ZoneOffset.UTC);
    }
}
