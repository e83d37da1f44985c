package dev.millrace.executor.jsonpath;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.jsonpath.JsonPathToken.Kind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Takes the text of a path apart. */
final class JsonPathLexer {

    private static final List<String> MARKS = List.of(
            "**", "&&", "||", "==", "!=", "<>", "<=", ">=", "=", "<", ">", "!", "+", "-", "*", "/", "%", "(", ")", "[",
            "]", "{", "}", ",", ".", "?", "@", "$");
    private static final String SPECIAL = "?%$.[]{}()|&!=<>@#,*:-+/";

    private final String text;
    private final List<JsonPathToken> tokens = new ArrayList<>();
    private int at;

    JsonPathLexer(String text) {
        this.text = text;
    }

    List<JsonPathToken> tokens() {
        while (true) {
            blanks();
            int start = at;
            if (at >= text.length()) {
                tokens.add(new JsonPathToken(Kind.END, "", at, at));
                return tokens;
            }
            char c = text.charAt(at);
            if (c == '"') {
                add(Kind.STRING, quoted(), start);
            } else if (c == '$' && at + 1 < text.length() && startsName(at + 1)) {
                at++;
                add(Kind.VARIABLE, text.charAt(at) == '"' ? quoted() : name(), start);
            } else if (isDigit(c) || c == '.' && isFraction()) {
                number(start);
            } else if (SPECIAL.indexOf(c) < 0) {
                add(Kind.NAME, name(), start);
            } else {
                mark(start);
            }
        }
    }

    private void add(Kind kind, String value, int start) {
        tokens.add(new JsonPathToken(kind, value, start, at));
    }

    private void mark(int start) {
        for (String mark : MARKS) {
            if (text.startsWith(mark, at)) {
                at += mark.length();
                add(Kind.MARK, mark.equals("=") ? "==" : mark.equals("<>") ? "!=" : mark, start);
                return;
            }
        }
        throw fault("syntax error", text.substring(at, at + 1));
    }

    private boolean isFraction() {
        return at + 1 < text.length() && isDigit(text.charAt(at + 1)) && !isAfterItem();
    }

    /** Whether a point goes on with what was before it. */
    private boolean isAfterItem() {
        return !tokens.isEmpty() && !List.of("(", "[", ",", "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=",
                        "&&", "||", "!")
                .contains(tokens.getLast().text());
    }

    private boolean startsName(int index) {
        char c = text.charAt(index);
        return c == '"' || SPECIAL.indexOf(c) < 0 && !Character.isWhitespace(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void blanks() {
        while (at < text.length()) {
            if (" \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
                at++;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw new SqlException(
                            SqlState.SYNTAX_ERROR, "unexpected end of comment at end of jsonpath input");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void number(int start) {
        digits();
        boolean isInteger = true;
        if (at < text.length() && text.charAt(at) == '.' && !text.startsWith(".*", at)) {
            isInteger = false;
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int mark = at;
            at += at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 2 : 1;
            int digits = at;
            digits();
            if (digits == at) {
                at = mark + 1;
                throw fault("invalid numeric literal", text.substring(start, at));
            }
            isInteger = false;
        }
        String number = text.substring(start, at);
        boolean hasJunk = at < text.length() && SPECIAL.indexOf(text.charAt(at)) < 0
                && !Character.isWhitespace(text.charAt(at)) && text.charAt(at) != '"';
        if (hasJunk || number.length() > 1 && number.charAt(0) == '0' && isDigit(number.charAt(1))) {
            int end = hasJunk ? at + 1 : start + 2;
            throw fault("trailing junk after numeric literal", text.substring(start, end));
        }
        add(isInteger ? Kind.INTEGER : Kind.NUMBER, number, start);
    }

    private String name() {
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                escape(out);
            } else if (SPECIAL.indexOf(c) >= 0 || " \t\n\r\f\"".indexOf(c) >= 0) {
                break;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private String quoted() {
        StringBuilder out = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c == '\\') {
                escape(out);
            } else {
                out.append(c);
                at++;
            }
        }
        throw new SqlException(SqlState.SYNTAX_ERROR, "unexpected end of quoted string at end of jsonpath input");
    }

    private void escape(StringBuilder out) {
        int start = at++;
        if (at >= text.length()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "unexpected end after backslash at end of jsonpath input");
        }
        char c = text.charAt(at++);
        switch (c) {
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> out.appendCodePoint(hex(start, 2, "invalid hexadecimal character sequence"));
            case 'u' -> {
                boolean isBraced = at < text.length() && text.charAt(at) == '{';
                int end = isBraced ? text.indexOf('}', at) : at + 4;
                int digits = isBraced ? end - at - 1 : 4;
                at += isBraced ? 1 : 0;
                if (digits < 1 || digits > 6) {
                    throw fault("invalid Unicode escape sequence", text.substring(start));
                }
                out.appendCodePoint(hex(start, digits, "invalid Unicode escape sequence"));
                at += isBraced ? 1 : 0;
            }
            default -> out.append(c);
        }
    }

    private int hex(int start, int digits, String fault) {
        if (at + digits > text.length()) {
            throw fault(fault, text.substring(start));
        }
        try {
            int value = Integer.parseInt(text.substring(at, at + digits), 16);
            at += digits;
            if (value == 0) {
                throw new SqlException("22P05", "unsupported Unicode escape sequence")
                        .withDetail("\\u0000 cannot be converted to text.");
            }
            if (value > Character.MAX_CODE_POINT) {
                throw fault(fault, text.substring(start, at));
            }
            return value;
        } catch (NumberFormatException malformed) {
            throw fault(fault, text.substring(start, at));
        }
    }

    private static SqlException fault(String what, String near) {
        return new SqlException(SqlState.SYNTAX_ERROR, what + " at or near \"" + near + "\" of jsonpath input");
    }
}
