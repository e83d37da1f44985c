package dev.millrace.sql.parser;

import java.io.Reader;
import java.util.List;

import dev.millrace.sql.parser.grammar.SimpleCharStream;
import dev.millrace.sql.parser.grammar.SqlGrammarTokenManager;
import dev.millrace.sql.parser.grammar.Token;

/** Hands our lexemes to the generated grammar in place of its own lexer. */
final class LexemeSource extends SqlGrammarTokenManager {
    private final List<Lexeme> lexemes;
    private final ReadingWatch watch;
    private int at;
    private boolean watched;
    private Lexeme furthest;

    LexemeSource(List<Lexeme> lexemes, ReadingWatch watch) {
        super(new SimpleCharStream(Reader.nullReader(), 1, 1, 1));
        this.lexemes = lexemes;
        this.watch = watch;
    }

    @Override
    public Token getNextToken() {
        Lexeme lexeme = lexemes.get(Math.min(at, lexemes.size() - 1));
        at++;
        if (at % ReadingWatch.STRIDE == 0) {
            watch.holds((long) lexemes.size() * ReadingWatch.LEXEME_BYTES + (long) at * ReadingWatch.NODE_BYTES);
        }
        if (watched) {
            furthest = lexeme;
        }
        return lexeme;
    }

    /** Whether lexemes are being asked for by the grammar, and not by a reader that only wants to look. */
    void watch(boolean on) {
        watched = on;
    }

    /** The lexemes of the statement; what has not been read yet may be changed. */
    List<Lexeme> lexemes() {
        return lexemes;
    }

    /** The lexeme that stands after the given one; the end stands after itself. */
    Lexeme after(Lexeme lexeme) {
        return lexemes.get(Math.min(lexemes.indexOf(lexeme) + 1, lexemes.size() - 1));
    }

    /** The last lexeme that the grammar asked for: all before it can begin a statement. Null when there is none. */
    Lexeme furthest() {
        return furthest;
    }
}
