package dev.millrace.sql.parser;

import java.io.Reader;
import java.util.List;

import dev.millrace.sql.parser.grammar.SimpleCharStream;
import dev.millrace.sql.parser.grammar.SqlGrammarTokenManager;
import dev.millrace.sql.parser.grammar.Token;

/** Hands our lexemes to the generated grammar in place of its own lexer. */
final class LexemeSource extends SqlGrammarTokenManager {
    private final List<Lexeme> lexemes;
    private int at;

    LexemeSource(List<Lexeme> lexemes) {
        super(new SimpleCharStream(Reader.nullReader(), 1, 1, 1));
        this.lexemes = lexemes;
    }

    @Override
    public Token getNextToken() {
        Lexeme lexeme = lexemes.get(Math.min(at, lexemes.size() - 1));
        at++;
        return lexeme;
    }
}
