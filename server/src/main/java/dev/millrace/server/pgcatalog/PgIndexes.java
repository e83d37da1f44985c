package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.server.catalog.CatalogObject;

/** {@code pg_catalog.pg_indexes}, and what PostgreSQL counts of indexes: of keys and of CREATE INDEX. */
final class PgIndexes {

    private PgIndexes() {}

    private interface Each {
        void index(CatalogObject.Relation relation, long number, String name);
    }

    private static void each(Source source, Each each) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            source.primaryKey(relation).ifPresent(key -> each.index(relation, key.id(), key.name()));
            for (CatalogObject.Index index : source.catalog().indexes(relation.id())) {
                each.index(relation, index.id(), index.name());
            }
        }
    }

    static void indexes(Source source, RowWriter out) {
        each(source, (relation, number, name) -> out.set("schemaname", relation.schemaName())
                .set("tablename", relation.name())
                .set("indexname", name)
                .set("indexdef", source.indexText(number))
                .end());
    }

    /** {@code pg_stat_user_indexes}, and {@code pg_statio_user_indexes} by {@link #files}: nothing is counted yet. */
    static void statistics(Source source, RowWriter out) {
        counted(List.of("idx_scan", "idx_tup_read", "idx_tup_fetch"), source, out);
    }

    static void files(Source source, RowWriter out) {
        counted(List.of("idx_blks_read", "idx_blks_hit"), source, out);
    }

    private static void counted(List<String> counts, Source source, RowWriter out) {
        each(source, (relation, number, name) -> {
            out.set("relid", relation.id())
                    .set("indexrelid", number)
                    .set("schemaname", relation.schemaName())
                    .set("relname", relation.name())
                    .set("indexrelname", name);
            counts.forEach(count -> out.set(count, 0L));
            out.end();
        });
    }

    /** Whether a relation has any. */
    static boolean areOn(CatalogObject object, Source source) {
        return source.primaryKey(object).isPresent() || !source.catalog().indexes(object.id()).isEmpty();
    }
}
