package dev.millrace.server.statement;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.IndexEntries;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.IndexDetail;
import dev.millrace.planner.LateKey;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;

/** Creates the indexes of one relation: those of CREATE INDEX and those that keep UNIQUE constraints. */
final class IndexCreation {

    private final CatalogObject.Relation relation;
    private final Execution run;

    IndexCreation(CatalogObject.Relation relation, Execution run) {
        this.relation = relation;
        this.run = run;
    }

    /** The index of a UNIQUE constraint; @throws SqlException 23505 when rows break it already. */
    void constraint(Statement.KeyDefinition unique) throws InterruptedException {
        Schema schema = relation.schema();
        NewName name = new NewName(relation.schemaName(), unique.name() == null ? relation.name() : unique.name());
        if (unique.name() == null) {
            boolean isExclusion = late(unique.detail()) != null && late(unique.detail()).isExclusion();
            String suffix = unique.isPrimary()
                    ? "_pkey"
                    : unique.columns().stream()
                            .map(column -> "_" + schema.field(column).name())
                            .collect(Collectors.joining("", "", isExclusion ? "_excl" : "_key"));
            name = new NewName(relation.schemaName(), name.derived(suffix, run));
        }
        name.isFree(false, run);
        create(name, unique.columns().stream().map(SortKey::ascending).toList(), unique.detail(),
                late(unique.detail()) == null, true);
    }

    private static LateKey late(IndexDetail detail) {
        return detail == null ? null : detail.late();
    }

    void create(NewName name, List<SortKey> keys, boolean isUnique, boolean isConstraint)
            throws InterruptedException {
        create(name, keys, null, isUnique, isConstraint);
    }

    /** @param detail null for columns alone */
    void create(NewName name, List<SortKey> keys, IndexDetail detail, boolean isUnique, boolean isConstraint)
            throws InterruptedException {
        CatalogObject.Index index = alone(name, keys, detail, isUnique, isConstraint);
        if (relation instanceof CatalogObject.Table table) {
            new PartitionIndexes(run).below(index, table);
        }
    }

    /** Without names for the parts of it that partitions have. */
    CatalogObject.Index alone(
            NewName name, List<SortKey> keys, IndexDetail detail, boolean isUnique, boolean isConstraint)
            throws InterruptedException {
        CatalogObject.Index index = new CatalogObject.Index(
                run.database().engine().nextObjectId(), name.schemaName(), name.name(), relation.id(), keys, isUnique,
                isConstraint, null, detail);
        if (index.isLate()) {
            index = late(index);
        }
        if (isUnique) {
            if (relation instanceof CatalogObject.MaterializedView view) {
                requireKey(view, index.columns());
            } else if (!(relation instanceof CatalogObject.Table)) {
                throw SqlException.unsupported("a unique index on a " + relation.kindName());
            }
            LateRows.refuseChange(relation, "a unique index on", run);
            if (relation instanceof CatalogObject.Table table && !table.isPartition()) {
                PartitionIndexes.checkKey(table, index.columns(), false);
                checkUnique(index);
            }
            if (CatalogSnapshot.isComputed(index) && relation instanceof CatalogObject.Table table
                    && (table.isPartition() || table.partitioning() != null)) {
                throw SqlException.unsupported(
                        "a unique index of a partitioned table with expressions, a condition or equal NULLs");
            }
        }
        run.session().transaction().create(index, body(index), run.cancellation());
        return index;
    }

    /** Whether the rows that are there keep it, with all that is known of it. */
    private CatalogObject.Index late(CatalogObject.Index index) {
        if (!(relation instanceof CatalogObject.Table table) || table.isPartition() || table.partitioning() != null) {
            throw SqlException.unsupported(
                    index.detail().late().isExclusion()
                            ? "an exclusion constraint of a partitioned table"
                            : "a deferrable unique key of a partitioned table");
        }
        LateRows.refuseChange(relation, "a constraint of", run);
        CatalogObject.Index known = index;
        Statement.CreateIndex partial = LateKeys.entries(index, relation, run);
        if (partial != null) {
            IndexDetail said = index.detail();
            known = new CatalogObject.Index(
                    index.id(), index.schemaName(), index.name(), index.relation(), index.keys(), false,
                    index.isConstraint(), null,
                    new IndexDetail(
                            said.method(), null, partial.detail().reads(), said.include(), said.where(), null,
                            said.late()));
        }
        if (!index.detail().late().isExclusion()) {
            checkUnique(index);
        } else {
            List<Integer> all = IntStream.range(0, table.schema().size()).boxed().toList();
            Plan scan = new Plan.Scan("indexed", table.id(), all, table.schema());
            LateKeys keys = new LateKeys(known, table, run);
            keys.bind();
            keys.check(
                    Rows.all(
                            run.query(new QueryPlan(
                                    scan, List.of(), null, null, table.schema(), List.of(), List.of())),
                            table.schema()),
                    true);
        }
        return known;
    }

