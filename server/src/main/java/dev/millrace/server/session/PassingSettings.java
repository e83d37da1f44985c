package dev.millrace.server.session;

import java.util.LinkedHashMap;
import java.util.Map;

/** Settings that hold as long as a routine runs. What it sets itself for the session holds longer. */
public final class PassingSettings implements AutoCloseable {

    private final Settings settings;
    private final Map<String, String> values;
    private final Map<String, String> before;

    /** @throws dev.millrace.executor.plan.SqlException 42704 for no setting, 22023 for no value of one */
    public PassingSettings(Settings settings, Map<String, String> values) {
        this.settings = settings;
        this.values = values;
        this.before = settings.passing();
        try {
            values.forEach((name, value) -> settings.set(name, value, true));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The same, as the catalog spells them, with the session's value where there is none; all of them can be set. */
    public static Map<String, String> accepted(Settings settings, Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>();
        values.forEach((name, value) ->
                all.put(Settings.spelling(name), value == null ? settings.display(name) : value));
        new PassingSettings(settings, all).close();
        return all;
    }

    @Override
    public void close() {
        values.keySet().forEach(name -> settings.putBack(name, before));
    }
}
