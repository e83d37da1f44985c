package dev.millrace.server.statement;

import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** Executes statements of one kind. Stateless. */
@FunctionalInterface
interface Handler<S extends Statement> {

    Outcome handle(S statement, Execution execution) throws InterruptedException;
}
