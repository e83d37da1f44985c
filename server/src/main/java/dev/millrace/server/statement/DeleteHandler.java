package dev.millrace.server.statement;

import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** DELETE. */
final class DeleteHandler implements Handler<Statement.Delete> {

    @Override
    public Outcome handle(Statement.Delete delete, Execution run) {
        run.session().transaction().temporary().checkWritable("DELETE", delete.relation());
        TableWriter writer = new TableWriter(run, delete.relation(), delete.rules(), "DELETE");
        return write(delete, Rows.all(run.query(delete.rows()), delete.rows().result()), writer);
    }

    /** Rows go where nobody says DELETE: no trigger is called. */
    static void quietly(Statement.Delete delete, Execution run) {
        write(
                delete, Rows.all(run.query(delete.rows()), delete.rows().result()),
                new TableWriter(run, delete.relation(), delete.rules(), "ALTER TABLE"));
    }

    static Outcome write(Statement.Delete delete, DeltaBatch found, Execution run) {
        return write(delete, found, new TableWriter(run, delete.relation(), delete.rules(), "DELETE"));
    }

    static Outcome write(Statement.Delete delete, DeltaBatch found, TableWriter writer) {
        DeltaBatch rows = Triggers.leaving(writer, writer.oncePerKey(found));
        List<Integer> own = IntStream.range(0, writer.schema().size()).boxed().toList();
        writer.delete(rows.project(own));
        return writer.outcome("DELETE " + rows.size(), delete.returning(), rows);
    }
}
