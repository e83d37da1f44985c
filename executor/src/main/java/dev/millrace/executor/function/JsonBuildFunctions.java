package dev.millrace.executor.function;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.JsonForm;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.json.JsonReader;
import dev.millrace.executor.json.JsonText;
import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.JSON;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.RECORD;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;
import static dev.millrace.executor.plan.SqlType.Kind.UNKNOWN;

/**
 * JSON made of values. The planner turns {@code json_build_object} and its like into calls of the functions here whose
 * names no user can write, with every argument made JSON by {@code to_json} first.
 */
final class JsonBuildFunctions {

    private JsonBuildFunctions() {}

    // ---- one value --------------------------------------------------------------------------------------------------

    @SqlFunction(name = "to_json", volatility = Volatility.STABLE, description = "A value as JSON.",
            example = "to_json('a \"b\"'::text) = \"a \\\"b\\\"\"",
            of = KindSet.WORDS)
    @As(JSON)
    static String toJson(@Each long word, Conversion conversion, ZoneId zone) {
        return json(new WordColumn(new long[] {word}, null, 1), conversion, zone);
    }

    @SqlFunction(name = "to_json", volatility = Volatility.STABLE, description = "A value as JSON.",
            of = KindSet.BYTES)
    @As(JSON)
    static String toJson(@Each byte[] value, Conversion conversion, ZoneId zone) {
        return json(column(value), conversion, zone);
    }

    @SqlFunction(name = {"to_json", "array_to_json"}, volatility = Volatility.STABLE,
            description = "An array as JSON.", example = "to_json('{1,2}'::int[]) = [1,2]")
    @As(JSON)
    static String arrayToJson(@ArrayOf(UNKNOWN) byte[] array, Conversion conversion, ZoneId zone) {
        return json(column(array), conversion, zone);
    }

    @SqlFunction(name = "array_to_json", volatility = Volatility.STABLE,
            description = "An array as JSON, with line feeds between its elements where that is wanted.")
    @As(JSON)
    static String arrayToJson(
            @ArrayOf(UNKNOWN) byte[] array, boolean isPretty, Conversion conversion, ZoneId zone) {
        StringBuilder out = new StringBuilder();
        JsonForm.appendArray(
                conversion.from().element(), array, 0, array.length, zone, isPretty ? ",\n " : ",", out);
        return out.toString();
    }

    @SqlFunction(name = "to_jsonb", volatility = Volatility.STABLE, description = "A value as JSON.",
            of = KindSet.WORDS)
    @As(JSONB)
    static String toJsonb(@Each long word, Conversion conversion, ZoneId zone) {
        return toJson(word, conversion, zone);
    }

    @SqlFunction(name = "to_jsonb", volatility = Volatility.STABLE, description = "A value as JSON.",
            of = KindSet.BYTES)
    @As(JSONB)
    static String toJsonb(@Each byte[] value, Conversion conversion, ZoneId zone) {
        String json = toJson(value, conversion, zone);
        return conversion.from().kind() == JSON || conversion.from().kind() == RECORD ? JsonText.canonical(json) : json;
    }

    @SqlFunction(name = "to_jsonb", volatility = Volatility.STABLE, description = "An array as JSON.")
    @As(JSONB)
    static String arrayToJsonb(@ArrayOf(UNKNOWN) byte[] array, Conversion conversion, ZoneId zone) {
        return JsonText.canonical(arrayToJson(array, conversion, zone));
    }

    private static Column column(byte[] value) {
        return new BytesColumn(value, new int[] {0, value.length}, null, 1);
    }

    private static String json(Column column, Conversion conversion, ZoneId zone) {
        StringBuilder out = new StringBuilder();
        JsonForm.append(conversion.from(), column, 0, zone, out);
        return out.toString();
    }

    // ---- several values ---------------------------------------------------------------------------------------------

