package dev.millrace.sql.parser;

import java.util.List;

import dev.millrace.sql.parser.grammar.SqlGrammarConstants;
import dev.millrace.sql.parser.statement.OnlyName;

/** Names of tables in FROM, with what says whether those count that inherit from them. */
final class FromItems {

    private FromItems() {}

    /** ONLY t, or ONLY (t), put out as one name of several parts: how many lexemes that takes; 0 for anything else. */
    static int only(List<Lexeme> in, int at, List<Lexeme> out) {
        if (!startsItem(out, out.size() - 1)) {
            return 0;
        }
        Lexeme word = in.get(at);
        out.add(word.withKind(SqlGrammarConstants.IDENTIFIER, OnlyName.MARK));
        out.add(new Lexeme(Lexeme.Form.MARK, SqlGrammarConstants.DOT, ".", ".", word.end, word.end));
        if (!in.get(at + 1).isMark("(") || !in.get(at + 3).isMark(")")) {
            return 1;
        }
        Lexeme name = in.get(at + 2);
        out.add(name.form == Lexeme.Form.WORD
                ? name.withKind(SqlGrammarConstants.IDENTIFIER, name.text)
                : name);
        return 4;
    }

    /** Whether this is the star of {@code FROM t*}: all that inherits from a table is read anyway. */
    static boolean isStar(Lexeme lexeme, List<Lexeme> out) {
        int name = out.size() - 1;
        if (!lexeme.text.equals("*")) {
            return false;
        }
        while (name > 1 && Operands.isName(out.get(name)) && out.get(name - 1).isMark(".")) {
            name -= 2;
        }
        return name > 0 && Operands.isName(out.get(name)) && startsItem(out, name - 1);
    }

    private static boolean startsItem(List<Lexeme> out, int place) {
        return place >= 0
                && (out.get(place).is("from") || out.get(place).is("join") || out.get(place).isMark(","));
    }
}
