package dev.millrace.server.session;

import java.util.Locale;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** What settings are called, and which values they take. */
final class SettingNames {

    private SettingNames() {}

    /** Under which a setting is kept: its name in lower case. */
    static String key(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return key.equals("time zone") ? "timezone" : key;
    }

    /** The name as PostgreSQL spells it. */
    static String spelling(String name) {
        SettingDefinition definition = SettingDefinition.all().get(key(name));
        return definition == null ? key(name) : definition.name();
    }

    /** @throws SqlException 42704 unknown, 55P02 not changeable */
    static void checkChangeable(String key, String name) {
        SettingDefinition definition = SettingDefinition.all().get(key);
        if (definition == null && key.indexOf('.') < 0) {
            throw unknown(name);
        }
        if (definition != null && !definition.isChangeable()) {
            throw new SqlException("55P02", "parameter \"" + definition.name() + "\" cannot be changed");
        }
    }

    /**
     * The value as it is kept.
     *
     * @param dateStyle what that is now: a new one may say half of it
     * @throws SqlException 42704 unknown, 22023 bad value
     */
    static String accepted(String key, String name, String value, String dateStyle) {
        SettingDefinition definition = SettingDefinition.all().get(key);
        if (definition == null) {
            if (key.indexOf('.') < 0) {
                throw unknown(name);
            }
            return value;
        }
        String normal = definition.normalise(value);
        return key.equals("datestyle")
                ? DateStyles.accepted(definition, normal, dateStyle)
                : SettingValues.accepted(definition, normal);
    }

    static SqlException unknown(String name) {
        return new SqlException(SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
    }
}