    @SqlFunction(name = "json object", strict = false, description = "An object of keys and values, each as JSON.")
    @As(JSON)
    static String object(String[] arguments) {
        StringBuilder out = new StringBuilder("{");
        requirePairs(arguments, "json_build_object");
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i] == null) {
                throw JsonDocuments.invalid("argument " + (i + 1) + " cannot be null")
                        .withHint("Object keys should be text.");
            }
            out.append(i == 0 ? "" : ", ").append(quoted(arguments[i])).append(" : ").append(json(arguments[i + 1]));
        }
        return out.append('}').toString();
    }

    private static void requirePairs(String[] arguments, String function) {
        if (arguments.length % 2 != 0) {
            throw JsonDocuments.invalid("argument list must have even number of elements")
                    .withHint("The arguments of " + function + "() must consist of alternating keys and values.");
        }
    }

    /** A key that is a number or a boolean is written as a string. */
    private static String quoted(String key) {
        return key.startsWith("\"") ? key : JsonText.quoted(key);
    }

    private static String json(String argument) {
        return argument == null ? "null" : argument;
    }

    @SqlFunction(name = "jsonb object", strict = false, description = "An object of keys and values, each as JSON.")
    @As(JSONB)
    static String binaryObject(String[] arguments) {
        requirePairs(arguments, "jsonb_build_object");
        NavigableMap<String, JsonValue> fields = JsonValue.Fields.map();
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i] == null) {
                throw JsonDocuments.invalid("argument " + (i + 1) + ": key must not be null");
            }
            JsonValue key = JsonReader.read(quoted(arguments[i]));
            fields.put(((JsonValue.Text) key).value(), JsonReader.read(json(arguments[i + 1])));
        }
        return new JsonValue.Fields(fields).text();
    }

    @SqlFunction(name = "json array", strict = false, description = "An array of values, each as JSON.")
    @As(JSON)
    static String array(String[] arguments) {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < arguments.length; i++) {
            out.append(i == 0 ? "" : ", ").append(json(arguments[i]));
        }
        return out.append(']').toString();
    }

    @SqlFunction(name = "jsonb array", strict = false, description = "An array of values, each as JSON.")
    @As(JSONB)
    static String binaryArray(String[] arguments) {
        return JsonText.canonical(array(arguments));
    }

    @SqlFunction(name = "json elements", volatility = Volatility.STABLE,
            description = "The elements of an array, in order, each as JSON.")
    @ArrayOf(TEXT)
    static byte[] elements(@ArrayOf(UNKNOWN) byte[] array, Conversion conversion, ZoneId zone) {
        SqlType type = conversion.from().element();
        Column elements = ArrayForm.decode(type, array, 0, array.length);
        ColumnBuilder texts = new ColumnBuilder(SqlType.Layout.BYTES);
        for (int i = 0; i < elements.size(); i++) {
            if (elements.isNull(i)) {
                texts.appendNull();
            } else {
                StringBuilder out = new StringBuilder();
                JsonForm.append(type, elements, i, zone, out);
                texts.appendText(out.toString());
            }
        }
        return ArrayForm.encode(texts.build());
    }

    @SqlFunction(name = "row_to_json", volatility = Volatility.STABLE, description = "A row as a JSON object.",
            example = "row_to_json(ROW(1, 'a')) = {\"f1\":1,\"f2\":\"a\"}")
    @As(JSON)
    static String rowToJson(@As(RECORD) byte[] row, Conversion conversion, ZoneId zone) {
        return json(column(row), conversion, zone);
    }

    @SqlFunction(name = "row_to_json", volatility = Volatility.STABLE,
            description = "A row as a JSON object, with line feeds between its fields where that is wanted.")
    @As(JSON)
    static String rowToJson(@As(RECORD) byte[] row, boolean isPretty, Conversion conversion, ZoneId zone) {
        if (!isPretty) {
            return rowToJson(row, conversion, zone);
        }
        StringBuilder out = new StringBuilder();
        JsonForm.appendRow(conversion.from().row(), row, 0, row.length, zone, ",\n ", out);
        return out.toString();
    }

    // ---- of texts ---------------------------------------------------------------------------------------------------

    @SqlFunction(name = "json_object", description = "An object of an array of keys and values in turn.",
            example = "json_object('{a,1,b,x}'::text[]) = {\"a\" : \"1\", \"b\" : \"x\"}")
    @As(JSON)
    static String objectOfTexts(@ArrayOf(TEXT) byte[] texts) {
        return object(inTurn(texts));
    }

    @SqlFunction(name = "jsonb_object", description = "An object of an array of keys and values in turn.")
    @As(JSONB)
    static String binaryObjectOfTexts(@ArrayOf(TEXT) byte[] texts) {
        return binaryObject(inTurn(texts));
    }

    private static String[] inTurn(byte[] texts) {
        int[] sizes = ArrayForm.shape(texts).sizes();
        if (sizes.length > 2) {
            throw arrays("wrong number of array subscripts");
        }
        if (sizes.length == 2 && sizes[1] != 2) {
            throw arrays("array must have two columns");
        }
        List<String> all = JsonDocuments.texts(texts);
        if (all.size() % 2 != 0) {
            throw arrays("array must have even number of elements");
        }
        return quoted(all);
    }

    @SqlFunction(name = "json_object", description = "An object of an array of keys and one of values.")
    @As(JSON)
    static String objectOfTexts(@ArrayOf(TEXT) byte[] keys, @ArrayOf(TEXT) byte[] values) {
        return object(together(keys, values));
    }

    @SqlFunction(name = "jsonb_object", description = "An object of an array of keys and one of values.")
    @As(JSONB)
    static String binaryObjectOfTexts(@ArrayOf(TEXT) byte[] keys, @ArrayOf(TEXT) byte[] values) {
        return binaryObject(together(keys, values));
    }

    private static String[] together(byte[] keys, byte[] values) {
        List<String> keyTexts = JsonDocuments.texts(keys);
        List<String> valueTexts = JsonDocuments.texts(values);
        if (keyTexts.size() != valueTexts.size()) {
            throw arrays("mismatched array dimensions");
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < keyTexts.size(); i++) {
            all.add(keyTexts.get(i));
            all.add(valueTexts.get(i));
        }
        return quoted(all);
    }

    private static String[] quoted(List<String> texts) {
        String[] quoted = new String[texts.size()];
        for (int i = 0; i < quoted.length; i++) {
            if (i % 2 == 0 && texts.get(i) == null) {
                throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "null value not allowed for object key");
            }
            quoted[i] = texts.get(i) == null ? null : JsonText.quoted(texts.get(i));
        }
        return quoted;
    }

    private static SqlException arrays(String message) {
        return new SqlException(SqlState.ARRAY_SUBSCRIPT_ERROR, message);
    }
}
