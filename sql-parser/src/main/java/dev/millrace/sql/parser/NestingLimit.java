package dev.millrace.sql.parser;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.SqlParseFailure.Kind;
import dev.millrace.sql.parser.grammar.SqlGrammarConstants;

/**
 * Refuses a statement that would send the grammar, or whoever walks its tree, too deep into the stack. Depth is
 * counted on the lexemes, before anything recurses: what is open (parentheses, brackets, CASE), signs in a row (NOT
 * NOT ...), and the longest chain of operators, since {@code a + b + c ...} is a tree that leans to one side.
 */
final class NestingLimit {
    /** Open parentheses, brackets, CASEs and prefix signs. The grammar takes about 2 kB of stack for each. */
    static final int NESTING_MAX = 500;
    /** Operators one after another, in all the parentheses that are open. A walk takes about 150 bytes for each. */
    static final int CHAIN_MAX = 5_000;

    private final String text;
    private record Open(int chain, boolean inFrom) { }

    private final Deque<Open> opened = new ArrayDeque<>();
    private int nesting;
    private int signs;
    private int chain;
    private int chainsBelow;
    private boolean inFrom;

    private NestingLimit(String text) {
        this.text = text;
    }

    static void check(String text, List<Lexeme> lexemes) {
        NestingLimit limit = new NestingLimit(text);
        for (Lexeme lexeme : lexemes) {
            limit.count(lexeme);
        }
    }

    private void count(Lexeme lexeme) {
        boolean sign = false;
        switch (lexeme.kind) {
            case SqlGrammarConstants.LPAREN, SqlGrammarConstants.LBRACKET, SqlGrammarConstants.CASE -> open();
            case SqlGrammarConstants.RPAREN, SqlGrammarConstants.END -> close();
            case SqlGrammarConstants.RBRACKET -> {
                close();
                chain++;
            }
            case SqlGrammarConstants.COMMA -> chain = inFrom ? chain + 1 : 0;
            case SqlGrammarConstants.FROM -> startClause(true);
            case SqlGrammarConstants.WHERE, SqlGrammarConstants.GROUP, SqlGrammarConstants.ORDER ->
                    startClause(false);
            case SqlGrammarConstants.NOT, SqlGrammarConstants.PREFIX_OPERATOR, SqlGrammarConstants.MINUS,
                    SqlGrammarConstants.PLUS -> {
                sign = true;
                signs++;
                chain++;
            }
            case SqlGrammarConstants.AND, SqlGrammarConstants.OR, SqlGrammarConstants.UNION, SqlGrammarConstants.EXCEPT,
                    SqlGrammarConstants.INTERSECT, SqlGrammarConstants.JOIN, SqlGrammarConstants.CAST_OPERATOR,
                    SqlGrammarConstants.IS, SqlGrammarConstants.DOT, SqlGrammarConstants.COLLATE,
                    SqlGrammarConstants.AT_TIME_ZONE -> chain++;
            default -> chain += lexeme.form == Form.OPERATOR ? 1 : 0;
        }
        if (!sign) {
            signs = 0;
        }
        if (nesting + signs > NESTING_MAX || chainsBelow + chain > CHAIN_MAX) {
            throw SqlParseFailure.at(Kind.TOO_COMPLEX, "stack depth limit exceeded", text, lexeme.start)
                    .withHint("Write the statement with less nesting, or with fewer operators in a row.");
        }
    }

    private void startClause(boolean from) {
        inFrom = from;
        chain = 0;
    }

    private void open() {
        nesting++;
        opened.push(new Open(chain, inFrom));
        chainsBelow += chain;
        startClause(false);
    }

    private void close() {
        if (!opened.isEmpty()) {
            nesting--;
            Open outer = opened.pop();
            chain = outer.chain;
            inFrom = outer.inFrom;
            chainsBelow -= chain;
        }
    }
}
