package dev.millrace.server.pgcatalog;

import java.util.Map;

import dev.millrace.server.session.SettingDefinition;
import dev.millrace.server.session.Settings;

/** {@code pg_catalog.pg_settings}: the settings of the session that asks. */
final class PgSettings implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        Settings settings = source.settings();
        for (Map.Entry<String, String> setting : settings.all().entrySet()) {
            SettingDefinition definition = SettingDefinition.all().get(setting.getKey());
            if (definition == null) {
                continue;
            }
            out.set("name", definition.name())
                    .set("setting", setting.getValue())
                    .set("unit", definition.unit().isEmpty() ? null : definition.unit())
                    .set("context", definition.context())
                    .set("vartype", definition.kind())
                    .set("source", settings.source(setting.getKey()))
                    .set("boot_val", definition.initial())
                    .set("reset_val", settings.resetValue(setting.getKey()))
                    .set("pending_restart", false)
                    .end();
        }
    }
}
