package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.SqlParseFailure.Kind;
import dev.millrace.sql.parser.grammar.SqlGrammarConstants;

/**
 * Cuts a text into lexemes by PostgreSQL's rules: nested comments, the five kinds of strings, folded and quoted
 * names, operators of any length, {@code $n}. It takes the place of the lexer that JavaCC generates, which knows
 * neither PostgreSQL's operators nor words that are keywords only in some places. Which words are keywords is
 * decided afterwards, by {@link KeywordRules}.
 */
final class Lexer {
    private static final String OPERATOR_CHARACTERS = "~!@#^&|`?+-*/%<>=";
    /** An operator may end in + or - only if it holds one of these; so "1*-1" is read as a person would. */
    private static final String SIGN_KEEPERS = "~!@#^&|`?%";
    private static final int PARAMETER_MAX = 65535;

    private final String text;
    private final ReadingWatch watch;
    private final QuoteReader strings;
    private List<Lexeme> lexemes = new ArrayList<>();
    private int at;

    Lexer(String text, ReadingWatch watch) {
        this.text = text;
        this.watch = watch;
        this.strings = new QuoteReader(text);
    }

    /** All lexemes of a text; the last is of the form END. */
    static List<Lexeme> read(String text) {
        return read(text, ReadingWatch.NONE);
    }

    static List<Lexeme> read(String text, ReadingWatch watch) {
        Lexer lexer = new Lexer(text, watch);
        while (lexer.skipBlanks()) {
            lexer.readNext();
        }
        lexer.add(Form.END, SqlGrammarConstants.EOF, "", text.length());
        return lexer.lexemes;
    }

    /**
     * The lexemes up to the next semicolon, or the end, without it; null when there is nothing left. A body between
     * BEGIN ATOMIC and END is a part of its statement.
     */
    List<Lexeme> statement() {
        lexemes = new ArrayList<>();
        int depth = 0;
        while (skipBlanks()) {
            readNext();
            Lexeme last = lexemes.getLast();
            if (last.isMark(";") && depth == 0) {
                lexemes.removeLast();
                return lexemes;
            }
            if (depth > 0) {
                depth += last.is("case") ? 1 : last.is("end") ? -1 : 0;
            } else if (last.is("atomic") && isBody()) {
                depth = 1;
            }
        }
        return lexemes.isEmpty() ? null : lexemes;
    }

    /** Whether what was read is CREATE FUNCTION or PROCEDURE up to BEGIN ATOMIC. */
    private boolean isBody() {
        int count = lexemes.size();
        int kind = count > 3 && lexemes.get(1).is("or") ? 3 : 1;
        return count > kind + 2 && lexemes.getFirst().is("create")
                && (lexemes.get(kind).is("function") || lexemes.get(kind).is("procedure"))
                && lexemes.get(count - 2).is("begin");
    }

    private void readNext() {
        readOne();
        if (lexemes.size() % ReadingWatch.STRIDE == 0) {
            watch.holds((long) lexemes.size() * ReadingWatch.LEXEME_BYTES);
        }
    }

