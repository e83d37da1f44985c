package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Standstill;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Merge;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TreeChange;
import dev.millrace.planner.WithModifications;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.RowStream;

/**
 * INSERT, UPDATE and DELETE in WITH. Every query reads the tables as they were before any part has written; what is
 * written meets the same keys, and foreign keys are kept when all of it is done.
 *
 * <p>Parts come in PostgreSQL's order, which shows where two of them would change one row: those that the statement
 * behind WITH reads, that statement, then the others, the last one first.
 */
final class WithModificationsHandler implements Handler<WithModifications> {

    private final Dispatcher dispatcher;

    WithModificationsHandler(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public Outcome handle(WithModifications with, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable(with.main() instanceof Statement.Query ? "SELECT" : "INSERT");
        Parts parts = new Parts(with, run);
        Outcome outcome;
        try (Standstill standstill = run.transaction().standStill()) {
            outcome = parts.run(standstill);
        }
        parts.finish();
        return outcome;
    }

    /** One execution. */
    private final class Parts {
        private final WithModifications with;
        private final Execution run;
        private final Set<Integer> done = new HashSet<>();
        private final Map<Long, TableWriter> writers = new LinkedHashMap<>();

        Parts(WithModifications with, Execution run) {
            this.with = with;
            this.run = run;
        }

        Outcome run(Standstill standstill) throws InterruptedException {
            require(with.reads(), standstill);
            Outcome outcome = held(write(with.main()));
            for (int part = with.parts().size() - 1; part >= 0; part--) {
                require(List.of(part), standstill);
            }
            return outcome;
        }

        /** Foreign keys and triggers see all that was written, whichever table it was written to. */
        void finish() {
            List<RowChange> changes = new ArrayList<>();
            writers.values().forEach(writer -> changes.addAll(writer.changes()));
            if (!changes.isEmpty()) {
                new ForeignKeyEnforcement(run).keep(changes);
            }
            writers.values().stream()
                    .map(TableWriter::triggers)
                    .filter(Objects::nonNull)
                    .forEach(Triggers::finishParts);
        }

        private void require(List<Integer> numbers, Standstill standstill) throws InterruptedException {
            for (int number : numbers) {
                if (done.add(number)) {
                    WithModifications.Part part = with.parts().get(number);
                    require(part.reads(), standstill);
                    Outcome outcome = write(part.statement());
                    if (outcome instanceof Outcome.Rows rows) {
                        Schema schema = part.returning().schema();
                        standstill.lend(part.rows(), schema, all(rows.stream(), schema));
                    }
                }
            }
        }

        private Outcome write(Statement statement) throws InterruptedException {
            return switch (statement) {
                case Statement.Insert insert -> InsertHandler.write(
                        insert, Rows.all(run.query(insert.source()), insert.source().result()),
                        writer(insert.relation(), insert.rules(), "INSERT"), run);
                case Statement.Update update -> UpdateHandler.write(
                        update, Rows.all(run.query(update.rows()), update.rows().result()),
                        writer(update.relation(), update.rules(), "UPDATE"));
                case Statement.Delete delete -> DeleteHandler.write(
                        delete, Rows.all(run.query(delete.rows()), delete.rows().result()),
                        writer(delete.relation(), delete.rules(), "DELETE"));
                case TreeChange tree -> {
                    List<Outcome> outcomes = new ArrayList<>();
                    for (Statement part : tree.parts()) {
                        outcomes.add(write(part));
                    }
                    yield TreeChangeHandler.together(tree, outcomes, run);
                }
                case Merge merge -> MergeHandler.write(
                        merge, Rows.all(run.query(merge.rows()), merge.rows().result()),
                        writer(merge.relation(), merge.actions().getFirst().rules(), "MERGE"));
                case Statement.Query query -> dispatcher.run(query, run);
                case Statement other -> throw SqlException.unsupported("this statement behind WITH");
            };
        }

        private TableWriter writer(long relation, Statement.RowRules rules, String command) {
            TableWriter shared = writers.computeIfAbsent(relation, id -> {
                TableWriter writer = new TableWriter(run, id, rules, command);
                return writer.part(new TouchedRows(writer.schema(), writer.identity()));
            });
            return shared.with(rules);
        }

        /** The rows of a query, which are read before the standstill ends. */
        private Outcome held(Outcome outcome) throws InterruptedException {
            if (!(with.main() instanceof Statement.Query query) || !(outcome instanceof Outcome.Rows rows)) {
                return outcome;
            }
            DeltaBatch all = all(rows.stream(), query.plan().result());
            return new Outcome.Rows(rows.columns(), RowStream.of(all), rows.tag());
        }

        private static DeltaBatch all(RowStream stream, Schema schema) throws InterruptedException {
            try (stream) {
                List<DeltaBatch> batches = new ArrayList<>();
                for (DeltaBatch batch = stream.next(); batch != null; batch = stream.next()) {
                    batches.add(batch);
                }
                return DeltaBatch.concat(schema, batches);
            }
        }
    }
}
