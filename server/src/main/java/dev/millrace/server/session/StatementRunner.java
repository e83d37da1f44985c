package dev.millrace.server.session;

import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.Statement;

/** Executes statements; implemented by the handlers. */
public interface StatementRunner {

    Outcome run(Statement statement, Execution execution) throws InterruptedException;

    /** The columns a statement will answer with, null when it answers with none. */
    Schema describe(Statement statement, Session session);

    /** A shorter way for a statement, whose parameters have no values yet; null when there is none. */
    ShortPath shortPath(Statement statement, Session session);
}
