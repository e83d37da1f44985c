package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.json.JsonMembers;
import dev.millrace.executor.json.JsonReader;
import dev.millrace.executor.json.JsonText;
import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** What functions of JSON do with a document that lies in a column: look into it, and make trees and arrays of it. */
final class JsonDocuments {

    private JsonDocuments() {}

    static JsonValue tree(Text json) {
        return JsonReader.read(json.toString());
    }

    /** The members, or null when the document is a scalar. */
    static JsonMembers members(Text json) {
        return JsonMembers.of(json.data(), json.start(), json.end());
    }

    static Text member(Text json, JsonMembers at) {
        return new Text(json.data(), at.start(), at.end());
    }

    /** The value of a key, the last one when it occurs several times; null when there is none. */
    static Text field(Text json, Text key) {
        JsonMembers members = members(json);
        Text found = null;
        while (members != null && members.isObject() && members.next()) {
            if (members.hasKey(key.data(), key.start(), key.end())) {
                found = member(json, members);
            }
        }
        return found;
    }

    /** The element with a number, negative ones being counted from the end; null when there is none. */
    static Text element(Text json, int number) {
        JsonMembers members = members(json);
        if (members == null || members.isObject()) {
            return null;
        }
        long wanted = number >= 0 ? number : (long) number + count(json);
        for (long i = 0; wanted >= 0 && members.next(); i++) {
            if (i == wanted) {
                return member(json, members);
            }
        }
        return null;
    }

    static int count(Text json) {
        int count = 0;
        JsonMembers members = members(json);
        while (members != null && members.next()) {
            count++;
        }
        return count;
    }

    /** Where a path of keys and numbers leads; null when nowhere. */
    static Text at(Text json, List<String> path) {
        Text current = json;
        for (String step : path) {
            if (step == null) {
                return null;
            }
            JsonMembers members = members(current);
            if (members == null) {
                return null;
            }
            Integer number = members.isObject() ? null : number(step);
            if (!members.isObject() && number == null) {
                return null;
            }
            current = members.isObject() ? field(current, Text.of(step)) : element(current, number);
            if (current == null) {
                return null;
            }
        }
        return current;
    }

    /** A whole number as C reads one, or null. */
    static Integer number(String text) {
        try {
            return Integer.valueOf(text.stripLeading());
        } catch (NumberFormatException none) {
            return null;
        }
    }

    /** What {@code ->>} shows of a value: strings without quotes, null as NULL. */
    static Text shown(Text json) {
        if (json == null) {
            return null;
        }
        int start = json.start();
        int end = json.end();
        while (json.data()[start] <= ' ') {
            start++;
        }
        while (json.data()[end - 1] <= ' ') {
            end--;
        }
        return switch (json.data()[start]) {
            case 'n' -> null;
            case '"' -> Text.of(JsonText.unquoted(json.data(), start, end));
            default -> json;
        };
    }

    static List<String> texts(byte[] array) {
        BytesColumn texts = (BytesColumn) ArrayForm.decode(SqlType.TEXT, array, 0, array.length);
        List<String> list = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            list.add(texts.isNull(i) ? null : texts.text(i));
        }
        return list;
    }

    /** An array of what is made of each member. */
    static byte[] array(JsonMembers members, Function<JsonMembers, Text> made) {
        List<String> texts = new ArrayList<>();
        while (members.next()) {
            Text text = made.apply(members);
            texts.add(text == null ? null : text.toString());
        }
        return SessionFunctions.texts(texts);
    }

    static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_PARAMETER_VALUE, message);
    }
}
