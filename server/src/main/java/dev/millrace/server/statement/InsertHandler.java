package dev.millrace.server.statement;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** INSERT, with ON CONFLICT on the primary key, and RETURNING. */
final class InsertHandler implements Handler<Statement.Insert> {

    @Override
    public Outcome handle(Statement.Insert insert, Execution run) {
        TableWriter writer = new TableWriter(run, insert.relation(), insert.checks(), "INSERT");
        DeltaBatch rows = Rows.all(run.query(insert.source()), writer.schema());
        DeltaBatch changed;
        if (insert.onConflict() != null && writer.hasKey()) {
            changed = new ConflictResolution(writer, insert.onConflict(), run).resolve(rows);
        } else {
            writer.checkRows(rows);
            writer.claimKeys(rows);
            writer.write(rows);
            changed = rows;
        }
        return writer.outcome("INSERT 0 " + changed.size(), insert.returning(), changed);
    }
}
