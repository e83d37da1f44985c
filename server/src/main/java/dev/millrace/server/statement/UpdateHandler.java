package dev.millrace.server.statement;

import java.util.stream.IntStream;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** UPDATE: the old rows go, the new ones come, in one change. */
final class UpdateHandler implements Handler<Statement.Update> {

    @Override
    public Outcome handle(Statement.Update update, Execution run) {
        run.session().transaction().temporary().checkWritable("UPDATE", update.relation());
        TableWriter writer = new TableWriter(run, update.relation(), update.rules(), "UPDATE");
        return write(update, Rows.all(run.query(update.rows()), update.rows().result()), writer);
    }

    static Outcome write(Statement.Update update, DeltaBatch found, Execution run) {
        return write(update, found, new TableWriter(run, update.relation(), update.rules(), "UPDATE"));
    }

    /** @param found for each row to change: its old columns, then its new ones, then others that are returned */
    static Outcome write(Statement.Update update, DeltaBatch found, TableWriter writer) {
        Schema schema = writer.schema();
        // The old columns come first, so that the key of a pair is the key of its old row.
        DeltaBatch pairs = writer.oncePerKey(found);
        DeltaBatch old = pairs.project(IntStream.range(0, schema.size()).boxed().toList());
        DeltaBatch updated = pairs.project(IntStream.range(schema.size(), 2 * schema.size()).boxed().toList());
        Triggers.Passed passed = Triggers.changing(writer, old, writer.complete(updated));
        updated = passed.rows();
        pairs = passed.of(pairs);
        old = passed.of(old);
        writer.checkRows(updated);
        if (!writer.hasSameKeys(old, updated)) {
            writer.freeKeys(old);
            writer.claimKeys(updated);
        }
        writer.update(old, updated);
        DeltaBatch others =
                pairs.project(IntStream.range(2 * schema.size(), pairs.columnCount()).boxed().toList());
        return writer.outcome("UPDATE " + updated.size(), update.returning(), beside(updated, others));
    }

    /** The columns of both, which have the same number of rows. */
    private static DeltaBatch beside(DeltaBatch rows, DeltaBatch others) {
        Column[] columns = new Column[rows.columnCount() + others.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i < rows.columnCount() ? rows.column(i) : others.column(i - rows.columnCount());
        }
        return rows.withColumns(columns);
    }
}
