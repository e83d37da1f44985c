package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.stream.Stream;

import dev.millrace.executor.plan.RowType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.RowTypes;
import dev.millrace.server.catalog.SystemCatalog;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.catalog.Tuning;

/** {@code pg_catalog.pg_class}: relations, indexes, sequences, and the indexes that primary keys would have. */
final class PgClass implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (Source.Relation relation : source.relations()) {
            CatalogObject object = source.catalog().find(relation.oid()).orElse(null);
            boolean isPartition = object instanceof CatalogObject.Table table && table.isPartition();
            boolean hasPartitions = object instanceof CatalogObject.Table table
                    && !new PartitionTree(source.catalog()).children(table).isEmpty();
            boolean isStored = relation.kind() == 'r' || relation.kind() == 'm';
            boolean hasIndex = source.primaryKey(object).isPresent()
                    || object != null && source.catalog().dependants(object).stream()
                            .anyMatch(CatalogObject.Index.class::isInstance);
            boolean isCounted = isStored && object != null && !isPartition;
            // Clients look for foreign keys where PostgreSQL's triggers would keep them.
            boolean isReferential = !source.catalog().foreignKeys(relation.oid()).isEmpty()
                    || !source.catalog().references(relation.oid()).isEmpty()
                    || !source.catalog().triggers(relation.oid()).isEmpty();
            common(source, relation.oid(), relation.oid(), relation.schema(), relation.name(), relation.kind(), out);
            out.setTexts("relacl", source.acl(relation.oid(), 0, Grantable.TABLE));
            out.set("reltype", object == null ? 0 : RowTypes.of(object).map(RowType::id).orElse(0L));
            out.set("relnatts", relation.columns().size())
                    .set("relam", isStored ? 2 : 0)
                    .set("reltuples", isCounted ? source.snapshot().rowCount(relation.oid()) : -1)
                    .set("relispartition", isPartition)
                    .set("relpartbound", PgPartitions.bound(object))
                    .set("relhassubclass", hasPartitions || !source.catalog().children(relation.oid()).isEmpty())
                    .set("relhasindex", hasIndex)
                    .set("relhastriggers", isReferential)
                    .setTexts("reloptions", options(object, source.catalog().tuning(relation.oid())))
                    .set("relchecks", object instanceof CatalogObject.Table table ? table.checks().size() : 0)
                    .end();
            source.primaryKey(object).ifPresent(key -> {
                char kind = relation.kind() == 'p' ? 'I' : 'i';
                common(source, relation.oid(), key.id(), relation.schema(), key.name(), kind, out);
                out.set("relispartition", isPartition);
                out.set("relnatts", key.columns().size()).set("relam", PgAm.BTREE).set("reltuples", -1).end();
            });
        }
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Index index) {
                char kind = kind(index, source);
                common(source, index.relation(), index.id(), index.schemaName(), index.name(), kind, out);
                out.set("relispartition", index.above() != null);
                out.set("relnatts", index.keys().size() + PgAttribute.included(index).size());
                out.set("relam", method(index)).set("reltuples", -1).end();
            } else if (object instanceof CatalogObject.Sequence sequence) {
                common(
                        source, sequence.id(), sequence.id(), sequence.schemaName(), sequence.name(), 'S', out);
                out.setTexts("relacl", source.acl(sequence.id(), 0, Grantable.SEQUENCE));
                out.set("relnatts", 3).set("reltuples", 1).end();
            }
        }
    }

    private static int method(CatalogObject.Index index) {
        return index.detail() != null && index.detail().method().equals("hash") ? PgAm.HASH : PgAm.BTREE;
    }

    private static char kind(CatalogObject.Index index, Source source) {
        return source.catalog().find(index.relation()).orElse(null) instanceof CatalogObject.Table table
                && PartitionTree.isPartitioned(table) ? 'I' : 'i';
    }

    private static List<String> options(CatalogObject object, Tuning tuning) {
        return switch (object) {
            case CatalogObject.MaterializedView view when view.options().containsKey("freshness") ->
                List.of("freshness=" + view.options().get("freshness"));
            case CatalogObject.View view when !view.options().isEmpty() -> view.options().entrySet().stream()
                    .map(option -> option.getKey() + "=" + option.getValue())
                    .sorted()
                    .toList();
            case null -> null;
            case CatalogObject other -> tuning == null ? null : tuning.shownOptions();
        };
    }

    /** @param owned the object whose owner it has */
    private static void common(
            Source source, long owned, long oid, String schema, String name, char kind, RowWriter out) {
        Tuning tuning = source.catalog().tuning(oid);
        Tuning whole = source.catalog().tuning(owned);
        boolean isUnlogged = Stream.of(tuning, whole).anyMatch(one -> one != null && one.isUnlogged() != null);
        boolean isPlain = "rmp".indexOf(kind) >= 0 && !SystemCatalog.SCHEMAS.contains(schema);
        char identity = tuning == null || tuning.identity() == null ? 'd' : tuning.identity();
        if ("iI".indexOf(kind) >= 0 && tuning != null) {
            out.setTexts("reloptions", tuning.shownOptions());
        }
        out.set("oid", oid)
                .set("relname", name)
                .set("relnamespace", source.catalog().schemaOid(schema))
                .set("relowner", source.roles().owner(owned))
                .set("relkind", kind)
                .set("relpersistence", TemporarySchema.isTemporary(schema) ? 't' : isUnlogged ? 'u' : 'p')
                .set("relhasrules", kind == 'v' || kind == 'm')
                .set("relreplident", isPlain ? identity : 'n')
                .set("relispopulated", true);
    }
}
