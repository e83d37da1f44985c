package dev.millrace.executor.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A JSON document as a tree: what {@code jsonb} means. {@link #write} gives its canonical text. */
public sealed interface JsonValue {

    /** How {@code jsonb} orders keys: by their length in UTF-8, then by their bytes. */
    Comparator<String> KEY_ORDER =
            Comparator.comparingInt(JsonValue::byteLength).thenComparing(JsonValue::compareCodePoints);

    /** As {@code jsonb_typeof} names it. */
    String typeName();

    /** Appends the canonical text. */
    void write(StringBuilder out);

    default boolean isScalar() {
        return true;
    }

    /** {@code null}. */
    enum Null implements JsonValue {
        NULL;

        @Override
        public String typeName() {
            return "null";
        }

        @Override
        public void write(StringBuilder out) {
            out.append("null");
        }
    }

    /** {@code true} or {@code false}. */
    record Truth(boolean value) implements JsonValue {
        @Override
        public String typeName() {
            return "boolean";
        }

        @Override
        public void write(StringBuilder out) {
            out.append(value);
        }
    }

    /** A number, with the digits behind the point that it was written with. */
    record Decimal(BigDecimal value) implements JsonValue {
        @Override
        public String typeName() {
            return "number";
        }

        @Override
        public void write(StringBuilder out) {
            out.append(value.toPlainString());
        }
    }

    /** A string. */
    record Text(String value) implements JsonValue {
        @Override
        public String typeName() {
            return "string";
        }

        @Override
        public void write(StringBuilder out) {
            JsonText.quote(value, out);
        }
    }

    /** An array. */
    record Array(List<JsonValue> elements) implements JsonValue {
        public Array {
            elements = Collections.unmodifiableList(elements);
        }

        @Override
        public String typeName() {
            return "array";
        }

        @Override
        public boolean isScalar() {
            return false;
        }

        @Override
        public void write(StringBuilder out) {
            out.append('[');
            String separator = "";
            for (JsonValue element : elements) {
                out.append(separator);
                element.write(out);
                separator = ", ";
            }
            out.append(']');
        }
    }

    /** An object: its values by their keys, in {@link #KEY_ORDER}. */
    record Fields(NavigableMap<String, JsonValue> values) implements JsonValue {
        public Fields {
            values = Collections.unmodifiableNavigableMap(values);
        }

        /** An empty map to be filled for one. */
        public static NavigableMap<String, JsonValue> map() {
            return new TreeMap<>(KEY_ORDER);
        }

        @Override
        public String typeName() {
            return "object";
        }

        @Override
        public boolean isScalar() {
            return false;
        }

        @Override
        public void write(StringBuilder out) {
            out.append('{');
            String separator = "";
            for (var field : values.entrySet()) {
                out.append(separator);
                JsonText.quote(field.getKey(), out);
                out.append(": ");
                field.getValue().write(out);
                separator = ", ";
            }
            out.append('}');
        }
    }

    /** The canonical text. */
    default String text() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private static int byteLength(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A pair of surrogates is four bytes: two for each.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }

    private static int compareCodePoints(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // Surrogates stand for code points above all others.
                boolean sameRange = Character.isSurrogate(a) == Character.isSurrogate(b);
                return sameRange ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
