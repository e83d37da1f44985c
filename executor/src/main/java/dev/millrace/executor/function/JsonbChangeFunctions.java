package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

import dev.millrace.executor.json.JsonMembers;
import dev.millrace.executor.json.JsonText;
import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.BOOLEAN;
import static dev.millrace.executor.plan.SqlType.Kind.JSON;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;

/** A JSON document made of another. */
final class JsonbChangeFunctions {

    private JsonbChangeFunctions() {}

    @SqlFunction(name = {"||", "jsonb_concat"},
            description = "Two objects as one, or two arrays; what is none of them becomes an array of one element.",
            example = "'{\"a\": 1}'::jsonb || '{\"b\": 2}'::jsonb = {\"a\": 1, \"b\": 2}")
    @As(JSONB)
    static String concatenate(@As(JSONB) Text left, @As(JSONB) Text right) {
        JsonValue first = JsonDocuments.tree(left);
        JsonValue second = JsonDocuments.tree(right);
        if (first instanceof JsonValue.Fields fields && second instanceof JsonValue.Fields others) {
            NavigableMap<String, JsonValue> all = JsonValue.Fields.map();
            all.putAll(fields.values());
            all.putAll(others.values());
            return new JsonValue.Fields(all).text();
        }
        List<JsonValue> all = new ArrayList<>(elements(first));
        all.addAll(elements(second));
        return new JsonValue.Array(all).text();
    }

    private static List<JsonValue> elements(JsonValue value) {
        return value instanceof JsonValue.Array array ? array.elements() : List.of(value);
    }

    // ---- without a part ---------------------------------------------------------------------------------------------

    @SqlFunction(name = {"-", "jsonb_delete"}, description = "An object without a key, or an array without a text.",
            example = "'{\"a\": 1, \"b\": 2}'::jsonb - 'a' = {\"b\": 2}")
    @As(JSONB)
    static String without(@As(JSONB) Text json, String key) {
        return without(json, List.of(key));
    }

    @SqlFunction(name = {"-", "jsonb_delete"}, description = "An object without keys, or an array without texts.")
    @As(JSONB)
    static String without(@As(JSONB) Text json, @ArrayOf(TEXT) byte[] keys) {
        return without(json, JsonDocuments.texts(keys));
    }

    private static String without(Text json, List<String> keys) {
        return switch (JsonDocuments.tree(json)) {
            case JsonValue.Fields fields -> {
                NavigableMap<String, JsonValue> left = JsonValue.Fields.map();
                left.putAll(fields.values());
                keys.stream().filter(key -> key != null).forEach(left::remove);
                yield new JsonValue.Fields(left).text();
            }
            case JsonValue.Array array -> {
                List<JsonValue> left = new ArrayList<>(array.elements());
                left.removeIf(element -> element instanceof JsonValue.Text text && keys.contains(text.value()));
                yield new JsonValue.Array(left).text();
            }
            case JsonValue.Null _, JsonValue.Truth _, JsonValue.Decimal _, JsonValue.Text _ ->
                throw JsonDocuments.invalid("cannot delete from scalar");
        };
    }

    @SqlFunction(name = {"-", "jsonb_delete"}, description = "An array without an element; the last one is -1.")
    @As(JSONB)
    static String without(@As(JSONB) Text json, int number) {
        JsonValue value = JsonDocuments.tree(json);
        if (value instanceof JsonValue.Fields) {
            throw JsonDocuments.invalid("cannot delete from object using integer index");
        }
        if (!(value instanceof JsonValue.Array array)) {
            throw JsonDocuments.invalid("cannot delete from scalar");
        }
        int size = array.elements().size();
        int index = number < 0 ? number + size : number;
        if (index < 0 || index >= size) {
            return json.toString();
        }
        List<JsonValue> left = new ArrayList<>(array.elements());
        left.remove(index);
        return new JsonValue.Array(left).text();
    }

    @SqlFunction(name = {"#-", "jsonb_delete_path"}, description = "A document without what a path leads to.",
            example = "'[\"a\", {\"b\": 1}]'::jsonb #- '{1,b}' = [\"a\", {}]")
    @As(JSONB)
    static String withoutPath(@As(JSONB) Text json, @ArrayOf(TEXT) byte[] path) {
        JsonValue value = JsonDocuments.tree(json);
        if (value.isScalar()) {
            throw JsonDocuments.invalid("cannot delete path in scalar");
        }
        return new JsonPathChange(JsonPathChange.Kind.DELETE, JsonDocuments.texts(path), null).of(value).text();
    }

    // ---- with another part ------------------------------------------------------------------------------------------

    @SqlFunction(name = "jsonb_set", description = "A document with another value where a path leads.",
            example = "jsonb_set('{\"a\": 1}'::jsonb, '{b}', '2'::jsonb) = {\"a\": 1, \"b\": 2}")
    @As(JSONB)
    static String set(@As(JSONB) Text json, @ArrayOf(TEXT) byte[] path, @As(JSONB) Text value) {
        return set(json, path, value, true);
    }

    @SqlFunction(name = "jsonb_set",
            description = "A document with another value where a path leads, also where there was none if so wished.")
    @As(JSONB)
    static String set(@As(JSONB) Text json, @ArrayOf(TEXT) byte[] path, @As(JSONB) Text value, boolean creates) {
        return changed(json, creates ? JsonPathChange.Kind.SET : JsonPathChange.Kind.REPLACE, path, value);
    }