    /** Moves to the next lexeme; false at the end of the text. */
    private boolean skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isBlank(c)) {
                at++;
            } else if (c == '-' && peek(1) == '-') {
                at = endOfLine(at);
            } else if (c == '/' && peek(1) == '*') {
                at = endOfComment(at);
            } else {
                return true;
            }
        }
        return false;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == 11;
    }

    private int endOfLine(int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private int endOfComment(int from) {
        int depth = 0;
        for (int i = from; i + 1 < text.length(); i++) {
            if (text.charAt(i) == '/' && text.charAt(i + 1) == '*') {
                depth++;
                i++;
            } else if (text.charAt(i) == '*' && text.charAt(i + 1) == '/') {
                depth--;
                i++;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        throw failure("unterminated /* comment", from);
    }

    private void readOne() {
        char c = text.charAt(at);
        char next = peek(1);
        if (isDigit(c) || c == '.' && isDigit(next)) {
            readNumber();
        } else if (c == '\'') {
            readString(at, QuoteReader.Style.PLAIN);
        } else if (c == '"') {
            readQuotedName(at, false);
        } else if (next == '\'' && "eEbBxXnN".indexOf(c) >= 0) {
            readPrefixedString(c);
        } else if ((c == 'u' || c == 'U') && next == '&' && peek(2) == '\'') {
            readString(at + 2, QuoteReader.Style.UNICODE);
        } else if ((c == 'u' || c == 'U') && next == '&' && peek(2) == '"') {
            readQuotedName(at + 2, true);
        } else if (isNameStart(c)) {
            readWord();
        } else if (c == '$') {
            readDollar(next);
        } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
            readOperator();
        } else {
            readMark(c, next);
        }
    }

    private void readWord() {
        int end = endOfName(at);
        String image = text.substring(at, end);
        String folded = Lexeme.lowerCase(image);
        lexemes.add(new Lexeme(Form.WORD, SqlGrammarConstants.IDENTIFIER, folded, folded, at, end));
        at = end;
    }

    private int endOfName(int from) {
        return endOfName(text, from);
    }

    static int endOfName(String text, int from) {
        int end = from;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private void readNumber() {
        Lexeme number = NumberReader.read(text, at);
        lexemes.add(number);
        at = number.end;
    }

    private void readPrefixedString(char prefix) {
        switch (prefix) {
            case 'e', 'E' -> readString(at + 1, QuoteReader.Style.ESCAPES);
            case 'n', 'N' -> readString(at + 1, QuoteReader.Style.PLAIN);
            default -> {
                int start = at;
                strings.read(start, at + 1, QuoteReader.Style.PLAIN);
                at = strings.end();
                boolean hexadecimal = prefix == 'x' || prefix == 'X';
                checkDigits(strings.value(), hexadecimal, start);
                addBits(strings.value(), hexadecimal, start);
            }
        }
    }

    private void checkDigits(String digits, boolean hexadecimal, int start) {
        for (int i = 0; i < digits.length(); i++) {
            int radix = hexadecimal ? 16 : 2;
            if (Character.digit(digits.charAt(i), radix) < 0) {
                throw SqlParseFailure.at(Kind.INVALID_VALUE, "\"" + digits.charAt(i) + "\" is not a valid "
                        + (hexadecimal ? "hexadecimal" : "binary") + " digit", text, start);
            }
        }
    }

    /** B'..' and X'..' are bit strings; both are handed on as the typed literal of the same bits. */
    private void addBits(String digits, boolean hexadecimal, int start) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), hexadecimal ? 16 : 2);
            for (int bit = hexadecimal ? 3 : 0; bit >= 0; bit--) {
                bits.append((digit >> bit) & 1);
            }
        }
        lexemes.add(new Lexeme(Form.MARK, SqlGrammarConstants.TYPED_LITERAL, "", "", start, start));
        lexemes.add(new Lexeme(Form.QUOTED_NAME, SqlGrammarConstants.QUOTED_IDENTIFIER, "bit", "\"bit\"", start,
                start));
        lexemes.add(new Lexeme(Form.STRING, SqlGrammarConstants.QUOTED_STRING, bits.toString(), "'" + bits + "'",
                start, at));
    }

    private void readString(int quote, QuoteReader.Style style) {
        int start = at;
        strings.read(start, quote, style);
        at = strings.end();
        if (style == QuoteReader.Style.UNICODE) {
            at = strings.applyUnicodeEscapes(start);
        }
        addString(strings.value(), start);
    }

    private void addString(String value, int start) {
        if (!lexemes.isEmpty() && lexemes.getLast().form == Form.STRING) {
            throw SqlParseFailure.syntax(text, start, at);
        }
        lexemes.add(new Lexeme(Form.STRING, SqlGrammarConstants.QUOTED_STRING, value,
                "'" + value.replace("'", "''") + "'", start, at));
    }

    private void readQuotedName(int quote, boolean unicode) {
        int start = at;
        strings.read(start, quote, QuoteReader.Style.NAME);
        at = strings.end();
        if (unicode) {
            at = strings.applyUnicodeEscapes(start);
        }
        String name = strings.value();
        if (name.isEmpty()) {
            throw failure("zero-length delimited identifier", start, at);
        }
        lexemes.add(new Lexeme(Form.QUOTED_NAME, SqlGrammarConstants.QUOTED_IDENTIFIER, name,
                "\"" + name.replace("\"", "\"\"") + "\"", start, at));
    }

    private void readDollar(char next) {
        int start = at;
        if (isDigit(next)) {
            int end = at + 1;
            while (isDigit(charAt(end))) {
                end++;
            }
            if (isNameStart(charAt(end))) {
                throw failure("trailing junk after parameter", start, endOfName(end));
            }
            String digits = text.substring(start + 1, end);
            if (digits.length() > 5 || Integer.parseInt(digits) > PARAMETER_MAX || Integer.parseInt(digits) == 0) {
                throw SqlParseFailure.at(Kind.UNDEFINED_PARAMETER, "there is no parameter $" + digits, text, start);
            }
            add(Form.PARAMETER, SqlGrammarConstants.HOOK, text.substring(start, end), end);
            return;
        }
        int tagEnd = strings.dollarTagEnd(start);
        if (tagEnd < 0) {
            throw SqlParseFailure.syntax(text, start, start + 1);
        }
        at = strings.readDollar(start, tagEnd);
        addString(strings.value(), start);
    }

    private void readOperator() {
        int end = at;
        while (OPERATOR_CHARACTERS.indexOf(charAt(end)) >= 0 && end < text.length()) {
            if (end > at && (text.startsWith("--", end) || text.startsWith("/*", end))) {
                break;
            }
            end++;
        }
        String image = text.substring(at, end);
        while (image.length() > 1 && (image.endsWith("+") || image.endsWith("-")) && !holdsAny(image, SIGN_KEEPERS)) {
            image = image.substring(0, image.length() - 1);
        }
        String operator = image.equals("!=") ? "<>" : image;
        add(Form.OPERATOR, operatorKind(operator), operator, at + image.length());
    }

    private static boolean holdsAny(String image, String characters) {
        for (int i = 0; i < image.length(); i++) {
            if (characters.indexOf(image.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    static int operatorKind(String operator) {
        return switch (operator) {
            case "+" -> SqlGrammarConstants.PLUS;
            case "-" -> SqlGrammarConstants.MINUS;
            case "*" -> SqlGrammarConstants.STAR;
            case "/" -> SqlGrammarConstants.SLASH;
            case "%" -> SqlGrammarConstants.PERCENT_REMAINDER;
            case "=" -> SqlGrammarConstants.EQ;
            case "<" -> SqlGrammarConstants.LT;
            case ">" -> SqlGrammarConstants.GT;
            case "<=" -> SqlGrammarConstants.LE;
            case ">=" -> SqlGrammarConstants.GE;
            case "<>" -> SqlGrammarConstants.NE;
            case "=>" -> SqlGrammarConstants.NAMED_ARGUMENT_ASSIGNMENT;
            default -> SqlGrammarConstants.INFIX_OPERATOR;
        };
    }

    private void readMark(char c, char next) {
        switch (c) {
            case '(' -> add(Form.MARK, SqlGrammarConstants.LPAREN, "(", at + 1);
            case ')' -> add(Form.MARK, SqlGrammarConstants.RPAREN, ")", at + 1);
            case '[' -> add(Form.MARK, SqlGrammarConstants.LBRACKET, "[", at + 1);
            case ']' -> add(Form.MARK, SqlGrammarConstants.RBRACKET, "]", at + 1);
            case ',' -> add(Form.MARK, SqlGrammarConstants.COMMA, ",", at + 1);
            case ';' -> add(Form.MARK, SqlGrammarConstants.SEMICOLON, ";", at + 1);
            case '.' -> {
                boolean two = next == '.';
                add(Form.MARK, two ? SqlGrammarConstants.DOUBLE_PERIOD : SqlGrammarConstants.DOT, two ? ".." : ".",
                        at + (two ? 2 : 1));
            }
            case ':' -> {
                if (next == ':') {
                    add(Form.MARK, SqlGrammarConstants.CAST_OPERATOR, "::", at + 2);
                } else if (next == '=') {
                    add(Form.MARK, SqlGrammarConstants.NAMED_ARGUMENT_ASSIGNMENT, "=>", at + 2);
                } else {
                    add(Form.MARK, SqlGrammarConstants.COLON, ":", at + 1);
                }
            }
            default -> throw SqlParseFailure.syntax(text, at, at + Character.charCount(text.codePointAt(at)));
        }
    }

    private void add(Form form, int kind, String image, int end) {
        lexemes.add(new Lexeme(form, kind, image, image, at, end));
        at = end;
    }

    private char peek(int ahead) {
        return charAt(at + ahead);
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private SqlParseFailure failure(String message, int start) {
        return failure(message, start, text.length());
    }

    private SqlParseFailure failure(String message, int start, int end) {
        return SqlParseFailure.at(Kind.SYNTAX_ERROR, message + " at or near \"" + text.substring(start, end) + "\"",
                text,
                start);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 128;
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c) || c == '$';
    }
}
