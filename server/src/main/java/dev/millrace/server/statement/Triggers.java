package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.catalog.TriggerObject;
import dev.millrace.server.procedure.Procedures;
import dev.millrace.server.procedure.TriggerCall;
import dev.millrace.server.session.DeferredChecks;
import dev.millrace.server.session.Execution;

/**
 * The triggers of a table in one statement: those before it and its rows, which may change what is written, and those
 * after all of it, in the order of their names.
 */
final class Triggers {

    private final Execution run;
    /** What is written: the table at the root for partitions, a view whose triggers do it. */
    private final CatalogObject.Relation written;
    /** What the statement names: the table, or a partition. */
    private final TriggeredTable named;
    /** The partitions that have rows, by their numbers; none for a table without. */
    private final Map<Long, TriggeredTable> partitions;
    private final Set<String> events = new LinkedHashSet<>();
    private final TransitionRows changes;
    private final List<Noted> noted = new ArrayList<>();

    /**
     * Rows for which triggers are called after the statement.
     *
     * @param event what was done to them; {@code statement}: what the statement does, for which rows move
     */
    private record Noted(
            String event, String statement, TriggeredTable holder, DeltaBatch before, DeltaBatch after) {}

    private Triggers(
            Execution run, CatalogObject.Relation written, TriggeredTable named, Map<Long, TriggeredTable> partitions) {
        this.run = run;
        this.changes = new TransitionRows(named);
        this.written = written;
        this.named = named;
        this.partitions = partitions;
    }

    /**
     * Null where nothing is to be called.
     *
     * @param rules those of its partitions; null for a table without
     * @param command {@code INSERT}, ...; {@code TRUNCATE} where tables are asked before it writes to any
     * @param isNamed whether triggers of the statement are called, and not those of rows alone
     */
    static Triggers of(
            Execution run, CatalogObject.Relation relation, PartitionDefinition.Rules rules, String command,
            boolean isNamed) {
        boolean hasNone = !(relation instanceof CatalogObject.Table) && !(relation instanceof CatalogObject.View);
        if (hasNone || command.equals("TRUNCATE TABLE") || command.equals("ALTER TABLE")) {
            return null;
        }
        CatalogSnapshot catalog = run.catalog().snapshot();
        boolean isWhole = rules == null || rules.within() == 0;
        CatalogObject.Relation table =
                isWhole ? relation : (CatalogObject.Table) catalog.find(rules.within()).orElseThrow();
        String role = run.session().settings().get("session_replication_role");
        TriggeredTable named = TriggeredTable.of(table, relation, catalog.triggers(table.id()).stream()
                .filter(one -> one.isCalledAs(role) && (one.isRow() ? rules == null : isNamed))
                .toList());
        Map<Long, TriggeredTable> partitions = new HashMap<>();
        boolean isAny = !named.triggers().isEmpty();
        if (rules != null) {
            for (CatalogObject.Table leaf : new PartitionTree(catalog).leaves((CatalogObject.Table) relation)) {
                TriggeredTable holder = ofPartition(leaf, relation, run);
                partitions.put(leaf.id(), holder);
                isAny |= !holder.triggers().isEmpty();
            }
        }
        if (!isAny) {
            return null;
        }
        Triggers triggers = new Triggers(run, relation, named, partitions);
        switch (command) {
            case "COPY FROM" -> triggers.begins("insert");
            case "MERGE" -> { }
            default -> triggers.begins(command.toLowerCase(Locale.ROOT));
        }
        return triggers;
    }

    private static TriggeredTable ofPartition(CatalogObject.Table leaf, CatalogObject.Relation written, Execution run) {
        String role = run.session().settings().get("session_replication_role");
        return TriggeredTable.of(leaf, written, run.catalog().snapshot().triggers(leaf.id()).stream()
                .filter(one -> one.isCalledAs(role) && one.isRow())
                .toList());
    }

    /** Such a change is to be made: calls what has to be called before the first of them. */
    private void begins(String event) {
        if (events.add(event)) {
            for (TriggerObject trigger : named.wanted(event, true, false)) {
                call(named, trigger, event, null, null, 0, 0);
            }
        }
    }

    /** The table of each row, whose triggers are called for it. */
    private TriggeredTable[] holders(TableWriter writer, DeltaBatch rows) {
        CatalogObject.Table[] places = partitions.isEmpty() ? null : writer.places(rows);
        TriggeredTable[] holders = new TriggeredTable[rows.size()];
        for (int row = 0; row < holders.length; row++) {
            CatalogObject.Table place = places == null ? null : places[row];
            holders[row] = place == null
                    ? named
                    : partitions.computeIfAbsent(place.id(), _ -> ofPartition(place, written, run));
        }
        return holders;
    }

