package dev.millrace.server.statement;

import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.PreparedStatements;

/** DEALLOCATE name, DEALLOCATE ALL. */
final class DeallocateHandler implements Handler<Statement.Deallocate> {

    @Override
    public Outcome handle(Statement.Deallocate deallocate, Execution run) {
        PreparedStatements statements = run.session().statements();
        if (deallocate.name() == null) {
            statements.clear();
            return new Outcome.Done("DEALLOCATE ALL");
        }
        statements.get(deallocate.name());
        statements.remove(deallocate.name());
        return new Outcome.Done("DEALLOCATE");
    }
}
