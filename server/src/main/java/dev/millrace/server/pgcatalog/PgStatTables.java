package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.DatabaseObject;

/**
 * {@code pg_stat_user_tables} and its kin: how many rows tables and views have. Reads and writes are not counted, and
 * so are NULL.
 */
final class PgStatTables implements SystemRows {

    /** Those that tell what was read and written of each table. */
    static void tables(Source source, RowWriter out) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (!(relation instanceof CatalogObject.View)) {
                named(relation, out);
                out.end();
            }
        }
    }

    /** Those that tell it of sequences. */
    static void sequences(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Sequence) {
                named(object, out);
                out.end();
            }
        }
    }

    /** {@code pg_stat_database}: whose sessions are counted, and nothing else. */
    static void database(Source source, RowWriter out) {
        for (DatabaseObject one : source.catalog().databases()) {
            long sessions = source.sessions().stream().filter(session -> session.database().id() == one.id()).count();
            out.set("datid", one.id())
                    .set("datname", one.databaseName())
                    .set("numbackends", sessions)
                    .set("conflicts", 0)
                    .set("deadlocks", 0)
                    .end();
        }
    }

    private static void named(CatalogObject object, RowWriter out) {
        out.set("relid", object.id()).set("schemaname", object.schemaName()).set("relname", object.name());
    }

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (!(relation instanceof CatalogObject.View)) {
                named(relation, out);
                out.set("n_live_tup", Math.max(0, source.snapshot().rowCount(relation.id())))
                        .set("n_dead_tup", 0)
                        .end();
            }
        }
    }
}
