package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.TemporarySchema;

/** {@code pg_catalog.pg_class}: relations, indexes, sequences, and the indexes that primary keys would have. */
final class PgClass implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (Source.Relation relation : source.relations()) {
            CatalogObject object = source.catalog().find(relation.oid()).orElse(null);
            boolean isStored = relation.kind() == 'r' || relation.kind() == 'm';
            boolean hasIndex = source.primaryKey(object).isPresent()
                    || object != null && source.catalog().dependants(object).stream()
                            .anyMatch(CatalogObject.Index.class::isInstance);
            // Clients look for foreign keys where PostgreSQL's triggers would keep them.
            boolean isReferential = !source.catalog().foreignKeys(relation.oid()).isEmpty()
                    || !source.catalog().references(relation.oid()).isEmpty();
            common(source, relation.oid(), relation.oid(), relation.schema(), relation.name(), relation.kind(), out);
            out.setTexts("relacl", source.acl(relation.oid(), 0, Grantable.TABLE));
            out.set("relnatts", relation.columns().size())
                    .set("relam", isStored ? 2 : 0)
                    .set("reltuples", isStored && object != null ? source.snapshot().rowCount(relation.oid()) : -1)
                    .set("relhasindex", hasIndex)
                    .set("relhastriggers", isReferential)
                    .setTexts("reloptions", options(object))
                    .set("relchecks", object instanceof CatalogObject.Table table ? table.checks().size() : 0)
                    .end();
            source.primaryKey(object).ifPresent(key -> {
                common(source, relation.oid(), key.id(), relation.schema(), key.name(), 'i', out);
                out.set("relnatts", key.columns().size()).set("relam", 403).set("reltuples", -1).end();
            });
        }
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Index index) {
                common(source, index.relation(), index.id(), index.schemaName(), index.name(), 'i', out);
                out.set("relnatts", index.keys().size()).set("relam", 403).set("reltuples", -1).end();
            } else if (object instanceof CatalogObject.Sequence sequence) {
                common(
                        source, sequence.id(), sequence.id(), sequence.schemaName(), sequence.name(), 'S', out);
                out.setTexts("relacl", source.acl(sequence.id(), 0, Grantable.SEQUENCE));
                out.set("relnatts", 3).set("reltuples", 1).end();
            }
        }
    }

    private static List<String> options(CatalogObject object) {
        return switch (object) {
            case CatalogObject.MaterializedView view when view.options().containsKey("freshness") ->
                List.of("freshness=" + view.options().get("freshness"));
            case CatalogObject.View view when !view.options().isEmpty() -> view.options().entrySet().stream()
                    .map(option -> option.getKey() + "=" + option.getValue())
                    .sorted()
                    .toList();
            case null -> null;
            case CatalogObject other -> null;
        };
    }

    /** @param owned the object whose owner it has */
    private static void common(
            Source source, long owned, long oid, String schema, String name, char kind, RowWriter out) {
        out.set("oid", oid)
                .set("relname", name)
                .set("relnamespace", source.catalog().schemaOid(schema))
                .set("relowner", source.roles().owner(owned))
                .set("relkind", kind)
                .set("relpersistence", TemporarySchema.isTemporary(schema) ? 't' : 'p')
                .set("relreplident", kind == 'i' ? 'n' : 'd')
                .set("relispopulated", true);
    }
}
