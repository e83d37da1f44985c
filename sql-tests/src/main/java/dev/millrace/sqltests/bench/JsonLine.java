package dev.millrace.sqltests.bench;

import java.util.Locale;

/** One flat JSON object on one line, its members in the order they were put. */
final class JsonLine {
    private final StringBuilder text = new StringBuilder("{");

    JsonLine put(String key, String value) {
        String safe = value.replaceAll("[\\s\"\\\\]+", " ");
        return raw(key, '"' + safe + '"');
    }

    JsonLine put(String key, long value) {
        return raw(key, Long.toString(value));
    }

    JsonLine put(String key, double value, int decimals) {
        return raw(key, String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    private JsonLine raw(String key, String value) {
        text.append(text.length() == 1 ? "\"" : ",\"").append(key).append("\":").append(value);
        return this;
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
