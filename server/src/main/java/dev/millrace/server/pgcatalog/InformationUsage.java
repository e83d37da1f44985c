package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.millrace.planner.PlannerCatalog;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.RoutineObject;

/** What views read and call, as {@code information_schema} shows it; materialized views are not in the standard. */
final class InformationUsage {

    private InformationUsage() {}

    private static void view(Source source, CatalogObject.View view, RowWriter out) {
        out.set("view_catalog", source.tables().databaseName())
                .set("view_schema", view.schemaName())
                .set("view_name", view.name());
    }

    private static void table(Source source, CatalogObject object, RowWriter out) {
        out.set("table_catalog", source.tables().databaseName())
                .set("table_schema", object.schemaName())
                .set("table_name", object.name());
    }

    /** {@code information_schema.view_table_usage}. */
    static void tables(Source source, RowWriter out) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (relation instanceof CatalogObject.View view) {
                read(view, source).forEach(object -> {
                    view(source, view, out);
                    table(source, object, out);
                    out.end();
                });
            }
        }
    }

    private static List<CatalogObject> read(CatalogObject.View view, Source source) {
        return view.pins().stream()
                .map(PlannerCatalog.Pin::relation)
                .distinct()
                .sorted()
                .flatMap(id -> source.catalog().find(id).stream())
                .filter(CatalogObject.Relation.class::isInstance)
                .toList();
    }

    /** {@code information_schema.view_column_usage}. */
    static void columns(Source source, RowWriter out) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (relation instanceof CatalogObject.View view && view.uses() != null) {
                for (Map.Entry<Long, Set<Integer>> uses : view.uses().entrySet()) {
                    CatalogObject.Relation read =
                            (CatalogObject.Relation) source.catalog().find(uses.getKey()).orElse(null);
                    for (int column : read == null ? Set.<Integer>of() : new TreeSet<>(uses.getValue())) {
                        if (column >= 0) {
                            view(source, view, out);
                            table(source, read, out);
                            out.set("column_name", read.schema().field(column).name()).end();
                        }
                    }
                }
            }
        }
    }

    /** {@code information_schema.view_routine_usage}. */
    static void routines(Source source, RowWriter out) {
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            if (relation instanceof CatalogObject.View view) {
                for (long id : new TreeSet<>(view.dependencies())) {
                    if (source.catalog().find(id).orElse(null) instanceof RoutineObject routine) {
                        table(source, view, out);
                        out.set("specific_catalog", source.tables().databaseName())
                                .set("specific_schema", routine.schemaName())
                                .set("specific_name", InformationRoutines.specificName(CatalogFunction.of(routine)))
                                .end();
                    }
                }
            }
        }
    }
}
