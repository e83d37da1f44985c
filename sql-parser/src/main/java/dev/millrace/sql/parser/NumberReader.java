package dev.millrace.sql.parser;

import java.math.BigDecimal;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.SqlParseFailure.Kind;
import dev.millrace.sql.parser.grammar.SqlGrammarConstants;

/** Reads a number: digits, a point, an exponent. */
final class NumberReader {
    /** As many digits as PostgreSQL's numeric has before the point. */
    private static final long SCALE_MAX = 131_072L;

    private final String text;
    private final int start;
    private int end;

    private NumberReader(String text, int start) {
        this.text = text;
        this.start = start;
        this.end = start;
    }

    static Lexeme read(String text, int start) {
        return new NumberReader(text, start).read();
    }

    private Lexeme read() {
        skipDigits();
        boolean fraction = skipFraction();
        boolean exponent = skipExponent();
        if (Lexer.isNameStart(at(end))) {
            throw SqlParseFailure.at(Kind.SYNTAX_ERROR, "trailing junk after numeric literal at or near \""
                    + text.substring(start, Lexer.endOfName(text, end)) + "\"", text, start);
        }
        String image = text.substring(start, end);
        return !fraction && !exponent
                ? new Lexeme(Form.NUMBER, SqlGrammarConstants.UNSIGNED_INTEGER_LITERAL, image, image, start, end)
                : numeric(image);
    }

    private void skipDigits() {
        while (Lexer.isDigit(at(end))) {
            end++;
        }
    }

    private boolean skipFraction() {
        // Two points are a range, not the end of one number and the start of another.
        if (at(end) != '.' || at(end + 1) == '.') {
            return false;
        }
        end++;
        skipDigits();
        return true;
    }

    private boolean skipExponent() {
        if (at(end) != 'e' && at(end) != 'E') {
            return false;
        }
        int digits = at(end + 1) == '+' || at(end + 1) == '-' ? end + 2 : end + 1;
        if (!Lexer.isDigit(at(digits))) {
            return false;
        }
        end = digits;
        skipDigits();
        return true;
    }

    /**
     * A number with a point or an exponent is of type numeric in PostgreSQL. It is written out, without exponent;
     * where no digits are left behind the point, its kind must tell it from an integer.
     */
    private Lexeme numeric(String image) {
        BigDecimal value = value(image);
        int kind = value.scale() > 0 ? SqlGrammarConstants.DECIMAL_NUMERIC_LITERAL : SqlGrammarConstants.WHOLE_NUMERIC;
        return new Lexeme(Form.NUMBER, kind, image, value.toPlainString(), start, end);
    }

    private BigDecimal value(String image) {
        try {
            BigDecimal value = new BigDecimal(image);
            if (Math.abs((long) value.scale()) <= SCALE_MAX) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The exponent is beyond an int: it overflows as one beyond the scale does.
        }
        throw SqlParseFailure.at(Kind.INVALID_VALUE, "value overflows numeric format", text, start);
    }

    private char at(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }
}
