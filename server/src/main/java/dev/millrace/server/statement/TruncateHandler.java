package dev.millrace.server.statement;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Sequences;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** TRUNCATE: removes every row, so that views see each of them go. */
final class TruncateHandler implements Handler<Statement.Truncate> {

    @Override
    public Outcome handle(Statement.Truncate truncate, Execution run) {
        Set<Long> relations = withReferencing(truncate, run);
        List<Triggers> triggers = triggers(relations, run);
        for (long relation : relations) {
            if (run.catalog().snapshot().find(relation).orElse(null) instanceof CatalogObject.Table table
                    && table.isPartition()) {
                new Partitions(run).empty(table);
                continue;
            }
            TableWriter writer = new TableWriter(run, relation, Statement.RowRules.NONE, "TRUNCATE TABLE");
            Schema schema = writer.schema();
            Plan scan = new Plan.Scan(
                    "truncate", relation, IntStream.range(0, schema.size()).boxed().toList(), schema);
            DeltaBatch rows = Rows.all(
                    run.query(new QueryPlan(scan, List.of(), null, null, schema, List.of(), List.of())), schema);
            writer.delete(rows);
            if (truncate.restartsIdentity()) {
                for (CatalogObject.Sequence sequence : run.catalog().snapshot().sequencesOf(relation)) {
                    run.database().sequences().set(sequence, new Sequences.Position(sequence.start(), false));
                }
            }
        }
        triggers.forEach(Triggers::finishStatements);
        return new Outcome.Done("TRUNCATE TABLE");
    }

    /** Those of all tables that become empty, partitions among them; what comes before it is called. */
    private static List<Triggers> triggers(Set<Long> relations, Execution run) {
        PartitionTree tree = new PartitionTree(run.catalog().snapshot());
        Map<Long, CatalogObject.Table> tables = new LinkedHashMap<>();
        for (long relation : relations) {
            if (run.catalog().snapshot().find(relation).orElse(null) instanceof CatalogObject.Table table) {
                tree.all(table).forEach(one -> tables.putIfAbsent(one.id(), one));
            }
        }
        return tables.values().stream()
                .map(table -> Triggers.of(run, table, null, "TRUNCATE", true))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The tables, and those that refer to them: these are named as well, or CASCADE takes them along. */
    private static Set<Long> withReferencing(Statement.Truncate truncate, Execution run) {
        Set<Long> all = new LinkedHashSet<>(truncate.relations());
        Deque<Long> pending = new ArrayDeque<>(all);
        while (!pending.isEmpty()) {
            for (ForeignKey key : run.catalog().snapshot().references(pending.poll())) {
                if (all.add(key.table())) {
                    String referencing = run.catalog().snapshot().find(key.table()).orElseThrow().name();
                    if (!truncate.isCascade()) {
                        String referenced = run.catalog().snapshot().find(key.referenced()).orElseThrow().name();
                        throw new SqlException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "cannot truncate a table referenced in a foreign key constraint")
                                .withDetail("Table \"" + referencing + "\" references \"" + referenced + "\".")
                                .withHint("Truncate table \"" + referencing
                                        + "\" at the same time, or use TRUNCATE ... CASCADE.");
                    }
                    if (!run.session().authority().has(Privilege.TRUNCATE, key.table(), Grantable.TABLE)) {
                        throw Authority.denied("table", referencing);
                    }
                    run.session().notice(ServerMessage.notice("truncate cascades to table \"" + referencing + "\""));
                    pending.add(key.table());
                }
            }
        }
        return all;
    }
}