    @SqlFunction(name = "jsonb_set_lax", strict = false,
            description = "As jsonb_set; for a value of NULL with null, without the key, as it is, or not at all.",
            example = "jsonb_set_lax('{\"f1\": 99}', '{f1}', NULL, true, 'delete_key') = '{}'")
    @As(JSONB)
    static String setLax(
            @As(JSONB) Text json,
            @ArrayOf(TEXT) byte[] path,
            @As(JSONB) Text value,
            @As(BOOLEAN) Integer creates,
            String treatment) {
        if (json == null || path == null || creates == null) {
            return null;
        }
        if (treatment == null) {
            throw nullTreatment();
        }
        if (value != null) {
            return set(json, path, value, creates != 0);
        }
        return switch (treatment) {
            case "use_json_null" -> set(json, path, Text.of("null"), creates != 0);
            case "delete_key" -> withoutPath(json, path);
            case "return_target" -> json.toString();
            case "raise_exception" ->
                throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "JSON value must not be null")
                        .withDetail("Exception was raised because null_value_treatment is \"raise_exception\".")
                        .withHint("To avoid, either change the null_value_treatment argument or ensure that an SQL "
                                + "NULL is not passed.");
            default -> throw nullTreatment();
        };
    }

    private static SqlException nullTreatment() {
        return JsonDocuments.invalid("null_value_treatment must be \"delete_key\", \"return_target\", "
                + "\"use_json_null\", or \"raise_exception\"");
    }

    @SqlFunction(name = "jsonb_insert", description = "A document with one more value, before what a path leads to.",
            example = "jsonb_insert('[1, 2]'::jsonb, '{1}', '9'::jsonb) = [1, 9, 2]")
    @As(JSONB)
    static String insert(@As(JSONB) Text json, @ArrayOf(TEXT) byte[] path, @As(JSONB) Text value) {
        return insert(json, path, value, false);
    }

    @SqlFunction(name = "jsonb_insert",
            description = "A document with one more value, before or after what a path leads to.")
    @As(JSONB)
    static String insert(@As(JSONB) Text json, @ArrayOf(TEXT) byte[] path, @As(JSONB) Text value, boolean after) {
        return changed(json, after ? JsonPathChange.Kind.INSERT_AFTER : JsonPathChange.Kind.INSERT_BEFORE, path, value);
    }

    private static String changed(Text json, JsonPathChange.Kind kind, byte[] path, Text value) {
        JsonValue tree = JsonDocuments.tree(json);
        if (tree.isScalar()) {
            throw JsonDocuments.invalid("cannot set path in scalar");
        }
        return new JsonPathChange(kind, JsonDocuments.texts(path), JsonDocuments.tree(value)).of(tree).text();
    }

    // ---- another form -----------------------------------------------------------------------------------------------

    @SqlFunction(name = "jsonb_strip_nulls", description = "A document without the keys whose value is null.",
            example = "jsonb_strip_nulls('{\"a\": null, \"b\": 1}'::jsonb) = {\"b\": 1}")
    @As(JSONB)
    static String stripNulls(@As(JSONB) Text json) {
        return stripNulls(JsonDocuments.tree(json)).text();
    }

    private static JsonValue stripNulls(JsonValue value) {
        return switch (value) {
            case JsonValue.Fields fields -> {
                NavigableMap<String, JsonValue> left = JsonValue.Fields.map();
                fields.values().forEach((key, field) -> {
                    if (field != JsonValue.Null.NULL) {
                        left.put(key, stripNulls(field));
                    }
                });
                yield new JsonValue.Fields(left);
            }
            case JsonValue.Array array -> new JsonValue.Array(
                    array.elements().stream().map(JsonbChangeFunctions::stripNulls).toList());
            case JsonValue.Null _, JsonValue.Truth _, JsonValue.Decimal _, JsonValue.Text _ -> value;
        };
    }

    @SqlFunction(name = "json_strip_nulls", description = "A document without the keys whose value is null.")
    @As(JSON)
    static String stripJsonNulls(@As(JSON) Text json) {
        StringBuilder out = new StringBuilder();
        stripNulls(json, out);
        return out.toString();
    }

    private static void stripNulls(Text json, StringBuilder out) {
        JsonMembers members = JsonDocuments.members(json);
        if (members == null) {
            String text = json.toString().strip();
            out.append(text.startsWith("\"") ? JsonText.quoted(JsonDocuments.shown(json).toString()) : text);
            return;
        }
        out.append(members.isObject() ? '{' : '[');
        String separator = "";
        while (members.next()) {
            Text member = JsonDocuments.member(json, members);
            if (members.isObject() && member.byteAt(0) == 'n') {
                continue;
            }
            out.append(separator);
            separator = ",";
            if (members.isObject()) {
                JsonText.quote(members.key(), out);
                out.append(':');
            }
            stripNulls(member, out);
        }
        out.append(members.isObject() ? '}' : ']');
    }

    @SqlFunction(name = "jsonb_pretty", description = "A document as indented text.")
    static String pretty(@As(JSONB) Text json) {
        StringBuilder out = new StringBuilder();
        pretty(JsonDocuments.tree(json), 0, out);
        return out.toString();
    }

    private static void pretty(JsonValue value, int depth, StringBuilder out) {
        if (value.isScalar()) {
            value.write(out);
            return;
        }
        String inner = "\n" + "    ".repeat(depth + 1);
        String[] separator = {inner};
        boolean isObject = value instanceof JsonValue.Fields;
        out.append(isObject ? '{' : '[');
        if (value instanceof JsonValue.Fields fields) {
            fields.values().forEach((key, field) -> {
                out.append(separator[0]);
                JsonText.quote(key, out);
                pretty(field, depth + 1, out.append(": "));
                separator[0] = "," + inner;
            });
        } else if (value instanceof JsonValue.Array array) {
            array.elements().forEach(element -> {
                pretty(element, depth + 1, out.append(separator[0]));
                separator[0] = "," + inner;
            });
        }
        out.append('\n').append("    ".repeat(depth)).append(isObject ? '}' : ']');
    }
}
