package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.millrace.executor.json.JsonMembers;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Writes an array of JSON as the text of one of SQL, which is as deep as its first scalar or object lies. */
final class JsonArrayText {

    private final String key;
    private final Function<Text, String> text;
    private final StringBuilder out = new StringBuilder();
    /** How many elements an array of each depth has; -1 so long as none has ended. */
    private final List<Integer> sizes = new ArrayList<>();
    /** 0 until it is known. */
    private int dimensions;
    private final List<Integer> path = new ArrayList<>();

    /** @param text of an element that is no array */
    JsonArrayText(String key, Function<Text, String> text) {
        this.key = key;
        this.text = text;
    }

    /** @throws SqlException 22P02 where it is no array */
    String of(Text json) {
        JsonMembers members = JsonDocuments.members(json);
        if (members == null || members.isObject()) {
            throw notAnArray("value of key \"" + key + "\"");
        }
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
            String element = text.apply(json);
            out.append('"').append(element.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
    }

    private static SqlException notAnArray(String what) {
        return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "expected JSON array")
                .withHint("See the " + what + ".");
    }
}
