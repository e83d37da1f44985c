package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;

/** {@code information_schema.views}. */
final class InformationViews implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (relation instanceof CatalogObject.View view) {
                out.set("table_catalog", source.tables().databaseName())
                        .set("table_schema", view.schemaName())
                        .set("table_name", view.name())
                        .set("view_definition", view.query())
                        .set("check_option", "NONE")
                        .set("is_updatable", "NO")
                        .set("is_insertable_into", "NO")
                        .end();
            }
        }
    }
}
