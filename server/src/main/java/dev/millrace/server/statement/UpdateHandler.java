package dev.millrace.server.statement;

import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** UPDATE: the old rows go, the new ones come, in one change. */
final class UpdateHandler implements Handler<Statement.Update> {

    @Override
    public Outcome handle(Statement.Update update, Execution run) {
        run.session().transaction().checkWritable("UPDATE");
        return write(update, Rows.all(run.query(update.rows()), update.rows().result()), run);
    }

    /** @param found for each row to change: its old columns, then its new columns */
    static Outcome write(Statement.Update update, DeltaBatch found, Execution run) {
        TableWriter writer = new TableWriter(run, update.relation(), update.rules(), "UPDATE");
        Schema schema = writer.schema();
        // The old columns come first, so that the key of a pair is the key of its old row.
        DeltaBatch pairs = writer.oncePerKey(found);
        DeltaBatch old = pairs.project(IntStream.range(0, schema.size()).boxed().toList());
        DeltaBatch updated = pairs.project(IntStream.range(schema.size(), 2 * schema.size()).boxed().toList());
        updated = writer.complete(updated);
        writer.checkRows(updated);
        if (!writer.hasSameKeys(old, updated)) {
            writer.freeKeys(old);
            writer.claimKeys(updated);
        }
        writer.write(DeltaBatch.concat(schema, List.of(old.negate(), updated)));
        return writer.outcome("UPDATE " + updated.size(), update.returning(), updated);
    }
}
