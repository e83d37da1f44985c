package dev.millrace.server.statement;

import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Sequences;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** TRUNCATE: removes every row, so that views see each of them go. */
final class TruncateHandler implements Handler<Statement.Truncate> {

    @Override
    public Outcome handle(Statement.Truncate truncate, Execution run) {
        for (long relation : truncate.relations()) {
            TableWriter writer = new TableWriter(run, relation, Statement.RowRules.NONE, "TRUNCATE TABLE");
            Schema schema = writer.schema();
            Plan scan = new Plan.Scan(
                    "truncate", relation, IntStream.range(0, schema.size()).boxed().toList(), schema);
            DeltaBatch rows = Rows.all(
                    run.query(new QueryPlan(scan, List.of(), null, null, schema, List.of(), List.of())), schema);
            writer.write(rows.negate());
            if (truncate.restartsIdentity()) {
                for (CatalogObject.Sequence sequence : run.catalog().snapshot().sequencesOf(relation)) {
                    run.database().sequences().set(sequence, new Sequences.Position(sequence.start(), false));
                }
            }
        }
        return new Outcome.Done("TRUNCATE TABLE");
    }
}
