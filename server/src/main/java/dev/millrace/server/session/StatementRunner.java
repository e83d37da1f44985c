package dev.millrace.server.session;

import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.wire.WireColumn;

/** Executes statements; implemented by the handlers. */
public interface StatementRunner {

    Outcome run(Statement statement, Execution execution) throws InterruptedException;

    /** The columns a statement will answer with, null when it answers with none. */
    Schema describe(Statement statement, Session session);

    /** The same as clients are told of them; null when there are none. */
    List<WireColumn> columns(Statement statement, Session session);

    /** A shorter way for a statement, whose parameters have no values yet; null when there is none. */
    ShortPath shortPath(Statement statement, Session session);

    /** Drops a table with all that needs it, without a word, as a commit does. */
    void dropQuietly(CatalogObject.Table table, Execution execution) throws InterruptedException;

    /** Removes the rows of a partition, which lie in another table, without calling triggers. */
    void emptyPartition(CatalogObject.Table partition, Execution execution);
}
