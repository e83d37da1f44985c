package dev.millrace.server.pgcatalog;

import java.util.Locale;

import dev.millrace.server.catalog.CatalogObject;

/** {@code information_schema.views}. */
final class InformationViews implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        Updatability can = new Updatability(source.catalog());
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (relation instanceof CatalogObject.View view) {
                int byTriggers = can.byTriggers(view.id());
                out.set("table_catalog", source.tables().databaseName())
                        .set("table_schema", view.schemaName())
                        .set("table_name", view.name())
                        .set("view_definition", source.viewText(view, view.query()))
                        .set("check_option", view.options().getOrDefault("check_option", "none")
                                .toUpperCase(Locale.ROOT))
                        .set("is_updatable", answer(can.has(view.id(), Updatability.UPDATE | Updatability.DELETE)))
                        .set("is_insertable_into", answer(can.has(view.id(), Updatability.INSERT)))
                        .set("is_trigger_updatable", answer((byTriggers & Updatability.UPDATE) != 0))
                        .set("is_trigger_deletable", answer((byTriggers & Updatability.DELETE) != 0))
                        .set("is_trigger_insertable_into", answer((byTriggers & Updatability.INSERT) != 0))
                        .end();
            }
        }
    }

    private static String answer(boolean isSo) {
        return isSo ? "YES" : "NO";
    }
}
