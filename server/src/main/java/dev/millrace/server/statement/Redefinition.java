package dev.millrace.server.statement;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.server.catalog.CatalogObject;
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

    static void of(CatalogObject changed, ObjectDefinition.Body body, Execution run) throws InterruptedException {
        run.session().transaction().alter(changed, body, run.cancellation());
    }
}
