package dev.millrace.sql.parser;

import java.util.List;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.statement.StatementOption;

/**
 * Reads lists of options: {@code ('key' = 'value', dotted.key = 1 day)} and PostgreSQL's {@code (key value, key)}.
 */
final class OptionReader {
    private final Cursor cursor;

    OptionReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** {@code WITH (key = value, ...)}, or nothing. */
    List<StatementOption> optionalWith() {
        if (!cursor.at("with") || !cursor.peek(2).isMark("(")) {
            return List.of();
        }
        cursor.take();
        return options();
    }

    /** {@code (key [= value], ...)}. */
    List<StatementOption> options() {
        cursor.expectMark("(");
        if (cursor.acceptMark(")")) {
            return List.of();
        }
        List<StatementOption> options = cursor.commaList(() -> option(true));
        cursor.expectMark(")");
        return options;
    }

    /** {@code (key [[=] value], ...)}, as EXPLAIN and COPY have it. */
    List<StatementOption> plainOptions() {
        cursor.expectMark("(");
        List<StatementOption> options = cursor.commaList(() -> option(false));
        cursor.expectMark(")");
        return options;
    }

    private StatementOption option(boolean equalsSign) {
        cursor.skipMarker();
        Lexeme first = cursor.peek();
        String key = key();
        boolean value = cursor.acceptMark("=")
                || !equalsSign && !cursor.atMark(",") && !cursor.atMark(")");
        return value ? value(key, first) : new StatementOption(key, "", StatementOption.Form.NONE,
                cursor.positionFrom(first));
    }

    /** A quoted key, or words (reserved or not) between dots and dashes. */
    private String key() {
        if (cursor.peek().form == Form.STRING) {
            return cursor.take().text;
        }
        StringBuilder key = new StringBuilder(cursor.label());
        while (cursor.atMark(".") || cursor.atMark("-")) {
            key.append(cursor.take().text).append(cursor.label());
        }
        return key.toString();
    }

    /** The value of an option whose key was read. */
    StatementOption value(String key, Lexeme first) {
        cursor.skipMarker();
        Lexeme lexeme = cursor.peek();
        String sign = "";
        if (lexeme.isMark("-") || lexeme.isMark("+")) {
            sign = cursor.take().text.equals("-") ? "-" : "";
            lexeme = cursor.peek();
            if (lexeme.form != Form.NUMBER) {
                throw cursor.unexpected();
            }
        }
        if (lexeme.isMark("(")) {
            return wordsInParentheses(key, first);
        }
        StatementOption.Form form = switch (lexeme.form) {
            case STRING -> StatementOption.Form.STRING;
            case NUMBER -> StatementOption.Form.NUMBER;
            case WORD -> isBoolean(lexeme) ? StatementOption.Form.BOOLEAN : StatementOption.Form.WORD;
            case QUOTED_NAME -> StatementOption.Form.WORD;
            case OPERATOR -> lexeme.isMark("*") ? StatementOption.Form.WORD : null;
            case PARAMETER, MARK, END -> null;
        };
        if (form == null) {
            throw cursor.unexpected();
        }
        cursor.take();
        String value = lexeme.form == Form.NUMBER ? sign + lexeme.image : lexeme.text;
        return new StatementOption(key, value, form, cursor.positionFrom(first));
    }

    /** {@code force_quote (a, b)}: the words, with commas between them. */
    private StatementOption wordsInParentheses(String key, Lexeme first) {
        cursor.expectMark("(");
        List<String> words = cursor.commaList(cursor::label);
        cursor.expectMark(")");
        return new StatementOption(key, String.join(",", words), StatementOption.Form.WORD, cursor.positionFrom(first));
    }

    private static boolean isBoolean(Lexeme lexeme) {
        return switch (lexeme.text) {
            case "true", "false", "on", "off" -> true;
            default -> false;
        };
    }
}
