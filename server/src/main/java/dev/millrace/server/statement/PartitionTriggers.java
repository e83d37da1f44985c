package dev.millrace.server.statement;

import java.util.List;
import java.util.Optional;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.TriggerObject;
import dev.millrace.server.session.Execution;

/**
 * What stands in partitions for the triggers that a partitioned table has for its rows. Those are what is called: a row
 * is always one of a partition. Each can be disabled by itself, and goes with the one that it stands for.
 */
final class PartitionTriggers {

    private final Execution run;

    PartitionTriggers(Execution run) {
        this.run = run;
    }

    /** What stands for a trigger of a table in the partitions below it. */
    void below(TriggerObject trigger, CatalogObject.Table table) throws InterruptedException {
        for (CatalogObject.Table child : new PartitionTree(run.catalog().snapshot()).children(table)) {
            create(trigger, table, child);
        }
    }

    /** What a new partition gets for its parent's triggers. */
    void of(CatalogObject.Table partition, CatalogObject.Table parent) throws InterruptedException {
        for (TriggerObject trigger : run.catalog().snapshot().triggers(parent.id())) {
            if (trigger.isRow()) {
                create(trigger, parent, partition);
            }
        }
    }

    private void create(TriggerObject trigger, CatalogObject.Table parent, CatalogObject.Table partition)
            throws InterruptedException {
        if (TriggerHandler.find(partition, trigger.name(), run).isPresent()) {
            throw TriggerHandler.exists(trigger.name(), partition);
        }
        List<Integer> positions = PartitionTree.positions(parent, partition);
        TriggerObject own = trigger.in(
                run.database().engine().nextObjectId(), partition.id(),
                trigger.columns().stream().map(positions::get).toList());
        run.session().transaction().create(own, new ObjectDefinition.Described(), run.cancellation());
        below(own, partition);
    }

    /** A table that is no partition any more has only triggers of its own. */
    void leave(CatalogObject.Table partition) throws InterruptedException {
        for (TriggerObject trigger : run.catalog().snapshot().triggers(partition.id())) {
            if (trigger.parent() != null) {
                new DropHandler().drop(List.of(trigger), false, run);
            }
        }
    }

    /** What stands for a trigger in partitions of its table, and in theirs. */
    static List<TriggerObject> all(TriggerObject trigger, Execution run) {
        return run.catalog().snapshot().dependants(trigger).stream()
                .filter(TriggerObject.class::isInstance)
                .map(TriggerObject.class::cast)
                .toList();
    }

    /** @throws SqlException 55000 for a table whose own triggers a partition may not have */
    static void checkOwn(CatalogObject.Table table, Execution run) {
        Optional<TriggerObject> reading = run.catalog().snapshot().triggers(table.id()).stream()
                .filter(trigger -> trigger.isRow() && !trigger.tables().isEmpty())
                .findFirst();
        if (reading.isPresent()) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "trigger \"" + reading.get().name() + "\" prevents table \"" + table.name()
                            + "\" from becoming a partition")
                    .withDetail("ROW triggers with transition tables are not supported on partitions.");
        }
    }

    /** @throws SqlException 0A000 for a trigger of rows that is to read all of them */
    static void checkReading(CatalogObject.Table table) {
        if (PartitionTree.isPartitioned(table)) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "\"" + table.name() + "\" is a partitioned table")
                    .withDetail("ROW triggers with transition tables are not supported on partitioned tables.");
        }
        if (table.isPartition()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "ROW triggers with transition tables are not supported on partitions");
        }
    }
}
