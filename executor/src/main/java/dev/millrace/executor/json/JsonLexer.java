package dev.millrace.executor.json;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** The tokens of a JSON text, with PostgreSQL's words for what is none. */
final class JsonLexer {

    enum Token {
        OBJECT_START,
        OBJECT_END,
        ARRAY_START,
        ARRAY_END,
        COMMA,
        COLON,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        END
    }

    private final String text;
    /** Whether strings must have a meaning as text, or only the form of strings. */
    private final boolean decodes;
    private Token token;
    private int start;
    private int end;
    private String string;

    JsonLexer(String text, boolean decodes) {
        this.text = text;
        this.decodes = decodes;
        advance();
    }

    Token token() {
        return token;
    }

    /** What the token says, when it is a string and strings are decoded. */
    String string() {
        return string;
    }

    /** The token as it is written. */
    String written() {
        return text.substring(start, end);
    }

    void advance() {
        start = end;
        while (start < text.length() && " \t\n\r".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        if (start == text.length()) {
            end = start;
            token = Token.END;
            return;
        }
        char first = text.charAt(start);
        end = start + 1;
        switch (first) {
            case '{' -> token = Token.OBJECT_START;
            case '}' -> token = Token.OBJECT_END;
            case '[' -> token = Token.ARRAY_START;
            case ']' -> token = Token.ARRAY_END;
            case ',' -> token = Token.COMMA;
            case ':' -> token = Token.COLON;
            case '"' -> string(start + 1);
            case '-' -> number(start + 1);
            default -> {
                if (first >= '0' && first <= '9') {
                    number(start);
                } else {
                    word();
                }
            }
        }
    }

    private void word() {
        int at = start;
        while (at < text.length() && isWordCharacter(text.charAt(at))) {
            at++;
        }
        end = Math.max(at, start + 1);
        token = switch (written()) {
            case "true" -> Token.TRUE;
            case "false" -> Token.FALSE;
            case "null" -> Token.NULL;
            default -> throw invalidToken();
        };
    }

    private static boolean isWordCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80;
    }

    private void number(int from) {
        int at = from;
        boolean isValid = true;
        if (isDigit(at) && text.charAt(at) == '0') {
            at++;
        } else {
            isValid = isDigit(at);
            at = digits(at);
        }
        if (at < text.length() && text.charAt(at) == '.') {
            isValid &= isDigit(at + 1);
            at = digits(at + 1);
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            isValid &= isDigit(at);
            at = digits(at);
        }
        while (at < text.length() && isWordCharacter(text.charAt(at))) {
            isValid = false;
            at++;
        }
        end = at;
        if (!isValid) {
            throw invalidToken();
        }
        token = Token.NUMBER;
    }

    private boolean isDigit(int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private int digits(int from) {
        int at = from;
        while (isDigit(at)) {
            at++;
        }
        return at;
    }

    // ---- strings ----------------------------------------------------------------------------------------------------

    private void string(int from) {
        StringBuilder out = null;
        int copied = from;
        int at = from;
        while (true) {
            if (at >= text.length()) {
                end = at;
                throw invalidToken();
            }
            char c = text.charAt(at);
            if (c == '"') {
                break;
            }
            if (c < ' ') {
                throw invalid(String.format("Character with value 0x%02x must be escaped.", (int) c));
            }
            if (c != '\\') {
                at++;
                continue;
            }
            if (out == null) {
                out = new StringBuilder();
            }
            out.append(text, copied, at);
            at = escape(at + 1, out);
            copied = at;
        }
        end = at + 1;
        token = Token.STRING;
        if (decodes) {
            string = out == null ? text.substring(from, at) : out.append(text, copied, at).toString();
        }
    }

    /** Reads what follows a backslash; returns where it ends. */
    private int escape(int at, StringBuilder out) {
        if (at >= text.length()) {
            end = at;
            throw invalidToken();
        }
        char c = text.charAt(at);
        switch (c) {
            case '"', '\\', '/' -> out.append(c);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> {
                return unicode(at + 1, out);
            }
            default -> {
                String written = Character.toString(text.codePointAt(at));
                throw invalid("Escape sequence \"\\" + written + "\" is invalid.");
            }
        }
        return at + 1;
    }

    private int unicode(int at, StringBuilder out) {
        char unit = hex(at);
        if (!decodes) {
            return at + 4;
        }
        if (unit == 0) {
            throw new SqlException(SqlState.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
                    .withDetail("\\u0000 cannot be converted to text.");
        }
        if (Character.isLowSurrogate(unit)) {
            throw invalid("Unicode low surrogate must follow a high surrogate.");
        }
        out.append(unit);
        if (!Character.isHighSurrogate(unit)) {
            return at + 4;
        }
        if (!text.startsWith("\\u", at + 4)) {
            throw invalid("Unicode low surrogate must follow a high surrogate.");
        }
        char second = hex(at + 6);
        if (Character.isHighSurrogate(second)) {
            throw invalid("Unicode high surrogate must not follow a high surrogate.");
        }
        if (!Character.isLowSurrogate(second)) {
            throw invalid("Unicode low surrogate must follow a high surrogate.");
        }
        out.append(second);
        return at + 10;
    }

    private char hex(int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = i < text.length() && text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (i >= text.length()) {
                end = text.length();
                throw invalidToken();
            }
            if (digit < 0) {
                throw invalid("\"\\u\" must be followed by four hexadecimal digits.");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    // ---- faults -----------------------------------------------------------------------------------------------------

    private SqlException invalidToken() {
        return invalid("Token \"" + written() + "\" is invalid.");
    }

    /** For a token that cannot stand where it stands. @param expectation what should, as a sentence begins */
    SqlException unexpected(String expectation) {
        return invalid(
                token == Token.END
                        ? "The input string ended unexpectedly."
                        : expectation + ", but found \"" + written() + "\".");
    }

    private static SqlException invalid(String detail) {
        return new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type json")
                .withDetail(detail);
    }
}
