package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.sql.parser.Lexeme.Form;

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
        List<ScriptStatement> statements = new ArrayList<>();
        List<Lexeme> lexemes = Lexer.read(script);
        int from = 0;
        for (int i = 0; i < lexemes.size(); i++) {
            Lexeme lexeme = lexemes.get(i);
            if (lexeme.isMark(";") || lexeme.form == Form.END) {
                if (i > from) {
                    statements.add(statement(script, lexemes, from, i));
                }
                from = i + 1;
            }
        }
        return statements;
    }

    private static ScriptStatement statement(String script, List<Lexeme> lexemes, int from, int to) {
        int start = lexemes.get(from).start;
        return new ScriptStatement(
                script.substring(start, lexemes.get(to - 1).end), start,
                ConstantLifter.lift(script, lexemes, from, to));
    }
}