    /** Whether any row may call triggers. */
    private boolean isAsked(String event, boolean isBefore) {
        return !named.wanted(event, isBefore, true).isEmpty()
                || partitions.values().stream().anyMatch(one -> !one.wanted(event, isBefore, true).isEmpty());
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
        return writer.complete(triggers.passed(writer, "insert", null, rows).rows(), false);
    }

    /** The new versions of rows, as triggers leave them, with the places of their old ones; null for all of them. */
    static Passed changing(TableWriter writer, DeltaBatch old, DeltaBatch updated) {
        Triggers triggers = writer.triggers();
        if (triggers == null) {
            return new Passed(updated, null);
        }
        triggers.begins("update");
        Passed passed = triggers.passed(writer, "update", old, updated);
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
        int[] places = triggers.passed(writer, "delete", rows.project(own), null).places();
        return places.length == rows.size() ? rows : rows.select(places, places.length);
    }

    private Passed passed(TableWriter writer, String event, DeltaBatch before, DeltaBatch after) {
        DeltaBatch rows = after == null ? before : after;
        int[] places = IntStream.range(0, rows.size()).toArray();
        boolean mayMove = event.equals("update") && (isAsked("delete", true) || isAsked("insert", true));
        if (!isAsked(event, true) && !mayMove) {
            return new Passed(rows, places);
        }
        TriggeredTable[] holders = holders(writer, before == null ? after : before);
        BatchBuilder builder = new BatchBuilder(written.schema());
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            DeltaBatch one = rows.select(new int[] {row}, 1);
            DeltaBatch old = before == null ? null : before.select(new int[] {row}, 1);
            one = passed(writer, holders[row], event, old, one);
            if (one != null && mayMove && !partitions.isEmpty()) {
                one = moved(writer, holders[row], old, one);
            }
            if (one != null) {
                builder.append(one, 0, 1);
                places[count++] = row;
            }
        }
        return new Passed(builder.build(), Arrays.copyOf(places, count));
    }

    /** One row as the triggers of its table leave it; null where it is to be left alone. */
    private DeltaBatch passed(
            TableWriter writer, TriggeredTable holder, String event, DeltaBatch before, DeltaBatch row) {
        boolean isDelete = event.equals("delete");
        DeltaBatch one = row;
        for (TriggerObject trigger : holder.wanted(event, true, true)) {
            List<Column> result = call(holder, trigger, event, before, isDelete ? null : one, 0, 0);
            if (result == null) {
                return null;
            }
            if (!isDelete && result != SKIPPED) {
                DeltaBatch changed = holder.with(one, result);
                if (event.equals("insert") && !partitions.isEmpty()) {
                    writer.checkPlace((CatalogObject.Table) holder.table(), one, changed, trigger);
                }
                one = changed;
            }
        }
        return one;
    }

    /** A row that gets into another partition leaves one and comes into the other. */
    private DeltaBatch moved(TableWriter writer, TriggeredTable from, DeltaBatch old, DeltaBatch row) {
        TriggeredTable to = holders(writer, row)[0];
        if (to == from) {
            return row;
        }
        if (passed(writer, from, "delete", old, old) == null) {
            return null;
        }
        DeltaBatch come = passed(writer, to, "insert", null, row);
        if (come == null) {
            throw SqlException.unsupported("a trigger that leaves out a row which moves to another partition");
        }
        return come;
    }

    // ---- after all --------------------------------------------------------------------------------------------------

    /** Remembers rows that were written. @param before null for new ones; {@code after}: for those that are gone */
    void note(TableWriter writer, DeltaBatch before, DeltaBatch after) {
        String event = before == null ? "insert" : after == null ? "delete" : "update";
        begins(event);
        boolean mayMove = event.equals("update") && !partitions.isEmpty()
                && (isAsked("delete", false) || isAsked("insert", false));
        boolean isRow = isAsked(event, false);
        if (isRow || named.wanted(event, false, false).stream().anyMatch(one -> !one.tables().isEmpty())) {
            changes.add(new RowChange(written, before, after));
        }
        if (isRow || mayMove) {
            noteRows(writer, event, before, after);
        }
    }

    /** Rows that stand together and are of one table, in their order. */
    private void noteRows(TableWriter writer, String event, DeltaBatch before, DeltaBatch after) {
        if (partitions.isEmpty()) {
            noted.add(new Noted(event, event, named, before, after));
            return;
        }
        TriggeredTable[] from = before == null ? holders(writer, after) : holders(writer, before);
        TriggeredTable[] to = before == null || after == null ? from : holders(writer, after);
        for (int row = 0; row < from.length; row++) {
            DeltaBatch old = before == null ? null : before.select(new int[] {row}, 1);
            DeltaBatch one = after == null ? null : after.select(new int[] {row}, 1);
            if (from[row] == to[row]) {
                noted.add(new Noted(event, event, from[row], old, one));
            } else {
                noted.add(new Noted("delete", event, from[row], old, null));
                noted.add(new Noted("insert", event, to[row], null, one));
            }
        }
    }

    /** Several parts of a statement have done all that they do: what is called for each event, one after the other. */
    void finishParts() {
        for (String event : List.copyOf(events)) {
            finishRows(event);
            call(event);
        }
        changes.clear();
        noted.clear();
        events.clear();
    }

    /** The statement has done all that it does: calls what is called for rows. @param only an event; null for all */
    void finishRows(String only) {
        List<Runnable> last = new ArrayList<>();
        for (Noted one : List.copyOf(noted)) {
            DeltaBatch rows = one.before() == null ? one.after() : one.before();
            for (int row = 0; row < rows.size() && (only == null || only.equals(one.statement())); row++) {
                for (TriggerObject trigger : one.holder().wanted(one.event(), false, true)) {
                    if (deferred().isDeferred(trigger)) {
                        wait(one, trigger, row, last);
                    } else {
                        call(one.holder(), trigger, one.event(), one.before(), one.after(), row, row);
                    }
                }
            }
        }
        // Outside of a block the transaction ends with the statement.
        last.forEach(Runnable::run);
    }

    private DeferredChecks deferred() {
        return run.session().transaction().deferred();
    }

    /** Leaves a call to the end of the transaction: whether it is to be made is decided now. */
    private void wait(Noted one, TriggerObject trigger, int row, List<Runnable> last) {
        TriggerCall call = asked(one.holder(), trigger, one.event(), one.before(), one.after(), row, row);
        if (call != null && run.session().transaction().isExplicit()) {
            deferred().later(trigger.id(), later -> {
                if (later.catalog().snapshot().find(trigger.id()).isPresent()) {
                    call(trigger, call, later);
                }
            });
        } else if (call != null) {
            last.add(() -> call(trigger, call, run));
        }
    }

    /** Calls what is called for the statement. */
    void finishStatements() {
        Set<String> done = Set.copyOf(events);
        List.of("delete", "update", "insert", "truncate").stream().filter(done::contains).forEach(this::call);
        changes.clear();
        noted.clear();
        events.clear();
    }

    private void call(String event) {
        for (TriggerObject trigger : named.wanted(event, false, false)) {
            call(named, trigger, event, null, null, 0, 0);
        }
    }

    // ---- calls ------------------------------------------------------------------------------------------------------

    /** What a trigger gives that was not called. */
    private static final List<Column> SKIPPED = new ArrayList<>();

    /** Null where the row is to be left alone. */
    private List<Column> call(
            TriggeredTable holder, TriggerObject trigger, String event, DeltaBatch before, DeltaBatch after,
            int beforeRow, int afterRow) {
        TriggerCall call = asked(holder, trigger, event, before, after, beforeRow, afterRow);
        return call == null ? SKIPPED : call(trigger, call, run);
    }

    /** What the trigger is told; null where it is not to be called. */
    private TriggerCall asked(
            TriggeredTable holder, TriggerObject trigger, String event, DeltaBatch before, DeltaBatch after,
            int beforeRow, int afterRow) {
        run.cancellation().check();
        if (event.equals("update") && trigger.isRow() && !trigger.columns().isEmpty()
                && holder.isSame(trigger.columns(), before, after, beforeRow, afterRow)) {
            return null;
        }
        TriggerCall call = new TriggerCall(
                trigger.name(), trigger.timing().name().replace('_', ' '), trigger.isRow(),
                event.toUpperCase(Locale.ROOT), holder.table().id(), holder.table().schemaName(),
                holder.table().name(), trigger.arguments(), holder.shape(), holder.row(before, beforeRow),
                holder.row(after, afterRow), changes.of(trigger, event));
        return trigger.when() == null || Procedures.current().holds(trigger.when(), call, run) ? call : null;
    }

    private static List<Column> call(TriggerObject trigger, TriggerCall call, Execution run) {
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
}
