package dev.millrace.executor.function;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.json.JsonMembers;
import dev.millrace.executor.json.JsonText;

import static dev.millrace.executor.plan.SqlType.Kind.JSON;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;

/** What is inside a JSON document, found where it lies. */
final class JsonAccessFunctions {

    private JsonAccessFunctions() {}

    // ---- one part ---------------------------------------------------------------------------------------------------

    @SqlFunction(name = {"->", "json_object_field"}, kinds = JSON, description = "The value of a key of an object.",
            example = "'{\"a\": {\"b\": 1}}'::json -> 'a' = {\"b\": 1}")
    @Each
    static Text jsonField(@Each Text json, Text key) {
        return JsonDocuments.field(json, key);
    }

    @SqlFunction(name = {"->", "jsonb_object_field"}, kinds = JSONB, description = "The value of a key of an object.")
    @Each
    static Text jsonbField(@Each Text json, Text key) {
        return JsonDocuments.field(json, key);
    }

    @SqlFunction(name = {"->>", "json_object_field_text"}, kinds = JSON,
            description = "The value of a key of an object, as text.")
    static Text jsonFieldText(@Each Text json, Text key) {
        return JsonDocuments.shown(JsonDocuments.field(json, key));
    }

    @SqlFunction(name = {"->>", "jsonb_object_field_text"}, kinds = JSONB,
            description = "The value of a key of an object, as text.")
    static Text jsonbFieldText(@Each Text json, Text key) {
        return JsonDocuments.shown(JsonDocuments.field(json, key));
    }

    @SqlFunction(name = {"->", "json_array_element"}, kinds = JSON,
            description = "An element of an array, the first being 0, the last -1.")
    @Each
    static Text jsonElement(@Each Text json, int number) {
        return JsonDocuments.element(json, number);
    }

    @SqlFunction(name = {"->", "jsonb_array_element"}, kinds = JSONB,
            description = "An element of an array, the first being 0, the last -1.")
    @Each
    static Text jsonbElement(@Each Text json, int number) {
        boolean isScalar = JsonDocuments.members(json) == null;
        // To PostgreSQL a scalar document is an array of one element here.
        return isScalar ? (number == 0 || number == -1 ? json : null) : JsonDocuments.element(json, number);
    }

    @SqlFunction(name = {"->>", "json_array_element_text"}, kinds = JSON,
            description = "An element of an array, as text.")
    static Text jsonElementText(@Each Text json, int number) {
        return JsonDocuments.shown(JsonDocuments.element(json, number));
    }

    @SqlFunction(name = {"->>", "jsonb_array_element_text"}, kinds = JSONB,
            description = "An element of an array, as text.")
    static Text jsonbElementText(@Each Text json, int number) {
        return JsonDocuments.shown(jsonbElement(json, number));
    }

    @SqlFunction(name = "#>", kinds = {JSON, JSONB}, description = "Where a path of keys and numbers leads.",
            example = "'{\"a\": [1, 2]}'::json #> '{a,1}' = 2")
    @Each
    static Text path(@Each Text json, @ArrayOf(TEXT) byte[] path) {
        return JsonDocuments.at(json, JsonDocuments.texts(path));
    }

    @SqlFunction(name = "#>>", kinds = {JSON, JSONB}, description = "Where a path leads, as text.")
    static Text pathText(@Each Text json, @ArrayOf(TEXT) byte[] path) {
        return JsonDocuments.shown(path(json, path));
    }

    @SqlFunction(name = "json_extract_path", kinds = JSON, description = "Where a path of keys and numbers leads.")
    @Each
    static Text jsonPath(@Each Text json, String[] path) {
        return JsonDocuments.at(json, Arrays.asList(path));
    }

    @SqlFunction(name = "jsonb_extract_path", kinds = JSONB, description = "Where a path of keys and numbers leads.")
    @Each
    static Text jsonbPath(@Each Text json, String[] path) {
        return JsonDocuments.at(json, Arrays.asList(path));
    }

    @SqlFunction(name = "json_extract_path_text", kinds = JSON, description = "Where a path leads, as text.")
    static Text jsonPathText(@Each Text json, String[] path) {
        return JsonDocuments.shown(jsonPath(json, path));
    }

    @SqlFunction(name = "jsonb_extract_path_text", kinds = JSONB, description = "Where a path leads, as text.")
    static Text jsonbPathText(@Each Text json, String[] path) {
        return JsonDocuments.shown(jsonbPath(json, path));
    }

    @SqlFunction(name = "jsonb subscript", description = "The value of a key, or the element with a number.")
    @As(JSONB)
    static Text subscript(@As(JSONB) Text json, String key) {
        return JsonDocuments.at(json, List.of(key));
    }

    // ---- about it ---------------------------------------------------------------------------------------------------

    @SqlFunction(name = "json_typeof", description = "object, array, string, number, boolean or null.",
            example = "json_typeof('-1.5'::json) = number")
    static String jsonTypeOf(@As(JSON) Text json) {
        return JsonMembers.typeName(json.data(), json.start(), json.end());
    }

