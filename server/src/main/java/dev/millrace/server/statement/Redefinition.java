package dev.millrace.server.statement;

import java.util.List;
import java.util.Objects;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.session.Execution;

/** Gives an object another definition, under its own number and with the rows that it has. */
final class Redefinition {

    private Redefinition() {}

    static void of(CatalogObject changed, Execution run) throws InterruptedException {
        ObjectDefinition.Body body = run.transaction().definition(changed.id()).body();
        if (body instanceof ObjectDefinition.Table table && changed instanceof CatalogObject.Table now) {
            body = new ObjectDefinition.Table(now.schema(), table.key(), table.later());
        }
        of(changed, body, run);
    }

    /** Partitions follow the table that they are of. */
    static void follow(CatalogObject.Table before, CatalogObject.Table after, Execution run)
            throws InterruptedException {
        boolean isSame = before.columns().equals(after.columns()) && before.checks().equals(after.checks())
                && Objects.equals(before.primaryKey(), after.primaryKey());
        for (CatalogObject.Table child : isSame
                ? List.<CatalogObject.Table>of()
                : new PartitionTree(run.catalog().snapshot()).children(after)) {
            of(PartitionShape.following(child, before, after, run), run);
        }
    }

    static void of(CatalogObject changed, ObjectDefinition.Body body, Execution run) throws InterruptedException {
        CatalogObject before = run.catalog().snapshot().find(changed.id()).orElse(null);
        run.session().authority().checkTypes(changed, before);
        run.session().transaction().alter(changed, body, run.cancellation());
        if (before instanceof CatalogObject.Table was && changed instanceof CatalogObject.Table now) {
            follow(was, now, run);
        }
    }
}
