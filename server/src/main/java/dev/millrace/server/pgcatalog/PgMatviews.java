package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;

/** {@code pg_catalog.pg_matviews}: materialized views with their queries. */
final class PgMatviews implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (relation instanceof CatalogObject.MaterializedView view) {
                out.set("schemaname", view.schemaName())
                        .set("matviewname", view.name())
                        .set("matviewowner", source.owner(view))
                        .set("hasindexes", PgIndexes.areOn(view, source))
                        .set("ispopulated", true)
                        .set("definition", source.viewText(view, view.query()))
                        .end();
            }
        }
    }
}
