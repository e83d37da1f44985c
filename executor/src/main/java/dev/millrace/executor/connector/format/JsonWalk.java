package dev.millrace.executor.connector.format;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads a record with Jackson: the authority on what it means. The last of equal keys counts, a missing key is NULL, an
 * unknown one is passed over. On the way it tells a {@link JsonShape.Builder} where the values lie.
 */
final class JsonWalk {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(150_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonPaths paths;
    private final FieldDecoder[] fields;

    private byte[] data;
    private int start;
    private boolean hasRow;
    private JsonParser parser;
    private RowBuffer row;
    private JsonShape.Builder shape;

    JsonWalk(JsonPaths paths, FieldDecoder[] fields) {
        this.paths = paths;
        this.fields = fields;
    }

    /**
     * Fills the row.
     *
     * @return false when the record has no object where the row should be
     * @throws SqlException when the record is not what it should be
     */
    boolean read(byte[] record, int recordStart, int end, RowBuffer target, JsonShape.Builder learned) {
        data = record;
        start = recordStart;
        row = target;
        shape = learned;
        hasRow = false;
        if (!Utf8.isValid(record, recordStart, end)) {
            throw new SqlException(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\"");
        }
        try (JsonParser opened = FACTORY.createParser(record, recordStart, end - recordStart)) {
            parser = opened;
            if (opened.nextToken() != JsonToken.START_OBJECT) {
                throw new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "the record is no JSON object");
            }
            object(paths.document());
            if (opened.nextToken() != null) {
                throw new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "text after the JSON object");
            }
            shape.end(hasRow);
            return hasRow;
        } catch (IOException e) {
            String reason = e instanceof JsonProcessingException malformed
                    ? malformed.getOriginalMessage()
                    : String.valueOf(e.getMessage());
            throw new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "invalid JSON: " + reason);
        }
    }

    /** Reads on to the end of an object. @param node what is known about it, or null */
    private void object(JsonPaths.Node node) throws IOException {
        hasRow |= node != null && node.isRow();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            JsonPaths.Node child = node == null ? null : node.child(parser.currentName());
            JsonToken token = parser.nextToken();
            if (child != null && child.column() >= 0) {
                value(fields[child.column()], token);
            } else if (token == JsonToken.START_OBJECT) {
                object(child);
            } else if (token == JsonToken.START_ARRAY) {
                shape.giveUp();
                parser.skipChildren();
            } else {
                shape.value(tokenStart(), scalarEnd(token), null);
            }
        }
    }

    private void value(FieldDecoder field, JsonToken token) throws IOException {
        int from = tokenStart();
        if (token == JsonToken.VALUE_NULL) {
            shape.value(from, from + 4, field);
            row.setNull(field.column());
            return;
        }
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            shape.giveUp();
            structure(field, token, from);
            return;
        }
        int to = scalarEnd(token);
        shape.value(from, to, field);
        if (field.isJson()) {
            field.text(data, from, to, row);
            return;
        }
        switch (token) {
            case VALUE_STRING -> {
                byte[] text = text();
                field.text(text, 0, text.length, row);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> field.number(data, from, to, row);
            case VALUE_TRUE -> field.truth(true, row);
            case VALUE_FALSE -> field.truth(false, row);
            default -> throw new IllegalStateException("a JSON value cannot be " + token);
        }
    }

    /** An object or array as the value of a column. */
    private void structure(FieldDecoder field, JsonToken token, int from) throws IOException {
        if (token == JsonToken.START_ARRAY && field.type().element() != null) {
            byte[] array = array(field);
            row.setBytes(field.column(), array, 0, array.length);
            return;
        }
        parser.skipChildren();
        if (!field.takesJsonText()) {
            throw field.cannotHold(token == JsonToken.START_ARRAY ? "a JSON array" : "a JSON object");
        }
        field.text(data, from, tokenStart() + 1, row);
    }

    private byte[] array(FieldDecoder field) throws IOException {
        Schema.Field element = new Schema.Field("element", field.type().element(), true);
        FieldDecoder decoder = new FieldDecoder(0, element);
        RowBuffer single = new RowBuffer(Schema.of(element), List.of(0));
        ColumnBuilder elements = new ColumnBuilder(element.type().layout());
        try {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                single.clear();
                int from = tokenStart();
                switch (parser.currentToken()) {
                    case VALUE_NULL -> single.setNull(0);
                    case VALUE_STRING -> {
                        byte[] text = text();
                        decoder.text(text, 0, text.length, single);
                    }
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                        decoder.number(data, from, from + parser.getTextLength(), single);
                    case VALUE_TRUE -> decoder.truth(true, single);
                    case VALUE_FALSE -> decoder.truth(false, single);
                    default -> throw decoder.cannotHold("a JSON object or array");
                }
                single.append(0, elements);
            }
        } catch (SqlException e) {
            throw field.named(e);
        }
        return ArrayForm.encode(elements.build());
    }

    /** The text of a string, its escapes resolved. */
    private byte[] text() throws IOException {
        String text = parser.getText();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    throw new SqlException(
                            SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid JSON: half a surrogate pair");
                }
                i++;
            }
        }
        return text.getBytes(UTF_8);
    }

    /** Where in the data the token begins. */
    private int tokenStart() {
        return start + (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Where in the data a token that is no object and no array ends. */
    private int scalarEnd(JsonToken token) throws IOException {
        // Jackson reads strings and numbers lazily: only now does it say whether they are good.
        parser.finishToken();
        int from = tokenStart();
        return switch (token) {
            case VALUE_STRING -> JsonScan.endOfValidString(data, from);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> from + parser.getTextLength();
            case VALUE_FALSE -> from + 5;
            default -> from + 4;
        };
    }
}
