package dev.millrace.server.statement;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** INSERT, with ON CONFLICT and RETURNING. */
final class InsertHandler implements Handler<Statement.Insert> {

    @Override
    public Outcome handle(Statement.Insert insert, Execution run) {
        run.session().transaction().temporary().checkWritable("INSERT", insert.relation());
        TableWriter writer = new TableWriter(run, insert.relation(), insert.rules(), "INSERT");
        return write(insert, Rows.all(run.query(insert.source()), insert.source().result()), writer, run);
    }

    /** Rows come where nobody says INSERT: no trigger is called. */
    static void quietly(Statement.Insert insert, Execution run) {
        write(
                insert, Rows.all(run.query(insert.source()), insert.source().result()),
                new TableWriter(run, insert.relation(), insert.rules(), "ALTER TABLE"), run);
    }

    static Outcome write(Statement.Insert insert, DeltaBatch given, Execution run) {
        return write(insert, given, new TableWriter(run, insert.relation(), insert.rules(), "INSERT"), run);
    }

    static Outcome write(Statement.Insert insert, DeltaBatch given, TableWriter writer, Execution run) {
        LateKeys.refuseAsArbiters(writer.relation(), insert.onConflict(), run);
        DeltaBatch rows = Triggers.incoming(writer, given);
        DeltaBatch changed;
        if (insert.onConflict() != null && !writer.keys().isEmpty()) {
            changed = new ConflictResolution(writer, insert.onConflict(), run).resolve(rows);
        } else {
            writer.checkRows(rows);
            writer.claimKeys(rows);
            writer.insert(rows);
            changed = rows;
        }
        return writer.outcome("INSERT 0 " + changed.size(), insert.returning(), changed);
    }
}
