package dev.millrace.sql.parser;

import java.util.Set;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.grammar.SqlGrammarConstants;

/** Which lexemes an operand may begin or end with: what tells a keyword from a name beside it. */
final class Operands {
    /** Keywords that are operands themselves, or their last word. */
    private static final Set<Integer> ENDING_KEYWORDS = Set.of(
            SqlGrammarConstants.IDENTIFIER, SqlGrammarConstants.NULL, SqlGrammarConstants.TRUE,
            SqlGrammarConstants.FALSE, SqlGrammarConstants.END, SqlGrammarConstants.ISNULL, SqlGrammarConstants.NOTNULL,
            SqlGrammarConstants.UNKNOWN, SqlGrammarConstants.ROW, SqlGrammarConstants.DEFAULT_,
            SqlGrammarConstants.USER,
            SqlGrammarConstants.CURRENT_DATE, SqlGrammarConstants.CURRENT_TIME, SqlGrammarConstants.CURRENT_TIMESTAMP,
            SqlGrammarConstants.CURRENT_USER, SqlGrammarConstants.CURRENT_ROLE, SqlGrammarConstants.CURRENT_SCHEMA,
            SqlGrammarConstants.CURRENT_CATALOG, SqlGrammarConstants.SESSION_USER, SqlGrammarConstants.LOCALTIME,
            SqlGrammarConstants.LOCALTIMESTAMP);

    /** Reserved words that an expression may begin with. */
    private static final Set<String> STARTING_KEYWORDS = Set.of(
            "not", "case", "cast", "array", "null", "true", "false", "current_date", "current_time",
            "current_timestamp", "current_user", "session_user", "user", "localtime", "localtimestamp");

    private Operands() {
    }

    /** A word that may be a name without quotes, or a quoted one. */
    static boolean isName(Lexeme lexeme) {
        return lexeme.form == Form.QUOTED_NAME || lexeme.form == Form.WORD && Keywords.reserved(lexeme.text) < 0;
    }

    static boolean isEnd(Lexeme lexeme) {
        return switch (lexeme.form) {
            case QUOTED_NAME, STRING, NUMBER, PARAMETER -> true;
            case WORD -> ENDING_KEYWORDS.contains(lexeme.kind);
            case MARK -> lexeme.isMark(")") || lexeme.isMark("]");
            case OPERATOR, END -> false;
        };
    }

    static boolean isStart(Lexeme lexeme) {
        return switch (lexeme.form) {
            case QUOTED_NAME, STRING, NUMBER, PARAMETER, OPERATOR -> true;
            case WORD -> Keywords.reserved(lexeme.text) < 0 || STARTING_KEYWORDS.contains(lexeme.text);
            case MARK -> lexeme.isMark("(");
            case END -> false;
        };
    }

    /** The last word of a key of ORDER BY that does not end with its operand. */
    static boolean endsSortKey(Lexeme lexeme) {
        return lexeme.kind == SqlGrammarConstants.ASC || lexeme.kind == SqlGrammarConstants.DESC
                || lexeme.kind == SqlGrammarConstants.FIRST || lexeme.kind == SqlGrammarConstants.LAST;
    }
}
