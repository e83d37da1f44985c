package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.json.JsonMembers;
import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.BOOLEAN;
import static dev.millrace.executor.plan.SqlType.Kind.JSON;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;

/** From arrays of JSON to arrays of SQL, and documents with a member set by subscripts. */
final class JsonArrayFunctions {

    private JsonArrayFunctions() {}

    // ---- arrays as text ---------------------------------------------------------------------------------------------

    @SqlFunction(name = "json array text",
            description = "A member of a document as the text of an array; of a string, what it says.")
    static String arrayText(@As(JSON) Text json, String key, boolean keepsJson) {
        return text(json, key, keepsJson);
    }

    @SqlFunction(name = "json array text",
            description = "A member of a document as the text of an array; of a string, what it says.")
    static String binaryArrayText(@As(JSONB) Text json, String key, boolean keepsJson) {
        return text(json, key, keepsJson);
    }

    private static String text(Text json, String key, boolean keepsJson) {
        JsonMembers members = JsonDocuments.members(json);
        if (members == null) {
            Text shown = JsonDocuments.shown(json);
            if (shown != null && json.toString().stripLeading().charAt(0) != '"') {
                throw notAnArray("value of key \"" + key + "\"");
            }
            return shown == null ? null : shown.toString();
        }
        if (members.isObject()) {
            throw notAnArray("value of key \"" + key + "\"");
        }
        return new Elements(key, keepsJson).of(json);
    }

    private static SqlException notAnArray(String what) {
        return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "expected JSON array")
                .withHint("See the " + what + ".");
    }

    /** Writes the elements of an array, which is as deep as its first scalar or object lies. */
    private static final class Elements {
        private final String key;
        private final boolean keepsJson;
        private final StringBuilder out = new StringBuilder();
        /** How many elements an array of each depth has; -1 so long as none has ended. */
        private final List<Integer> sizes = new ArrayList<>();
        /** 0 until it is known. */
        private int dimensions;
        private final List<Integer> path = new ArrayList<>();

        Elements(String key, boolean keepsJson) {
            this.key = key;
            this.keepsJson = keepsJson;
        }

        String of(Text json) {
            array(json, 1);
            // What holds no element has no dimensions either.
            return sizes.contains(0) ? "{}" : out.toString();
        }

        private void array(Text json, int depth) {
            JsonMembers members = JsonDocuments.members(json);
            if (sizes.size() < depth) {
                sizes.add(-1);
            }
            out.append('{');
            int count = 0;
            while (members.next()) {
                out.append(count == 0 ? "" : ",");
                path.add(count);
                element(JsonDocuments.member(json, members), depth);
                path.removeLast();
                count++;
            }
            out.append('}');
            if (sizes.get(depth - 1) >= 0 && sizes.get(depth - 1) != count) {
                throw new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "malformed JSON array")
                        .withDetail("Multidimensional arrays must have sub-arrays with matching dimensions.");
            }
            sizes.set(depth - 1, count);
        }

        private void element(Text json, int depth) {
            JsonMembers members = JsonDocuments.members(json);
            boolean isArray = members != null && !members.isObject();
            if (isArray && (dimensions == 0 || depth < dimensions)) {
                array(json, depth + 1);
                return;
            }
            if (dimensions == 0) {
                dimensions = depth;
            }
            if (depth < dimensions) {
                StringBuilder place = new StringBuilder("array element ");
                path.forEach(index -> place.append('[').append(index).append(']'));
                throw notAnArray(place + " of key \"" + key + "\"");
            }
            Text shown = JsonDocuments.shown(json);
            if (shown == null) {
                out.append("NULL");
            } else {
                String text = keepsJson ? json.toString() : shown.toString();
                out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
            }
        }
    }

    // ---- assignment -------------------------------------------------------------------------------------------------

    @SqlFunction(name = "jsonb with member", strict = false,
            description = "A document with another value where keys and numbers lead.")
    @As(JSONB)
    static String with(
            @As(JSONB) Text json, @ArrayOf(TEXT) byte[] keys, @As(BOOLEAN) Integer startsWithNumber,
            @As(JSONB) Text value) {
        List<String> path = JsonDocuments.texts(keys);
        if (path.contains(null)) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "jsonb subscript in assignment must not be null");
        }
        JsonValue tree = json != null
                ? JsonDocuments.tree(json)
                : startsWithNumber == 1
                        ? new JsonValue.Array(List.of())
                        : new JsonValue.Fields(JsonValue.Fields.map());
        JsonValue member = value == null ? JsonValue.Null.NULL : JsonDocuments.tree(value);
        return new JsonPathChange(JsonPathChange.Kind.ASSIGN, path, member).of(tree).text();
    }
}
