package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.SequenceOwner;
import dev.millrace.server.catalog.TriggerObject;
import dev.millrace.server.catalog.Tuning;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;

/**
 * Writes a table anew, where its rows have to lie otherwise: in the same transaction another table takes its name, its
 * rows, and everything that goes with it; then the old one goes. It has another number, which plain views, sequences,
 * comments and foreign keys learn; what is kept incrementally was fed by the old table, and stands in the way.
 */
final class TableRewrite {

    private final CatalogObject.Table table;
    private final Execution run;

    TableRewrite(CatalogObject.Table table, Execution run) {
        this.table = table;
        this.run = run;
    }

    /**
     * @param shape the table as it is to be, still under the old number
     * @param values what columns become, by position; the others stay what they are
     */
    CatalogObject.Table as(CatalogObject.Table shape, Map<Integer, String> values) throws InterruptedException {
        return as(shape, values, anew -> { });
    }

    /** What else is to be done as soon as the new table is there, before it gets its rows. */
    interface Made {
        void with(CatalogObject.Table anew) throws InterruptedException;
    }

    /** The shape may be that of a partition where the table is none, and the other way round. */
    CatalogObject.Table as(CatalogObject.Table shape, Map<Integer, String> values, Made made)
            throws InterruptedException {
        CatalogSnapshot before = run.catalog().snapshot();
        refuseKept(before);
        long id = run.database().engine().nextObjectId();
        CatalogObject.Table old = table.named(table.schemaName(), "........rewritten." + id + "........");
        Redefinition.of(old, run);
        for (CatalogObject.Index index : before.indexes(table.id())) {
            Set<CatalogObject> named = new LinkedHashSet<>();
            collectBelow(index, before, named);
            for (CatalogObject one : new ArrayList<>(named).reversed()) {
                run.session().transaction().drop(one, run.cancellation());
            }
        }
        CatalogObject.Table anew = new CatalogObject.Table(
                id, shape.schemaName(), shape.name(), shape.columns(), shape.primaryKey(), shape.checks(),
                shape.options(), shape.partitioning(), shape.inheritance());
        run.session().transaction().create(
                anew,
                anew.isPartition()
                        ? new ObjectDefinition.Described()
                        : new ObjectDefinition.Table(anew.schema(), anew.keyColumns()),
                run.cancellation());
        made.with(anew);
        Partitions partitions = new Partitions(run);
        partitions.relocate(old, anew);
        Redefinition.follow(table, anew, run);
        Map<Long, Long> indexes = new HashMap<>();
        for (CatalogObject.Index index : before.indexes(table.id())) {
            NewName name = new NewName(index.schemaName(), index.name());
            new IndexCreation(anew, run).create(
                    name, index.keys(), index.detail(), index.isUnique(), index.isConstraint());
            indexes.put(index.id(), run.catalog().snapshot().find(index.schemaName(), index.name()).orElseThrow().id());
        }
        copyRows(old, anew, values);
        if (old.isPartition()) {
            partitions.empty(old);
            partitions.unlink(old);
        }
        for (CatalogObject dependant : dependants(before)) {
            CatalogObject moved = moved(dependant, id, indexes);
            if (moved != dependant) {
                Redefinition.of(moved, run);
            }
        }
        run.session().transaction().drop(old, run.cancellation());
        return anew;
    }

    private void refuseKept(CatalogSnapshot catalog) {
        for (CatalogObject object : catalog.objects()) {
            boolean isKept = object instanceof CatalogObject.OfQuery && !(object instanceof CatalogObject.View);
            if (isKept && object.dependencies().contains(table.id())) {
                throw SqlException.unsupported(
                                "writing a table anew that " + DropHandler.description(object) + " reads")
                        .withHint("Drop it first, and create it again afterwards.");
            }
        }
    }

    /** What knows the table by its number, but for its indexes. */
    private List<CatalogObject> dependants(CatalogSnapshot catalog) {
        List<CatalogObject> dependants = new ArrayList<>();
        catalog.dependants(table).stream()
                .filter(object -> !(object instanceof CatalogObject.Index) && !isBelow(object))
                .forEach(dependants::add);
        return dependants;
    }

