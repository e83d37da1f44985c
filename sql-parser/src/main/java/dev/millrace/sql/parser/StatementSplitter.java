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
        int start = -1;
        int end = -1;
        for (Lexeme lexeme : Lexer.read(script)) {
            if (lexeme.isMark(";") || lexeme.form == Form.END) {
                if (start >= 0) {
                    statements.add(new ScriptStatement(script.substring(start, end), start));
                }
                start = -1;
            } else {
                start = start < 0 ? lexeme.start : start;
                end = lexeme.end;
            }
        }
        return statements;
    }
}