    /** A view never stops for a row: its keys are those that follow from its query. */
    private static void requireKey(CatalogObject.MaterializedView view, List<Integer> columns) {
        if (view.key().isEmpty() || !columns.containsAll(view.key())) {
            throw SqlException.unsupported("a unique index on columns that a materialized view may repeat")
                    .withHint(view.key().isEmpty()
                            ? "Its query makes no columns unique. Create the index without UNIQUE."
                            : "Its query makes (" + view.key().stream()
                                    .map(column -> view.schema().field(column).name())
                                    .collect(Collectors.joining(", "))
                                    + ") unique: name these columns, or create the index without UNIQUE.");
        }
    }

    private ObjectDefinition.Body body(CatalogObject.Index index) {
        boolean isOfNothing = index.isLate() && index.detail().late().equalities(index.columns()).isEmpty();
        if (!index.isStored() || isOfNothing) {
            return new ObjectDefinition.Described();
        }
        if (CatalogSnapshot.isComputed(index)) {
            return ObjectDefinition.Index.of(entries(index), relation.id(), relation.schema());
        }
        return switch (relation) {
            case CatalogObject.Table table when table.isPartition() -> new ObjectDefinition.Described();
            case CatalogObject.Table table -> new ObjectDefinition.Index(
                    table.id(), table.schema(),
                    index.isLate() ? index.detail().late().equalities(index.columns()) : index.columns(),
                    table.primaryKey() == null ? List.of() : table.primaryKey().columns(), index.isUnique());
            case CatalogObject.MaterializedView view -> new ObjectDefinition.Index(
                    view.id(), view.schema(), index.columns(), view.key(), false);
            // A stream's old rows are let go without being told of.
            case CatalogObject.Stream _, CatalogObject.View _ -> new ObjectDefinition.Described();
        };
    }

    /** From its text, as names are the table's by now. */
    private IndexEntries entries(CatalogObject.Index index) {
        Statement.CreateIndex bound = (Statement.CreateIndex) run.database().planning().plan(
                StatementText.asWritten(new CreateText(run.catalog().snapshot()).index(index)), List.of(),
                run.session(), run.cancellation()).statement();
        return bound.entries();
    }

    /** Reads the whole table, so that the transaction fails when it changes before the index is there. */
    void checkUnique(CatalogObject.Index index) {
        Schema schema = relation.schema();
        List<String> columns = IntStream.range(0, index.keys().size())
                .mapToObj(i -> CreateText.key(index, i, schema))
                .toList();
        String list = String.join(", ", columns);
        boolean areNullsEqual = index.detail() != null && index.detail().areNullsEqual() != null;
        String present = areNullsEqual
                ? "true"
                : columns.stream().map(column -> column + " IS NOT NULL").collect(Collectors.joining(" AND "));
        if (index.detail() != null && index.detail().where() != null) {
            // First, as there may be no value where it is not true.
            present = "CASE WHEN " + index.detail().where() + " THEN " + present + " ELSE false END";
        }
        String sql = "SELECT " + list + " FROM ONLY " + CreateText.quoted(relation.schemaName()) + "."
                + CreateText.quoted(relation.name()) + " WHERE " + present + " GROUP BY " + list
                + " HAVING count(*) > 1 ORDER BY " + list + " LIMIT 1";
        Statement.Query query = (Statement.Query) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
        Schema keys = query.plan().result();
        DeltaBatch duplicates = Rows.all(run.query(query.plan()), keys);
        if (!duplicates.isEmpty()) {
            StringBuilder values = new StringBuilder();
            for (int i = 0; i < keys.size(); i++) {
                values.append(i == 0 ? "" : ", ").append(TextForm.shown(
                        keys.type(i), duplicates.column(i), 0, run.session().settings().zone()));
            }
            throw new SqlException(
                    SqlState.UNIQUE_VIOLATION, "could not create unique index \"" + index.name() + "\"")
                    .withDetail("Key (" + String.join(", ", UniqueKey.shown(index, schema)) + ")=(" + values
                            + ") is duplicated.")
                    .withOrigin(new SqlException.Origin(
                            relation.schemaName(), relation.name(), null, index.name()));
        }
    }
}
