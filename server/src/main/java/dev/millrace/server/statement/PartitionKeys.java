package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.IndexAttachment;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/**
 * The parts of keys and indexes, as dumps give them: each partition its own, and then the part to the whole. A part
 * of a key is there as soon as the whole is, so that it only gets its name.
 */
final class PartitionKeys implements Handler<IndexAttachment> {

    /** Null where a partition has no such key of the table above. */
    static CatalogObject.Table primary(CatalogObject.Table partition, Statement.KeyDefinition key) {
        CatalogObject.Key own = partition.primaryKey();
        if (own == null || !own.columns().equals(key.columns())) {
            return null;
        }
        return key.name() == null
                ? partition
                : partition.withPrimaryKey(new CatalogObject.Key(own.id(), key.name(), own.columns()));
    }

    /** Null as for {@link #primary}. */
    static CatalogObject.Index unique(
            CatalogObject.Table partition, Statement.KeyDefinition key, CatalogSnapshot catalog) {
        return catalog.uniqueIndexes(partition.id()).stream()
                .filter(index -> index.isConstraint() && index.above() != null
                        && index.columns().equals(key.columns()))
                .findFirst()
                .orElse(null);
    }

    static void name(CatalogObject.Index index, Statement.KeyDefinition key, Execution run)
            throws InterruptedException {
        if (key.name() != null && !key.name().equals(index.name())) {
            Redefinition.of(index.named(index.schemaName(), key.name()), run);
        }
    }

    // ---- ALTER INDEX ... ATTACH PARTITION ---------------------------------------------------------------------------

    /** An index, or a key's; {@code index} null for the latter. */
    private record Found(CatalogObject.Table table, List<Integer> columns, CatalogObject.Index index, String name) {}

    @Override
    public Outcome handle(IndexAttachment attach, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("ALTER INDEX");
        Found whole = find(attach.index(), run);
        Found part = find(attach.part(), run);
        run.session().authority().checkOwner(whole.table());
        run.session().authority().checkOwner(part.table());
        boolean isBelow = part.table().isPartition()
                && part.table().partitioning().place().parent() == whole.table().id();
        if (!isBelow) {
            throw refused(whole, part, "Index \"" + part.name() + "\" is not an index on any partition of table \""
                    + whole.table().name() + "\".");
        }
        List<Integer> positions = PartitionTree.positions(whole.table(), part.table());
        List<Integer> wanted = whole.columns().stream()
                .map(column -> column < 0 ? column : positions.get(column))
                .toList();
        boolean isSame = wanted.equals(part.columns()) && (whole.index() == null) == (part.index() == null)
                && (whole.index() == null || whole.index().isUnique() == part.index().isUnique());
        if (!isSame) {
            throw refused(whole, part, "The index definitions do not match.");
        }
        if (part.index() != null && part.index().above() == null) {
            for (CatalogObject.Index other : run.catalog().snapshot().indexes(part.table().id())) {
                if (other.above() != null && other.above() == whole.index().id()) {
                    throw refused(whole, part, "Another index is already attached for partition \""
                            + part.table().name() + "\".");
                }
            }
            CatalogObject.Index alone = part.index();
            Redefinition.of(
                    new CatalogObject.Index(
                            alone.id(), alone.schemaName(), alone.name(), alone.relation(), alone.keys(),
                            alone.isUnique(), alone.isConstraint(), whole.index().id(), alone.detail()),
                    run);
        } else if (part.index() != null && part.index().above() != whole.index().id()) {
            throw refused(whole, part, "Index \"" + part.name() + "\" is already attached to another index.");
        }
        return new Outcome.Done("ALTER INDEX");
    }

    private static SqlException refused(Found whole, Found part, String detail) {
        return new SqlException(
                SqlState.INVALID_OBJECT_DEFINITION,
                "cannot attach index \"" + part.name() + "\" as a partition of index \"" + whole.name() + "\"")
                .withDetail(detail);
    }

    private static Found find(Statement.QualifiedName name, Execution run) {
        if (run.catalog().find(name.parts()).orElse(null) instanceof CatalogObject.Index index
                && run.catalog().snapshot().find(index.relation()).orElse(null) instanceof CatalogObject.Table table) {
            return new Found(table, index.columns(), index, index.name());
        }
        List<String> schemas = name.parts().size() > 1
                ? List.of(name.parts().get(name.parts().size() - 2))
                : run.session().searchPath();
        for (String schema : schemas) {
            for (CatalogObject object : run.catalog().snapshot().inSchema(schema)) {
                if (object instanceof CatalogObject.Table table && table.primaryKey() != null
                        && table.primaryKey().name().equals(name.last())) {
                    return new Found(table, table.primaryKey().columns(), null, name.last());
                }
            }
        }
        throw new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist");
    }
}
