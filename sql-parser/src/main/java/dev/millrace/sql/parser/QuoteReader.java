package dev.millrace.sql.parser;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.millrace.sql.parser.SqlParseFailure.Kind;

/**
 * Reads what stands between quotes: strings (plain, with escapes, with Unicode escapes, between dollars) and names.
 */
final class QuoteReader {
    enum Style { PLAIN, ESCAPES, UNICODE, NAME }

    private final String text;
    private final StringBuilder value = new StringBuilder();
    /** Bytes given by octal or hexadecimal escapes; they are UTF-8 and only a whole run of them makes characters. */
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int end;

    QuoteReader(String text) {
        this.text = text;
    }

    String value() {
        return value.toString();
    }

    /** The offset after what was read. */
    int end() {
        return end;
    }

    /**
     * Reads a quoted string or name whose opening quote is at {@code quote}. A string goes on in the next quotes
     * when only blanks with a line break stand between.
     */
    void read(int start, int quote, Style style) {
        value.setLength(0);
        char closing = style == Style.NAME ? '"' : '\'';
        int i = quote + 1;
        while (true) {
            if (i >= text.length()) {
                String what = style == Style.NAME ? "unterminated quoted identifier" : "unterminated quoted string";
                throw SqlParseFailure.at(Kind.SYNTAX_ERROR, what + " at or near \"" + text.substring(start) + "\"",
                        text,
                        start);
            }
            char c = text.charAt(i);
            if (c == closing && i + 1 < text.length() && text.charAt(i + 1) == closing) {
                flushBytes(start);
                value.append(closing);
                i += 2;
            } else if (c == closing) {
                flushBytes(start);
                end = i + 1;
                int next = style == Style.NAME ? -1 : continuation(end);
                if (next < 0) {
                    return;
                }
                i = next + 1;
            } else if (c == '\\' && style == Style.ESCAPES) {
                i = readEscape(i, start);
            } else {
                flushBytes(start);
                value.append(c);
                i++;
            }
        }
    }

