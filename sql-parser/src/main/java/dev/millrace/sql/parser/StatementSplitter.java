package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

/** Cuts a script at the semicolons that end statements: not those in strings, quoted names and comments. */
public final class StatementSplitter {
    private StatementSplitter() {
    }

    /**
     * The script's statements in order, each from its first word to its last, without its semicolon. Statements of
     * nothing but blanks and comments are left out.
     *
     * @throws SqlParseFailure when a string, a quoted name or a comment does not end; its position is the script's
     */
    public static List<ScriptStatement> split(String script) {
        return split(script, ReadingWatch.NONE);
    }

    /** Where a statement has its first {@code $n}, in characters from 0; -1 when it has none. */
    public static int firstParameter(String statement) {
        Lexer lexer = new Lexer(statement, ReadingWatch.NONE);
        for (List<Lexeme> lexemes = lexer.statement(); lexemes != null; lexemes = lexer.statement()) {
            for (Lexeme lexeme : lexemes) {
                if (lexeme.form == Lexeme.Form.PARAMETER) {
                    return lexeme.start;
                }
            }
        }
        return -1;
    }

    public static List<ScriptStatement> split(String script, ReadingWatch watch) {
        List<ScriptStatement> statements = new ArrayList<>();
        Lexer lexer = new Lexer(script, watch);
        for (List<Lexeme> lexemes = lexer.statement(); lexemes != null; lexemes = lexer.statement()) {
            if (!lexemes.isEmpty()) {
                int start = lexemes.getFirst().start;
                statements.add(new ScriptStatement(
                        script.substring(start, lexemes.getLast().end), start, ConstantLifter.lift(script, lexemes)));
            }
        }
        return statements;
    }
}
