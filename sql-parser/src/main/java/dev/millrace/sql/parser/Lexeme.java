package dev.millrace.sql.parser;

import java.util.Locale;

import dev.millrace.sql.parser.grammar.Token;

/**
 * One word, sign or constant of a statement, in the shape that the generated grammar reads. Its columns are character
 * offsets from the start of the text plus one, whatever line it stands on, so that every position Calcite reports is
 * already the position PostgreSQL would report.
 */
final class Lexeme extends Token {
    private static final long serialVersionUID = 1L;

    enum Form { WORD, QUOTED_NAME, STRING, NUMBER, PARAMETER, OPERATOR, MARK, END }

    final Form form;
    final int start;
    final int end;
    /** The word in lower case, the operator or mark itself, the string's value, the quoted name; empty at the end. */
    final String text;

    Lexeme(Form form, int kind, String text, String image, int start, int end) {
        this.form = form;
        this.text = text;
        this.start = start;
        this.end = end;
        this.kind = kind;
        this.image = image;
        this.beginLine = 1;
        this.endLine = 1;
        this.beginColumn = start + 1;
        this.endColumn = Math.max(end, start + 1);
    }

    static String lowerCase(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 128) {
                return asciiLowerCase(word);
            }
        }
        return word.toLowerCase(Locale.ROOT);
    }

    /** As PostgreSQL does in UTF-8: letters beyond ASCII keep their case. */
    private static String asciiLowerCase(String word) {
        StringBuilder folded = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            folded.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return folded.toString();
    }

    /** Whether this is the given word, unquoted; words are given in lower case. */
    boolean is(String word) {
        return form == Form.WORD && text.equals(word);
    }

    boolean isMark(String mark) {
        return (form == Form.MARK || form == Form.OPERATOR) && text.equals(mark);
    }

    Lexeme withKind(int newKind, String newImage) {
        return new Lexeme(form, newKind, text, newImage, start, end);
    }
}
