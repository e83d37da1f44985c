package dev.millrace.executor.function;

import dev.millrace.executor.jsonpath.JsonPath;

/** A path of JSON, compiled from its text. */
final class JsonPathPattern {

    private final JsonPath path;

    private JsonPathPattern(JsonPath path) {
        this.path = path;
    }

    static JsonPathPattern compile(String text) {
        return new JsonPathPattern(JsonPath.parse(text, JsonPathLibrary.INSTANCE));
    }

    JsonPath path() {
        return path;
    }
}