    /** An index, then what stands for it in partitions. */
    private static void collectBelow(CatalogObject.Index index, CatalogSnapshot catalog, Set<CatalogObject> all) {
        all.add(index);
        catalog.dependants(index).stream()
                .filter(CatalogObject.Index.class::isInstance)
                .forEach(below -> collectBelow((CatalogObject.Index) below, catalog, all));
    }

    private static boolean isBelow(CatalogObject object) {
        return object instanceof CatalogObject.Table below && below.isPartition();
    }

    private CatalogObject moved(CatalogObject object, long id, Map<Long, Long> indexes) {
        return switch (object) {
            case CatalogObject.View view -> moved(view, id);
            case CatalogObject.Sequence sequence -> new CatalogObject.Sequence(
                    sequence.id(), sequence.schemaName(), sequence.name(), sequence.type(), sequence.start(),
                    sequence.increment(), sequence.min(), sequence.max(), sequence.cache(), sequence.cycles(),
                    new SequenceOwner(
                            id, sequence.owner().column(), sequence.owner().isIdentity()));
            case Comment comment -> comment.of(id);
            case Tuning tuning -> tuning.of(id);
            case ForeignKey key -> new ForeignKey(
                    key.id(), key.name(), key.table() == table.id() ? id : key.table(), key.columns(),
                    key.referenced() == table.id() ? id : key.referenced(), key.referencedColumns(),
                    indexes.getOrDefault(key.referencedKey(), key.referencedKey()), key.isFull(), key.onUpdate(),
                    key.onDelete(), key.isDeferrable(), key.isDeferred(), key.isNotValid(), key.set());
            case TriggerObject trigger -> trigger.of(id);
            case CatalogObject.Table heir when heir.inheritance() != null ->
                heir.withInheritance(heir.inheritance().moved(table.id(), id));
            case CatalogObject other -> other;
        };
    }

    private CatalogObject.View moved(CatalogObject.View view, long id) {
        Set<Long> dependencies = new TreeSet<>(view.dependencies());
        dependencies.remove(table.id());
        dependencies.add(id);
        List<PlannerCatalog.Pin> pins = view.pins().stream()
                .map(pin -> pin.relation() == table.id()
                        ? new PlannerCatalog.Pin(
                                pin.name(), id, pin.schemaName(), pin.relationName(), pin.columns())
                        : pin)
                .toList();
        Map<Long, Set<Integer>> uses = view.uses() == null ? null : new TreeMap<>(view.uses());
        if (uses != null && uses.containsKey(table.id())) {
            uses.put(id, uses.remove(table.id()));
        }
        return new CatalogObject.View(
                view.id(), view.schemaName(), view.name(), view.schema(), view.query(), view.searchPath(),
                dependencies, pins, uses, view.labels(), view.options(),
                view.shown() != null && view.shown().relation() == table.id()
                        ? new Statement.Shown(id, view.shown().columns())
                        : view.shown(),
                view.defaults());
    }

    /** By INSERT, so that values are cast, and rows are checked, as those of any statement. */
    private void copyRows(CatalogObject.Table old, CatalogObject.Table anew, Map<Integer, String> values)
            throws InterruptedException {
        List<String> names = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < anew.columns().size(); i++) {
            CatalogObject.Column column = anew.columns().get(i);
            if (!column.isDropped() && column.generatedSql() == null) {
                String name = CreateText.quoted(column.name());
                names.add(name);
                expressions.add(values.getOrDefault(i, CreateText.quoted(table.name()) + "." + name));
            }
        }
        if (names.isEmpty()) {
            return;
        }
        String schema = CreateText.quoted(anew.schemaName()) + ".";
        String sql = "INSERT INTO " + schema + CreateText.quoted(anew.name())
                + names.stream().collect(Collectors.joining(", ", " (", ")"))
                + " OVERRIDING SYSTEM VALUE SELECT " + String.join(", ", expressions)
                + " FROM ONLY " + schema + CreateText.quoted(old.name()) + " AS " + CreateText.quoted(table.name());
        Statement.Insert insert = (Statement.Insert) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
        InsertHandler.quietly(insert, run);
    }
}
