package dev.millrace.executor.jsonpath;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

import dev.millrace.executor.json.JsonValue;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The numbers by which {@code .keyvalue()} tells objects apart. PostgreSQL takes where an object lies in its binary
 * form of the document; so that answers are the same, the places are computed here as that form has them: of each
 * container a word, a word for each member, then the members' bytes, numbers and containers at multiples of four.
 */
final class ObjectNumbers {

    private static final long PER_DOCUMENT = 10_000_000_000L;
    private static final int WORD = 4;
    private static final int DIGITS_PER_GROUP = 4;
    private static final int SHORT_SCALE_MAX = 63;
    private static final int SHORT_WEIGHT_MAX = 63;

    private final JsonValue root;
    private final JsonValue variables;
    private final IdentityHashMap<JsonValue, Long> places = new IdentityHashMap<>();
    private long documents = 2;

    /** The document is number 0, the variables are number 1. */
    ObjectNumbers(JsonValue root, JsonValue variables) {
        this.root = root;
        this.variables = variables;
    }

    long of(JsonValue.Fields object) {
        if (places.isEmpty()) {
            container(variables, PER_DOCUMENT);
            container(root, 0);
        }
        return places.getOrDefault(object, 0L);
    }

    /** An object that a path makes: a document of its own. */
    void made(JsonValue.Fields object) {
        places.put(object, PER_DOCUMENT * documents++);
    }

    /** Where the bytes of a value end that begin at a place. */
    private long container(JsonValue value, long start) {
        List<JsonValue> members = new ArrayList<>();
        switch (value) {
            case JsonValue.Array array -> members.addAll(array.elements());
            case JsonValue.Fields object -> {
                places.put(object, start);
                object.values().keySet().forEach(key -> members.add(new JsonValue.Text(key)));
                members.addAll(object.values().values());
            }
            case JsonValue.Null none -> members.add(none);
            case JsonValue.Truth truth -> members.add(truth);
            case JsonValue.Decimal number -> members.add(number);
            case JsonValue.Text text -> members.add(text);
        }
        long at = start + WORD + (long) WORD * members.size();
        for (JsonValue member : members) {
            at = switch (member) {
                case JsonValue.Null none -> at;
                case JsonValue.Truth truth -> at;
                case JsonValue.Text text -> at + text.value().getBytes(UTF_8).length;
                case JsonValue.Decimal number -> aligned(at) + size(number.value());
                case JsonValue.Array array -> container(array, aligned(at));
                case JsonValue.Fields object -> container(object, aligned(at));
            };
        }
        return at;
    }

    private static long aligned(long at) {
        return (at + WORD - 1) / WORD * WORD;
    }

    /** Bytes of a numeric with its length. */
    private static int size(BigDecimal value) {
        int scale = Math.max(value.scale(), 0);
        if (value.signum() == 0) {
            return WORD + (scale > SHORT_SCALE_MAX ? WORD : WORD / 2);
        }
        BigDecimal stripped = value.abs().stripTrailingZeros();
        int firstExponent = stripped.precision() - stripped.scale() - 1;
        int firstGroup = Math.floorDiv(firstExponent, DIGITS_PER_GROUP);
        int lastGroup = Math.floorDiv(-stripped.scale(), DIGITS_PER_GROUP);
        int groups = firstGroup - lastGroup + 1;
        boolean isShort = scale <= SHORT_SCALE_MAX
                && firstGroup <= SHORT_WEIGHT_MAX
                && firstGroup >= -SHORT_WEIGHT_MAX - 1;
        return WORD + (isShort ? WORD / 2 : WORD) + 2 * groups;
    }
}
