package dev.millrace.executor.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * JSON as values. JSON keeps the text it was given. JSONB's physical form is its one canonical text, as PostgreSQL
 * prints it: the last of equal keys, keys by length and then bytes, {@code ": "} and {@code ", "} between; so equal
 * documents are equal bytes, except for numbers of different scale (1.0 and 1.00).
 */
public final class JsonText {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(150_000)
                    .maxStringLength(256 << 20)
                    .build())
            .build();

    private static final Comparator<String> KEY_ORDER = (left, right) -> {
        byte[] leftBytes = left.getBytes(UTF_8);
        byte[] rightBytes = right.getBytes(UTF_8);
        return leftBytes.length != rightBytes.length
                ? Integer.compare(leftBytes.length, rightBytes.length)
                : java.util.Arrays.compareUnsigned(leftBytes, rightBytes);
    };

    private JsonText() {}

    /** The text itself. @throws SqlException 22P02 when it is not JSON */
    public static String check(String text) {
        canonical(SqlType.Kind.JSON, text);
        return text;
    }

    /** The canonical text. @throws SqlException 22P02 when it is not JSON */
    public static String canonical(String text) {
        return canonical(SqlType.Kind.JSONB, text);
    }

    private static String canonical(SqlType.Kind kind, String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw invalid(null);
            }
            StringBuilder out = new StringBuilder(text.length() + 16);
            write(parser, out);
            if (parser.nextToken() != null) {
                throw invalid(null);
            }
            return out.toString();
        } catch (IOException malformed) {
            throw invalid(kind == SqlType.Kind.JSON || kind == SqlType.Kind.JSONB ? malformed : null);
        }
    }

    private static SqlException invalid(IOException cause) {
        SqlException failure = new SqlException("22P02", "invalid input syntax for type json");
        if (cause instanceof com.fasterxml.jackson.core.JsonProcessingException malformed) {
            return failure.withDetail(malformed.getOriginalMessage() + ".");
        }
        return failure;
    }

    private static void write(JsonParser parser, StringBuilder out) throws IOException {
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT -> writeObject(parser, out);
            case START_ARRAY -> writeArray(parser, out);
            case VALUE_STRING -> appendString(out, parser.getText());
            case VALUE_NUMBER_INT -> out.append(parser.getText().equals("-0") ? "0" : parser.getText());
            case VALUE_NUMBER_FLOAT -> out.append(NumberText.parseNumeric(parser.getText()));
            case VALUE_TRUE -> out.append("true");
            case VALUE_FALSE -> out.append("false");
            case VALUE_NULL -> out.append("null");
            default -> throw invalid(null);
        }
    }

    private static void writeObject(JsonParser parser, StringBuilder out) throws IOException {
        TreeMap<String, String> fields = new TreeMap<>(KEY_ORDER);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            StringBuilder value = new StringBuilder();
            write(parser, value);
            fields.put(name, value.toString());
        }
        out.append('{');
        String separator = "";
        for (var field : fields.entrySet()) {
            out.append(separator);
            appendString(out, field.getKey());
            out.append(": ").append(field.getValue());
            separator = ", ";
        }
        out.append('}');
    }

    private static void writeArray(JsonParser parser, StringBuilder out) throws IOException {
        List<String> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            StringBuilder element = new StringBuilder();
            write(parser, element);
            elements.add(element.toString());
        }
        out.append('[').append(String.join(", ", elements)).append(']');
    }

    private static void appendString(StringBuilder out, String value) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, out);
        out.append('"');
    }
}
