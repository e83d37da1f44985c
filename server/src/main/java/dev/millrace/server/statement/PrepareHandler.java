package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Planned;
import dev.millrace.server.session.PreparedStatement;
import dev.millrace.server.session.StatementText;

/** PREPARE: the same statements that Parse makes, in the same name space. */
final class PrepareHandler implements Handler<Statement.Prepare> {

    @Override
    public Outcome handle(Statement.Prepare prepare, Execution run) {
        StatementText text = StatementText.asWritten(prepare.sql());
        Planned planned;
        try {
            planned = run.database().planning().plan(text, prepare.types(), run.session(), run.cancellation());
        } catch (SqlException e) {
            throw e.position() == 0 ? e : e.at(e.position() + prepare.offset());
        }
        run.session().statements().put(PreparedStatement.ofSql(prepare.name(), text, prepare.types(), planned));
        return new Outcome.Done("PREPARE");
    }
}
