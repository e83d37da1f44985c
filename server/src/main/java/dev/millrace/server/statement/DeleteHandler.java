package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** DELETE. */
final class DeleteHandler implements Handler<Statement.Delete> {

    @Override
    public Outcome handle(Statement.Delete delete, Execution run) {
        TableWriter writer = new TableWriter(run, delete.relation(), List.of(), "DELETE");
        DeltaBatch rows = writer.oncePerKey(Rows.all(run.query(delete.rows()), writer.schema()));
        writer.write(rows.negate());
        return writer.outcome("DELETE " + rows.size(), delete.returning(), rows);
    }
}
