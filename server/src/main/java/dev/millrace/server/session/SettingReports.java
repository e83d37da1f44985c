package dev.millrace.server.session;

import java.util.HashMap;
import java.util.Map;

import dev.millrace.server.net.Outbox;
import dev.millrace.server.wire.BackendMessage;

/** Keeps the client's idea of the reported settings up to date: drivers choose formats by it. */
final class SettingReports {

    private final Settings settings;
    private final Outbox out;
    private final Map<String, String> told = new HashMap<>();
    private int toldVersion = -1;

    SettingReports(Settings settings, Outbox out) {
        this.settings = settings;
        this.out = out;
    }

    /** Sends those that differ from what was told last; at login all of them. */
    void sendChanged() {
        if (settings.version() == toldVersion) {
            return;
        }
        toldVersion = settings.version();
        for (String name : Settings.REPORTED) {
            String value = settings.find(name);
            if (!value.equals(told.put(name, value))) {
                out.write(new BackendMessage.ParameterStatus(name, value));
            }
        }
    }
}
