package dev.millrace.executor.function;

import java.util.List;

import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.BOOLEAN;
import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;

/** Documents with a member set by subscripts. */
final class JsonbSubscriptFunctions {

    private JsonbSubscriptFunctions() {}

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