    /** The offset of the quote that continues a string, or -1. */
    private int continuation(int from) {
        boolean line = false;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                line = true;
                i++;
            } else if (Lexer.isBlank(c)) {
                i++;
            } else if (c == '-' && i + 1 < text.length() && text.charAt(i + 1) == '-') {
                while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
                    i++;
                }
            } else {
                return line && c == '\'' ? i : -1;
            }
        }
        return -1;
    }

    private int readEscape(int backslash, int start) {
        if (backslash + 1 >= text.length()) {
            return backslash + 1;
        }
        char c = text.charAt(backslash + 1);
        if (c >= '0' && c <= '7') {
            return readByte(backslash + 1, 3, 8);
        }
        if (c == 'x' && Character.digit(charAt(backslash + 2), 16) >= 0) {
            return readByte(backslash + 2, 2, 16);
        }
        flushBytes(start);
        if (c == 'u' || c == 'U') {
            int digits = c == 'u' ? 4 : 8;
            return readCodePoint(backslash, digits);
        }
        value.append(switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> (char) 11;
            default -> c;
        });
        return backslash + 2;
    }

    private int readByte(int from, int digitsMax, int radix) {
        int number = 0;
        int i = from;
        while (i < from + digitsMax && Character.digit(charAt(i), radix) >= 0 && charAt(i) < 128) {
            number = number * radix + Character.digit(charAt(i), radix);
            i++;
        }
        bytes.write(number);
        return i;
    }

    private void flushBytes(int start) {
        if (bytes.size() == 0) {
            return;
        }
        byte[] run = bytes.toByteArray();
        bytes.reset();
        for (byte b : run) {
            if (b == 0) {
                throw invalidBytes("0x00", start);
            }
        }
        try {
            value.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(run)));
        } catch (CharacterCodingException e) {
            throw invalidBytes(String.format("0x%02x", run[0] & 0xff), start);
        }
    }

    private SqlParseFailure invalidBytes(String which, int start) {
        return SqlParseFailure.at(Kind.INVALID_CHARACTER, "invalid byte sequence for encoding \"UTF8\": " + which, text,
                start);
    }

    private int hexadecimal(int from, int digits, int escape) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(charAt(i), 16);
            if (digit < 0) {
                throw SqlParseFailure.at(Kind.INVALID_ESCAPE, "invalid Unicode escape", text, escape);
            }
            number = number << 4 | digit;
        }
        return number;
    }

    /** A character, of which the first half of a pair needs the second in an escape right behind it. */
    private int readCodePoint(int escape, int digits) {
        int codePoint = hexadecimal(escape + 2, digits, escape);
        int after = escape + 2 + digits;
        if (codePoint <= 0 || !Character.isValidCodePoint(codePoint)) {
            throw SqlParseFailure.at(Kind.INVALID_ESCAPE, "invalid Unicode escape value", text, escape);
        }
        if (codePoint >= Character.MIN_LOW_SURROGATE && codePoint <= Character.MAX_LOW_SURROGATE) {
            throw unpaired(text.substring(escape, after), escape);
        }
        value.appendCodePoint(codePoint);
        if (codePoint < Character.MIN_HIGH_SURROGATE || codePoint > Character.MAX_HIGH_SURROGATE) {
            return after;
        }
        boolean isEscape = charAt(after) == '\\' && (charAt(after + 1) == 'u' || charAt(after + 1) == 'U');
        if (!isEscape) {
            throw unpaired(text.substring(after, Math.min(text.length(), after + 1)), after);
        }
        int nextDigits = charAt(after + 1) == 'u' ? 4 : 8;
        int low = hexadecimal(after + 2, nextDigits, after);
        int end = after + 2 + nextDigits;
        if (low < Character.MIN_LOW_SURROGATE || low > Character.MAX_LOW_SURROGATE) {
            throw unpaired(text.substring(after, end), after);
        }
        value.append((char) low);
        return end;
    }

    private SqlParseFailure unpaired(String near, int at) {
        return SqlParseFailure.at(
                Kind.SYNTAX_ERROR, "invalid Unicode surrogate pair at or near \"" + near + "\"", text, at);
    }

    /** Replaces the escapes of U&'..' in what was read; returns the offset after an optional UESCAPE clause. */
    int applyUnicodeEscapes(int start) {
        String raw = value.toString();
        int after = end;
        char escape = '\\';
        int word = skipBlanks(after);
        if (text.regionMatches(true, word, "uescape", 0, 7)) {
            int quote = skipBlanks(word + 7);
            if (charAt(quote) != '\'' || charAt(quote + 2) != '\'' || "+'\" ".indexOf(charAt(quote + 1)) >= 0
                    || Character.digit(charAt(quote + 1), 16) >= 0) {
                throw SqlParseFailure.at(Kind.SYNTAX_ERROR, "invalid Unicode escape character", text, quote);
            }
            escape = charAt(quote + 1);
            after = quote + 3;
        }
        value.setLength(0);
        value.append(unescaped(raw, escape, start));
        end = after;
        return after;
    }

    private String unescaped(String raw, char escape, int start) {
        StringBuilder result = new StringBuilder(raw.length());
        // Whether the last character was the first half of a pair.
        boolean isOpen = false;
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (c != escape) {
                result.append(c);
                i++;
            } else if (i + 1 < raw.length() && raw.charAt(i + 1) == escape) {
                result.append(escape);
                i += 2;
            } else {
                boolean six = i + 1 < raw.length() && raw.charAt(i + 1) == '+';
                int from = i + (six ? 2 : 1);
                i = from + (six ? 6 : 4);
                int codePoint = codePoint(raw, from, i, start);
                boolean isLow = codePoint >= Character.MIN_LOW_SURROGATE && codePoint <= Character.MAX_LOW_SURROGATE;
                if (isLow != isOpen) {
                    throw SqlParseFailure.at(Kind.SYNTAX_ERROR, "invalid Unicode surrogate pair", text, start);
                }
                isOpen = codePoint >= Character.MIN_HIGH_SURROGATE && codePoint <= Character.MAX_HIGH_SURROGATE;
                result.appendCodePoint(codePoint);
                continue;
            }
            if (isOpen) {
                throw SqlParseFailure.at(Kind.SYNTAX_ERROR, "invalid Unicode surrogate pair", text, start);
            }
        }
        if (isOpen) {
            throw SqlParseFailure.at(Kind.SYNTAX_ERROR, "invalid Unicode surrogate pair", text, start);
        }
        return result.toString();
    }

    private int codePoint(String raw, int from, int to, int start) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
            if (digit < 0) {
                throw SqlParseFailure.at(Kind.INVALID_ESCAPE, "invalid Unicode escape", text, start);
            }
            number = number << 4 | digit;
        }
        if (number == 0 || !Character.isValidCodePoint(number)) {
            throw SqlParseFailure.at(Kind.INVALID_ESCAPE, "invalid Unicode escape value", text, start);
        }
        return number;
    }

    private int skipBlanks(int from) {
        int i = from;
        while (i < text.length() && Lexer.isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The offset after the second dollar of {@code $tag$}, or -1 when there is none at this place. */
    int dollarTagEnd(int start) {
        int i = start + 1;
        if (Lexer.isNameStart(charAt(i))) {
            while (Lexer.isNameStart(charAt(i)) || Lexer.isDigit(charAt(i))) {
                i++;
            }
        }
        return charAt(i) == '$' ? i + 1 : -1;
    }

    /** Reads a dollar-quoted string; returns the offset after it. */
    int readDollar(int start, int tagEnd) {
        String tag = text.substring(start, tagEnd);
        int close = text.indexOf(tag, tagEnd);
        if (close < 0) {
            throw SqlParseFailure.at(Kind.SYNTAX_ERROR,
                    "unterminated dollar-quoted string at or near \"" + text.substring(start) + "\"", text, start);
        }
        value.setLength(0);
        value.append(text, tagEnd, close);
        end = close + tag.length();
        return end;
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }
}
