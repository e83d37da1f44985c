package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;

/** {@code pg_catalog.pg_views}: views with their queries. */
final class PgViews implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (relation instanceof CatalogObject.View view) {
                out.set("schemaname", view.schemaName())
                        .set("viewname", view.name())
                        .set("viewowner", source.owner(view))
                        .set("definition", source.viewText(view, view.query()))
                        .end();
            }
        }
    }
}
