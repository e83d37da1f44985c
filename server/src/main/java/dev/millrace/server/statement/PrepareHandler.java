package dev.millrace.server.statement;

import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Planned;
import dev.millrace.server.session.PreparedStatement;

/** PREPARE: the same statements that Parse makes, in the same name space. */
final class PrepareHandler implements Handler<Statement.Prepare> {

    @Override
    public Outcome handle(Statement.Prepare prepare, Execution run) {
        Planned planned = run.database().planning().plan(
                prepare.sql(), prepare.types(), run.session(), run.cancellation());
        run.session().statements().put(new PreparedStatement(
                prepare.name(), prepare.sql(), prepare.types(), planned, planned.parameters(), planned.result()));
        return new Outcome.Done("PREPARE");
    }
}
