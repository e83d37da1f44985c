package dev.millrace.sqltests.trial;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a trial found, as the one line of JSON it ends with; figures come in the order they were given. */
final class Figures {
    private final Map<String, String> fields = new LinkedHashMap<>();

    Figures(String trial) {
        fields.put("trial", quoted(trial));
    }

    Figures with(String name, long value) {
        fields.put(name, Long.toString(value));
        return this;
    }

    /** Three decimals: a microsecond, where the unit is a millisecond. */
    Figures with(String name, double value) {
        fields.put(name, Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null");
        return this;
    }

    Figures with(String name, String value) {
        fields.put(name, quoted(value));
        return this;
    }

    /** @return the process's exit code */
    int finish(boolean holds) {
        fields.put("holds", Boolean.toString(holds));
        StringBuilder line = new StringBuilder("{");
        fields.forEach((name, value) ->
                line.append(line.length() == 1 ? "" : ",").append(quoted(name)).append(':').append(value));
        System.out.println(line.append('}'));
        return holds ? 0 : 1;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