    @SqlFunction(name = "jsonb_typeof", description = "object, array, string, number, boolean or null.")
    static String jsonbTypeOf(@As(JSONB) Text json) {
        return JsonMembers.typeName(json.data(), json.start(), json.end());
    }

    @SqlFunction(name = "json_array_length", description = "How many elements an array has.")
    static int jsonLength(@As(JSON) Text json) {
        return length(json);
    }

    @SqlFunction(name = "jsonb_array_length", description = "How many elements an array has.")
    static int jsonbLength(@As(JSONB) Text json) {
        return length(json);
    }

    private static int length(Text json) {
        JsonMembers members = JsonDocuments.members(json);
        if (members == null || members.isObject()) {
            throw JsonDocuments.invalid(
                    "cannot get array length of a " + (members == null ? "scalar" : "non-array"));
        }
        return JsonDocuments.count(json);
    }

    // ---- rows -------------------------------------------------------------------------------------------------------

    @SqlFunction(name = "json_array_elements array", description = "The elements of an array.")
    @ArrayOf(JSON)
    static byte[] jsonElements(@As(JSON) Text json) {
        return elements(json, "json_array_elements", false, false);
    }

    @SqlFunction(name = "jsonb_array_elements array", description = "The elements of an array.")
    @ArrayOf(JSONB)
    static byte[] jsonbElements(@As(JSONB) Text json) {
        return elements(json, "jsonb_array_elements", true, false);
    }

    @SqlFunction(name = "json_array_elements_text array", description = "The elements of an array as text.")
    @ArrayOf(TEXT)
    static byte[] jsonElementTexts(@As(JSON) Text json) {
        return elements(json, "json_array_elements_text", false, true);
    }

    @SqlFunction(name = "jsonb_array_elements_text array", description = "The elements of an array as text.")
    @ArrayOf(TEXT)
    static byte[] jsonbElementTexts(@As(JSONB) Text json) {
        return elements(json, "jsonb_array_elements_text", true, true);
    }

    private static byte[] elements(Text json, String function, boolean isBinary, boolean shown) {
        JsonMembers members = JsonDocuments.members(json);
        if (members == null) {
            throw JsonDocuments.invalid(
                    isBinary ? "cannot extract elements from a scalar" : "cannot call " + function + " on a scalar");
        }
        if (members.isObject()) {
            throw JsonDocuments.invalid(
                    isBinary
                            ? "cannot extract elements from an object"
                            : "cannot call " + function + " on a non-array");
        }
        return JsonDocuments.array(members, element -> {
            Text text = JsonDocuments.member(json, element);
            return shown ? JsonDocuments.shown(text) : text;
        });
    }

    @SqlFunction(name = "json_object_keys array", description = "The keys of an object.")
    @ArrayOf(TEXT)
    static byte[] jsonKeys(@As(JSON) Text json) {
        return keys(json, "json_object_keys");
    }

    @SqlFunction(name = "jsonb_object_keys array", description = "The keys of an object.")
    @ArrayOf(TEXT)
    static byte[] jsonbKeys(@As(JSONB) Text json) {
        return keys(json, "jsonb_object_keys");
    }

    private static byte[] keys(Text json, String function) {
        JsonMembers members = JsonDocuments.members(json);
        if (members == null || !members.isObject()) {
            throw JsonDocuments.invalid(
                    "cannot call " + function + " on " + (members == null ? "a scalar" : "an array"));
        }
        return JsonDocuments.array(members, field -> Text.of(field.key()));
    }

    @SqlFunction(name = "json_each array", description = "The keys and values of an object, as arrays of the two.")
    @ArrayOf(JSON)
    static byte[] jsonEach(@As(JSON) Text json) {
        JsonMembers members = JsonDocuments.members(json);
        if (members == null) {
            throw JsonDocuments.invalid("cannot deconstruct a scalar");
        }
        if (!members.isObject()) {
            throw JsonDocuments.invalid("cannot deconstruct an array as an object");
        }
        return pairs(json, members);
    }

    @SqlFunction(name = "jsonb_each array", description = "The keys and values of an object, as arrays of the two.")
    @ArrayOf(JSONB)
    static byte[] jsonbEach(@As(JSONB) Text json) {
        return pairs(json, fields(json, "jsonb_each"));
    }

    @SqlFunction(name = "jsonb_each_text array",
            description = "The keys and values of an object, as arrays of the two.")
    @ArrayOf(JSONB)
    static byte[] jsonbEachText(@As(JSONB) Text json) {
        return pairs(json, fields(json, "jsonb_each_text"));
    }

    private static JsonMembers fields(Text json, String function) {
        JsonMembers members = JsonDocuments.members(json);
        if (members == null || !members.isObject()) {
            throw JsonDocuments.invalid("cannot call " + function + " on a non-object");
        }
        return members;
    }

    private static byte[] pairs(Text json, JsonMembers members) {
        return JsonDocuments.array(members, field -> {
            String key = JsonText.quoted(field.key());
            return Text.of("[" + key + ", " + JsonDocuments.member(json, field) + "]");
        });
    }
}
