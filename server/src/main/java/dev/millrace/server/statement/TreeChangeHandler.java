package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Standstill;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TreeChange;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.RowStream;

/**
 * UPDATE and DELETE of a table and of those that inherit from it: what is to change is found in all of them before any
 * of it changes. Triggers of the statement are those of the table that was named; of rows, those of the tables that
 * have them.
 */
final class TreeChangeHandler implements Handler<TreeChange> {

    @Override
    public Outcome handle(TreeChange change, Execution run) throws InterruptedException {
        List<TableWriter> writers = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        try (Standstill _ = run.transaction().standStill()) {
            for (Statement part : change.parts()) {
                TableWriter writer = writer(part, writers.isEmpty(), run);
                writers.add(writer);
                outcomes.add(write(part, writer, run));
            }
        }
        writers.forEach(TableWriter::finishRows);
        if (writers.getFirst().triggers() != null) {
            writers.getFirst().triggers().finishStatements();
        }
        return together(change, outcomes, run);
    }

    private static TableWriter writer(Statement part, boolean isNamed, Execution run) {
        TableWriter writer = switch (part) {
            case Statement.Update update ->
                new TableWriter(run, update.relation(), update.rules(), "UPDATE", isNamed);
            case Statement.Delete delete ->
                new TableWriter(run, delete.relation(), delete.rules(), "DELETE", isNamed);
            case Statement other -> throw new IllegalStateException("no part of a change of a tree: " + other);
        };
        return writer.part(new TouchedRows(writer.schema(), writer.identity()));
    }

    static Outcome write(Statement part, TableWriter writer, Execution run) {
        return part instanceof Statement.Update update
                ? UpdateHandler.write(update, Rows.all(run.query(update.rows()), update.rows().result()), writer)
                : DeleteHandler.write(
                        (Statement.Delete) part,
                        Rows.all(
                                run.query(((Statement.Delete) part).rows()),
                                ((Statement.Delete) part).rows().result()),
                        writer);
    }

    /** What all of them have returned, one after the other. */
    static Outcome together(TreeChange change, List<Outcome> outcomes, Execution run) throws InterruptedException {
        long count = 0;
        List<DeltaBatch> rows = new ArrayList<>();
        String word = change.parts().getFirst() instanceof Statement.Update ? "UPDATE " : "DELETE ";
        for (Outcome outcome : outcomes) {
            String tag = outcome instanceof Outcome.Rows found ? found.tag() : ((Outcome.Done) outcome).tag();
            count += Long.parseLong(tag.substring(word.length()));
            if (outcome instanceof Outcome.Rows found) {
                try (RowStream stream = found.stream()) {
                    for (DeltaBatch batch = stream.next(); batch != null; batch = stream.next()) {
                        rows.add(batch);
                    }
                }
            }
        }
        if (change.returning() == null) {
            return new Outcome.Done(word + count);
        }
        return new Outcome.Rows(
                SourceColumns.of(change.returning(), change.relation(), run.catalog().snapshot()),
                RowStream.of(DeltaBatch.concat(change.returning().schema(), rows)), word + count);
    }
}
