package dev.millrace.executor.data;

import java.util.Arrays;
import java.util.NavigableMap;

import dev.millrace.executor.json.JsonReader;
import dev.millrace.executor.json.JsonValue;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Bytes that are equal for equal {@code jsonb} values (1.0 and 1.00 are) and that order as PostgreSQL orders them:
 * null, strings, numbers, booleans, arrays, objects; arrays and objects by their number of members, then member by
 * member. As in PostgreSQL, an empty array that is the whole document comes before everything.
 */
public final class JsonKey {

    private static final int EMPTY_DOCUMENT = 1;
    private static final int NULL = 2;
    private static final int STRING = 3;
    private static final int NUMBER = 4;
    private static final int BOOLEAN = 5;
    private static final int ARRAY = 6;
    private static final int OBJECT = 7;

    private JsonKey() {}

    static void encode(byte[] data, int start, int end, ByteBuilder out) {
        JsonValue value = JsonReader.read(new String(data, start, end - start, UTF_8));
        if (value instanceof JsonValue.Array array && array.elements().isEmpty()) {
            out.append(EMPTY_DOCUMENT);
        } else {
            encode(value, out);
        }
    }

    public static byte[] of(byte[] data, int start, int end) {
        ByteBuilder out = new ByteBuilder();
        encode(data, start, end, out);
        return out.toBytes();
    }

    public static int compare(byte[] left, int leftStart, int leftEnd, byte[] right, int rightStart, int rightEnd) {
        return Arrays.compareUnsigned(of(left, leftStart, leftEnd), of(right, rightStart, rightEnd));
    }

    /** The text of a document that all documents equal to this one share: its numbers without zeros at the end. */
    static String canonical(byte[] data, int start, int end) {
        return canonical(JsonReader.read(new String(data, start, end - start, UTF_8))).text();
    }

    private static JsonValue canonical(JsonValue value) {
        return switch (value) {
            case JsonValue.Decimal number -> new JsonValue.Decimal(number.value().stripTrailingZeros());
            case JsonValue.Array array ->
                new JsonValue.Array(array.elements().stream().map(JsonKey::canonical).toList());
            case JsonValue.Fields fields -> {
                NavigableMap<String, JsonValue> values = JsonValue.Fields.map();
                fields.values().forEach((key, field) -> values.put(key, canonical(field)));
                yield new JsonValue.Fields(values);
            }
            case JsonValue.Null _, JsonValue.Truth _, JsonValue.Text _ -> value;
        };
    }

    private static void encode(JsonValue value, ByteBuilder out) {
        switch (value) {
            case JsonValue.Null _ -> out.append(NULL);
            case JsonValue.Text text -> {
                out.append(STRING);
                encode(text.value(), out);
            }
            case JsonValue.Decimal number -> {
                out.append(NUMBER);
                KeyEncoder.encodeDecimal(number.value(), out);
            }
            case JsonValue.Truth truth -> {
                out.append(BOOLEAN);
                out.append(truth.value() ? 1 : 0);
            }
            case JsonValue.Array array -> {
                encode(ARRAY, array.elements().size(), out);
                array.elements().forEach(element -> encode(element, out));
            }
            case JsonValue.Fields fields -> {
                encode(OBJECT, fields.values().size(), out);
                fields.values().forEach((key, field) -> {
                    encode(key, out);
                    encode(field, out);
                });
            }
        }
    }

    private static void encode(int kind, int size, ByteBuilder out) {
        out.append(kind);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.append(size >>> shift);
        }
    }

    private static void encode(String text, ByteBuilder out) {
        byte[] bytes = text.getBytes(UTF_8);
        KeyEncoder.encodeEscaped(bytes, 0, bytes.length, out);
    }
}
