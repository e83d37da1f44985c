package dev.millrace.executor.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

import dev.millrace.executor.json.JsonLexer.Token;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Reads a JSON text: into a tree, or only to see that it is one. */
public final class JsonReader {

    /** Deeper documents are refused before the thread's stack is. */
    private static final int DEPTH_MAX = 1000;

    /** Of numeric: digits before the point, and behind it. */
    private static final int INTEGER_DIGITS_MAX = 131_072;

    private static final int SCALE_MAX = 16_383;

    private final JsonLexer lexer;
    private final boolean builds;
    private int depth;

    private JsonReader(String text, boolean builds) {
        this.lexer = new JsonLexer(text, builds);
        this.builds = builds;
    }

    /** The tree. @throws SqlException 22P02 when it is no JSON, 22P05 when it has \u0000, 22003, 54001 */
    public static JsonValue read(String text) {
        return new JsonReader(text, true).document();
    }

    /** Only checks the form: strings need have no meaning, as in a {@code json}. */
    static void check(String text) {
        new JsonReader(text, false).document();
    }

    private JsonValue document() {
        JsonValue value = value();
        if (lexer.token() != Token.END) {
            throw lexer.unexpected("Expected end of input");
        }
        return value;
    }

    private JsonValue value() {
        Token token = lexer.token();
        JsonValue scalar = switch (token) {
            case OBJECT_START -> {
                yield nested(true);
            }
            case ARRAY_START -> {
                yield nested(false);
            }
            case STRING -> builds ? new JsonValue.Text(lexer.string()) : null;
            case NUMBER -> builds ? new JsonValue.Decimal(number(lexer.written())) : null;
            case TRUE -> new JsonValue.Truth(true);
            case FALSE -> new JsonValue.Truth(false);
            case NULL -> JsonValue.Null.NULL;
            case OBJECT_END, ARRAY_END, COMMA, COLON, END -> throw lexer.unexpected("Expected JSON value");
        };
        lexer.advance();
        return scalar;
    }

    /** An object or an array, up to the token that ends it. */
    private JsonValue nested(boolean isObject) {
        if (++depth > DEPTH_MAX) {
            throw new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        }
        lexer.advance();
        JsonValue value = isObject ? fields() : array();
        depth--;
        return value;
    }

    private JsonValue fields() {
        NavigableMap<String, JsonValue> fields = builds ? JsonValue.Fields.map() : null;
        if (lexer.token() != Token.OBJECT_END) {
            if (lexer.token() != Token.STRING) {
                throw lexer.unexpected("Expected string or \"}\"");
            }
            field(fields);
            while (lexer.token() == Token.COMMA) {
                lexer.advance();
                if (lexer.token() != Token.STRING) {
                    throw lexer.unexpected("Expected string");
                }
                field(fields);
            }
        }
        if (lexer.token() != Token.OBJECT_END) {
            throw lexer.unexpected("Expected \",\" or \"}\"");
        }
        return builds ? new JsonValue.Fields(fields) : null;
    }

    private void field(NavigableMap<String, JsonValue> fields) {
        String key = lexer.string();
        lexer.advance();
        if (lexer.token() != Token.COLON) {
            throw lexer.unexpected("Expected \":\"");
        }
        lexer.advance();
        JsonValue value = value();
        if (builds) {
            fields.put(key, value);
        }
    }

    private JsonValue array() {
        List<JsonValue> elements = builds ? new ArrayList<>() : null;
        if (lexer.token() != Token.ARRAY_END) {
            element(elements);
            while (lexer.token() == Token.COMMA) {
                lexer.advance();
                element(elements);
            }
        }
        if (lexer.token() != Token.ARRAY_END) {
            throw lexer.unexpected("Expected \",\" or \"]\"");
        }
        return builds ? new JsonValue.Array(elements) : null;
    }

    private void element(List<JsonValue> elements) {
        JsonValue value = value();
        if (builds) {
            elements.add(value);
        }
    }

    private static BigDecimal number(String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException beyond) {
            throw overflow();
        }
        if (number.signum() != 0 && (long) number.precision() - number.scale() > INTEGER_DIGITS_MAX) {
            throw overflow();
        }
        if (number.scale() < 0) {
            return number.signum() == 0 ? BigDecimal.ZERO : number.setScale(0);
        }
        return number.scale() > SCALE_MAX ? number.setScale(SCALE_MAX, RoundingMode.HALF_UP) : number;
    }

    private static SqlException overflow() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }
}
