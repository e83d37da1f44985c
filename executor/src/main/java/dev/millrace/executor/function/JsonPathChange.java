package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;

import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * A change of a document at the end of a path of keys and numbers. Where the path leads nowhere before its last step,
 * the document stays as it is.
 *
 * @param value the new one; null for {@link Kind#DELETE}
 */
record JsonPathChange(Kind kind, List<String> path, JsonValue value) {

    enum Kind {
        /** Replaces, or adds what is not there. */
        SET,
        /** Replaces only. */
        REPLACE,
        INSERT_BEFORE,
        INSERT_AFTER,
        DELETE,
        /** As SET, but makes what is missing on the way, and nulls before an element. */
        ASSIGN;

        boolean adds() {
            return this == SET || this == ASSIGN || isInsert();
        }

        boolean isInsert() {
            return this == INSERT_BEFORE || this == INSERT_AFTER;
        }
    }

    JsonValue of(JsonValue document) {
        return path.isEmpty() ? document : at(document, 0);
    }

    private JsonValue at(JsonValue container, int level) {
        String step = path.get(level);
        if (step == null) {
            throw new SqlException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, "path element at position " + (level + 1) + " is null");
        }
        return switch (container) {
            case JsonValue.Fields fields -> inObject(fields, step, level);
            case JsonValue.Array array -> inArray(array, step, level);
            case JsonValue.Null _, JsonValue.Truth _, JsonValue.Decimal _, JsonValue.Text _ -> {
                if (kind == Kind.ASSIGN) {
                    throw JsonDocuments.invalid("cannot replace existing key")
                            .withDetail("The path assumes key is a composite object, but it is a scalar value.");
                }
                yield container;
            }
        };
    }

    /** The value, in as many new objects and arrays as the rest of the path wants. */
    private JsonValue made(int level) {
        if (level == path.size()) {
            return value;
        }
        JsonValue inner = made(level + 1);
        Integer number = JsonDocuments.number(path.get(level));
        if (number == null) {
            NavigableMap<String, JsonValue> only = JsonValue.Fields.map();
            only.put(path.get(level), inner);
            return new JsonValue.Fields(only);
        }
        List<JsonValue> elements = new ArrayList<>(Collections.nCopies(Math.max(number, 0), JsonValue.Null.NULL));
        elements.add(inner);
        return new JsonValue.Array(elements);
    }

    private boolean isLast(int level) {
        return level == path.size() - 1;
    }

    private JsonValue inObject(JsonValue.Fields fields, String key, int level) {
        JsonValue before = fields.values().get(key);
        if (before == null && kind != Kind.ASSIGN && !(isLast(level) && kind.adds())) {
            return fields;
        }
        NavigableMap<String, JsonValue> changed = JsonValue.Fields.map();
        changed.putAll(fields.values());
        if (kind == Kind.ASSIGN && before == null) {
            changed.put(key, made(level + 1));
        } else if (!isLast(level)) {
            changed.put(key, at(before, level + 1));
        } else if (kind == Kind.DELETE) {
            changed.remove(key);
        } else if (before != null && kind.isInsert()) {
            throw JsonDocuments.invalid("cannot replace existing key")
                    .withHint("Try using the function jsonb_set to replace key value.");
        } else {
            changed.put(key, value);
        }
        return new JsonValue.Fields(changed);
    }

    private JsonValue inArray(JsonValue.Array array, String step, int level) {
        if (kind == Kind.DELETE && level == 0 && array.elements().isEmpty()) {
            return array;
        }
        Integer number = JsonDocuments.number(step);
        if (number == null) {
            throw new SqlException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "path element at position " + (level + 1) + " is not an integer: \"" + step + "\"");
        }
        List<JsonValue> changed = new ArrayList<>(array.elements());
        int size = changed.size();
        int index = number < 0 ? number + size : number;
        if (kind == Kind.ASSIGN && index < 0) {
            throw JsonDocuments.invalid(
                    "path element at position " + (level + 1) + " is out of range: " + number);
        }
        if (kind == Kind.ASSIGN && index >= size) {
            changed.addAll(Collections.nCopies(index - size, JsonValue.Null.NULL));
            changed.add(made(level + 1));
            return new JsonValue.Array(changed);
        }
        if (index < 0 || index >= size) {
            if (isLast(level) && kind.adds()) {
                changed.add(index < 0 ? 0 : size, value);
            }
            return new JsonValue.Array(changed);
        }
        if (!isLast(level)) {
            changed.set(index, at(changed.get(index), level + 1));
            return new JsonValue.Array(changed);
        }
        switch (kind) {
            case DELETE -> changed.remove(index);
            case INSERT_BEFORE -> changed.add(index, value);
            case INSERT_AFTER -> changed.add(index + 1, value);
            case SET, REPLACE, ASSIGN -> changed.set(index, value);
        }
        return new JsonValue.Array(changed);
    }
}
