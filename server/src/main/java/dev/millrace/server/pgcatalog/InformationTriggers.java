package dev.millrace.server.pgcatalog;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.catalog.TriggerObject;

/** {@code information_schema.triggers}, a row an event, and {@code triggered_update_columns}. */
final class InformationTriggers {

    private InformationTriggers() {}

    private static void place(TriggerObject trigger, CatalogObject.Relation table, Source source, RowWriter out) {
        String database = source.tables().databaseName();
        out.set("trigger_catalog", database)
                .set("trigger_schema", table.schemaName())
                .set("trigger_name", trigger.name())
                .set("event_object_catalog", database)
                .set("event_object_schema", table.schemaName())
                .set("event_object_table", table.name());
    }

    static void triggers(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            Map<String, Integer> order = new HashMap<>();
            for (TriggerObject trigger : source.catalog().triggers(object.id())) {
                RoutineObject function = (RoutineObject) source.catalog().find(trigger.function()).orElseThrow();
                String timing = trigger.timing().name().replace('_', ' ');
                String orientation = trigger.isRow() ? "ROW" : "STATEMENT";
                for (String event : List.of("insert", "delete", "update")) {
                    if (trigger.events().contains(event)) {
                        place(trigger, (CatalogObject.Relation) object, source, out);
                        out.set("event_manipulation", event.toUpperCase(Locale.ROOT))
                                .set("action_order", order.merge(event + timing + orientation, 1, Integer::sum))
                                .set("action_condition", source.conditionText(trigger))
                                .set("action_statement", trigger.action(source.spelled(function)))
                                .set("action_orientation", orientation)
                                .set("action_timing", timing)
                                .end();
                    }
                }
            }
        }
    }

    static void columns(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            for (TriggerObject trigger : source.catalog().triggers(object.id())) {
                CatalogObject.Relation table = (CatalogObject.Relation) object;
                for (int column : trigger.columns()) {
                    place(trigger, table, source, out);
                    out.set("event_object_column", table.schema().field(column).name()).end();
                }
            }
        }
    }
}
