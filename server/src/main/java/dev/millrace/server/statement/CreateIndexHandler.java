package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** CREATE [UNIQUE] INDEX: which index a query uses is not its meaning. */
final class CreateIndexHandler implements Handler<Statement.CreateIndex> {

    @Override
    public Outcome handle(Statement.CreateIndex create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE INDEX");
        CatalogObject.Relation relation = run.catalog().snapshot().find(create.relation())
                .filter(CatalogObject.Relation.class::isInstance)
                .map(CatalogObject.Relation.class::cast)
                .orElseThrow(() -> new SqlException(
                        SqlState.WRONG_OBJECT_TYPE, "an index on this relation is not possible"));
        // An index lies in the schema of its table, whatever the search path.
        NewName name = create.name() == null
                ? generatedOf(create.keyNames(), relation, run)
                : new NewName(relation.schemaName(), create.name().last());
        if (create.isUnique() && relation instanceof CatalogObject.Table table && table.isPartition()) {
            throw SqlException.unsupported("a unique index on one partition alone");
        }
        if (name.isFree(create.ifNotExists(), run)) {
            CatalogObject.Index index = new IndexCreation(relation, run)
                    .alone(name, create.keys(), create.detail(), create.isUnique(), false);
            TuningHandler.born(index, create.options(), false, run);
            if (relation instanceof CatalogObject.Table table && !create.isOnly()) {
                new PartitionIndexes(run).below(index, table);
            }
        }
        return new Outcome.Done("CREATE INDEX");
    }

    static NewName generated(List<SortKey> keys, CatalogObject.Relation relation, Execution run) {
        List<String> names = new ArrayList<>();
        keys.forEach(key -> names.add(key.column() < 0 ? "expr" : relation.schema().field(key.column()).name()));
        return generatedOf(names, relation, run);
    }

    private static NewName generatedOf(List<String> keys, CatalogObject.Relation relation, Execution run) {
        NewName base = new NewName(relation.schemaName(), relation.name());
        String suffix = keys.stream()
                .map(key -> "_" + key)
                .collect(Collectors.joining("", "", "_idx"));
        return new NewName(relation.schemaName(), base.derived(suffix, run));
    }
}
