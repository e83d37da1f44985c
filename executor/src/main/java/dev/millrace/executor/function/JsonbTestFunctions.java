package dev.millrace.executor.function;

import java.util.List;

import dev.millrace.executor.json.JsonMembers;
import dev.millrace.executor.json.JsonValue;

import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;

/** What a {@code jsonb} contains. */
final class JsonbTestFunctions {

    private JsonbTestFunctions() {}

    @SqlFunction(name = {"?", "jsonb_exists"},
            description = "Whether a text is a key of the object, or an element of the array.",
            example = "'[\"a\", \"b\"]'::jsonb ? 'b' = t")
    static boolean hasKey(@As(JSONB) Text json, String key) {
        JsonMembers members = JsonDocuments.members(json);
        if (members == null) {
            return isString(json, key);
        }
        while (members.next()) {
            if (members.isObject() ? members.key().equals(key) : isString(JsonDocuments.member(json, members), key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isString(Text json, String text) {
        return json.byteAt(0) == '"' && JsonDocuments.shown(json).toString().equals(text);
    }

    @SqlFunction(name = {"?|", "jsonb_exists_any"},
            description = "Whether any of the texts is a key of the object, or an element.")
    static boolean hasAnyKey(@As(JSONB) Text json, @ArrayOf(TEXT) byte[] keys) {
        return JsonDocuments.texts(keys).stream().anyMatch(key -> key != null && hasKey(json, key));
    }

    @SqlFunction(name = {"?&", "jsonb_exists_all"},
            description = "Whether all of the texts are keys of the object, or elements.")
    static boolean hasAllKeys(@As(JSONB) Text json, @ArrayOf(TEXT) byte[] keys) {
        return JsonDocuments.texts(keys).stream().allMatch(key -> key == null || hasKey(json, key));
    }

    @SqlFunction(name = {"@>", "jsonb_contains"},
            description = "Whether the first document contains the second.",
            example = "'{\"a\": 1, \"b\": 2}'::jsonb @> '{\"b\": 2}'::jsonb = t")
    static boolean contains(@As(JSONB) Text whole, @As(JSONB) Text part) {
        JsonValue wholeTree = JsonDocuments.tree(whole);
        JsonValue partTree = JsonDocuments.tree(part);
        if (wholeTree instanceof JsonValue.Array array && partTree.isScalar()) {
            // Only here, where the whole document is the array.
            return contains(array.elements(), partTree);
        }
        return contains(wholeTree, partTree);
    }

    @SqlFunction(name = {"<@", "jsonb_contained"},
            description = "Whether the second document contains the first.")
    static boolean isContained(@As(JSONB) Text part, @As(JSONB) Text whole) {
        return contains(whole, part);
    }

    private static boolean contains(JsonValue whole, JsonValue part) {
        return switch (part) {
            case JsonValue.Fields fields ->
                whole instanceof JsonValue.Fields all
                        && fields.values().entrySet().stream().allMatch(field -> {
                            JsonValue value = all.values().get(field.getKey());
                            return value != null && contains(value, field.getValue());
                        });
            case JsonValue.Array array ->
                whole instanceof JsonValue.Array all
                        && array.elements().stream().allMatch(element -> contains(all.elements(), element));
            case JsonValue.Decimal number ->
                whole instanceof JsonValue.Decimal other && number.value().compareTo(other.value()) == 0;
            case JsonValue.Text _, JsonValue.Truth _, JsonValue.Null _ -> part.equals(whole);
        };
    }

    private static boolean contains(List<JsonValue> elements, JsonValue part) {
        return elements.stream().anyMatch(element -> contains(element, part));
    }
}
