package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;

/**
 * {@code pg_stat_user_tables} and {@code pg_stat_all_tables}: how many rows tables and views have. Reads and writes are
 * not counted by relation.
 */
final class PgStatTables implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (!(relation instanceof CatalogObject.View)) {
                out.set("relid", relation.id())
                        .set("schemaname", relation.schemaName())
                        .set("relname", relation.name())
                        .set("n_live_tup", Math.max(0, source.snapshot().rowCount(relation.id())))
                        .set("n_dead_tup", 0)
                        .end();
            }
        }
    }
}
