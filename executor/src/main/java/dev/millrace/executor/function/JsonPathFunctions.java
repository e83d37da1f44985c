package dev.millrace.executor.function;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.jsonpath.JsonPathQuery;
import dev.millrace.executor.plan.FunctionSignature.Volatility;

import static dev.millrace.executor.plan.SqlType.Kind.JSONB;
import static dev.millrace.executor.plan.SqlType.Kind.JSONPATH;

/** Queries of {@code jsonb} by paths. The planner gives each call all four arguments. */
final class JsonPathFunctions {

    private JsonPathFunctions() {}

    private static JsonPathQuery query(Text json, JsonPathPattern path, Text variables, boolean isSilent, ZoneId zone) {
        return new JsonPathQuery(
                path.path(),
                JsonDocuments.tree(json),
                JsonDocuments.tree(variables),
                isSilent,
                zone,
                JsonPathLibrary.INSTANCE);
    }

    private static JsonPathQuery query(Text json, JsonPathPattern path) {
        return new JsonPathQuery(path.path(), JsonDocuments.tree(json), JsonPathLibrary.INSTANCE);
    }

    private static byte[] texts(List<JsonValue> items) {
        List<String> texts = new ArrayList<>(items.size());
        items.forEach(item -> texts.add(item.text()));
        return SessionFunctions.texts(texts);
    }

    private static String array(List<JsonValue> items) {
        return new JsonValue.Array(items).text();
    }

    private static String first(List<JsonValue> items) {
        return items.isEmpty() ? null : items.getFirst().text();
    }

    // ---- operators --------------------------------------------------------------------------------------------------

    @SqlFunction(name = {"@?", "jsonb_path_exists_opr"}, description = "Whether a path leads to anything.",
            example = "'{\"a\":[1,2,3,4,5]}'::jsonb @? '$.a[*] ? (@ > 2)' = true")
    static Boolean existsQuietly(@As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path) {
        return query(json, path).exists();
    }

    @SqlFunction(name = {"@@", "jsonb_path_match_opr"}, description = "Whether a path that is a predicate is true.",
            example = "'{\"a\":[1,2,3,4,5]}'::jsonb @@ '$.a[*] > 2' = true")
    static Boolean matchesQuietly(@As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path) {
        return query(json, path).matches();
    }

    // ---- functions --------------------------------------------------------------------------------------------------

    @SqlFunction(name = "jsonb_path_exists", description = "Whether a path leads to anything, with variables.",
            example = "jsonb_path_exists('{\"a\":[1,2,3,4,5]}', '$.a[*] ? (@ >= $min && @ <= $max)',"
                    + " '{\"min\":2, \"max\":4}') = true")
    static Boolean exists(
            @As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path, @As(JSONB) Text variables, boolean silent) {
        return query(json, path, variables, silent, null).exists();
    }

    @SqlFunction(name = "jsonb_path_match", description = "Whether a path that is a predicate is true, with variables.")
    static Boolean matches(
            @As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path, @As(JSONB) Text variables, boolean silent) {
        return query(json, path, variables, silent, null).matches();
    }

    @SqlFunction(name = "jsonb_path_query array", description = "All that a path leads to, as rows.")
    @ArrayOf(JSONB)
    static byte[] all(
            @As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path, @As(JSONB) Text variables, boolean silent) {
        return texts(query(json, path, variables, silent, null).items());
    }

    @SqlFunction(name = "jsonb_path_query_array", description = "All that a path leads to, as an array.",
            example = "jsonb_path_query_array('{\"a\":[1,2,3,4,5]}', '$.a[*] ? (@ >= 4)') = '[4, 5]'")
    @As(JSONB)
    static String array(
            @As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path, @As(JSONB) Text variables, boolean silent) {
        return array(query(json, path, variables, silent, null).items());
    }

    @SqlFunction(name = "jsonb_path_query_first", description = "The first of what a path leads to; NULL for nothing.",
            example = "jsonb_path_query_first('{\"a\":[1,2,3,4,5]}', '$.a[*] ? (@ >= 4)') = '4'")
    @As(JSONB)
    static String first(
            @As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path, @As(JSONB) Text variables, boolean silent) {
        return first(query(json, path, variables, silent, null).items());
    }

    // ---- with the session's time zone -------------------------------------------------------------------------------

    @SqlFunction(name = "jsonb_path_exists_tz", volatility = Volatility.STABLE,
            description = "As jsonb_path_exists, comparing moments with and without a time zone.")
    static Boolean existsInZone(
            @As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path, @As(JSONB) Text variables,
            boolean silent, ZoneId zone) {
        return query(json, path, variables, silent, zone).exists();
    }

    @SqlFunction(name = "jsonb_path_match_tz", volatility = Volatility.STABLE,
            description = "As jsonb_path_match, comparing moments with and without a time zone.")
    static Boolean matchesInZone(
            @As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path, @As(JSONB) Text variables,
            boolean silent, ZoneId zone) {
        return query(json, path, variables, silent, zone).matches();
    }

    @SqlFunction(name = "jsonb_path_query_tz array", volatility = Volatility.STABLE,
            description = "As jsonb_path_query, comparing moments with and without a time zone.")
    @ArrayOf(JSONB)
    static byte[] allInZone(
            @As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path, @As(JSONB) Text variables,
            boolean silent, ZoneId zone) {
        return texts(query(json, path, variables, silent, zone).items());
    }

    @SqlFunction(name = "jsonb_path_query_array_tz", volatility = Volatility.STABLE,
            description = "As jsonb_path_query_array, comparing moments with and without a time zone.")
    @As(JSONB)
    static String arrayInZone(
            @As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path, @As(JSONB) Text variables,
            boolean silent, ZoneId zone) {
        return array(query(json, path, variables, silent, zone).items());
    }

    @SqlFunction(name = "jsonb_path_query_first_tz", volatility = Volatility.STABLE,
            description = "As jsonb_path_query_first, comparing moments with and without a time zone.")
    @As(JSONB)
    static String firstInZone(
            @As(JSONB) Text json, @As(JSONPATH) JsonPathPattern path, @As(JSONB) Text variables,
            boolean silent, ZoneId zone) {
        return first(query(json, path, variables, silent, zone).items());
    }
}
