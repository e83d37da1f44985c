package dev.millrace.executor.jsonpath;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.json.JsonReader;
import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * What can be asked of a document by a path.
 *
 * @param variables the JSON object that {@code $name} is looked up in
 * @param isSilent whether what is not there, or of another kind, is no fault
 * @param zone of the session, null where its use is not allowed
 */
public record JsonPathQuery(
        JsonPath path, JsonValue document, JsonValue variables, boolean isSilent, ZoneId zone, PathLibrary library) {

    private static final JsonValue NONE = JsonReader.read("{}");

    /** Without variables. */
    public JsonPathQuery(JsonPath path, JsonValue document, PathLibrary library) {
        this(path, document, NONE, true, null, library);
    }

    private JsonPathEvaluator evaluator() {
        if (!(variables instanceof JsonValue.Fields fields)) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "\"vars\" argument is not an object")
                    .withDetail("Jsonpath parameters should be encoded as key-value pairs of \"vars\" object.");
        }
        return new JsonPathEvaluator(path, document, fields, library, zone);
    }

    /** All that the path leads to; of a silent query nothing after a fault. */
    public List<JsonValue> items() {
        List<JsonValue> items = new ArrayList<>();
        try {
            evaluator().run(item -> items.add(item.json()));
        } catch (PathFault fault) {
            if (!isSilent) {
                throw fault.reason();
            }
        }
        return items;
    }

    /** Whether the path leads to anything; null after a fault. */
    public Boolean exists() {
        try {
            if (path.isStrict()) {
                List<PathItem> items = new ArrayList<>();
                evaluator().run(items::add);
                return !items.isEmpty();
            }
            evaluator().findAny(path.root());
            return false;
        } catch (ItemFound found) {
            return true;
        } catch (PathFault fault) {
            if (!isSilent) {
                throw fault.reason();
            }
            return null;
        }
    }

    /** The truth of a path that is a predicate; null when it is unknown, or not one truth. */
    public Boolean matches() {
        List<JsonValue> items = items();
        if (items.size() == 1 && items.getFirst() instanceof JsonValue.Truth(boolean value)) {
            return value;
        }
        if (items.size() == 1 && items.getFirst() instanceof JsonValue.Null || isSilent) {
            return null;
        }
        throw new SqlException(JsonPathEvaluator.NOT_SINGLE, "single boolean result is expected");
    }
}
