package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.SqlParseFailure.Kind;
import dev.millrace.sql.parser.expression.SqlLocked;
import dev.millrace.sql.parser.grammar.ParseException;
import dev.millrace.sql.parser.grammar.SqlGrammar;
import dev.millrace.sql.parser.grammar.SqlGrammarConstants;
import dev.millrace.sql.parser.statement.OnlyName;

/**
 * The place in a statement up to which it has been read. Readers take words here and hand over to the grammar for
 * expressions, queries and types; both read the same lexemes, so that either may go on where the other stopped.
 */
final class Cursor {
    private final String text;
    private final LexemeSource source;
    private final SqlGrammar grammar;

    Cursor(String text, LexemeSource source, SqlGrammar grammar) {
        this.text = text;
        this.source = source;
        this.grammar = grammar;
    }

    String text() {
        return text;
    }

    /** The next lexeme, or one further ahead. */
    Lexeme peek(int ahead) {
        return (Lexeme) grammar.getToken(ahead);
    }

    Lexeme peek() {
        return peek(1);
    }

    Lexeme take() {
        return (Lexeme) grammar.getNextToken();
    }

    /** Whether the given words come next, in lower case and one after another. */
    boolean at(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i + 1).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean atMark(String mark) {
        return peek().isMark(mark);
    }

    boolean atEnd() {
        return peek().form == Form.END;
    }

    /** Takes the given words when all of them come next. */
    boolean accept(String... words) {
        if (!at(words)) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            take();
        }
        return true;
    }

    boolean acceptMark(String mark) {
        if (!atMark(mark)) {
            return false;
        }
        take();
        return true;
    }

    void expect(String... words) {
        for (String word : words) {
            if (!accept(word)) {
                throw unexpected();
            }
        }
    }

    void expectMark(String mark) {
        if (!acceptMark(mark)) {
            throw unexpected();
        }
    }

    void expectEnd() {
        if (!atEnd()) {
            throw unexpected();
        }
    }

    /** The lexemes of the statement; what has not been read yet may be changed. */
    List<Lexeme> lexemes() {
        return source.lexemes();
    }

    SqlParseFailure unexpected() {
        return unexpected(peek());
    }

    /**
     * Nothing may come where this lexeme stands; or, where the grammar looked beyond it in vain, beyond it: after
     * "WHERE =" the grammar stops before WHERE, which has no condition, but it is "=" that is wrong.
     */
    private SqlParseFailure unexpected(Lexeme stopped) {
        Lexeme seen = source.furthest();
        Lexeme furthest = seen != null && seen.start > stopped.start ? seen : stopped;
        Lexeme found = isMarker(furthest) ? source.after(furthest) : furthest;
        Lexeme colon = stopped.kind == SqlGrammarConstants.COLON ? stopped : found;
        return colon.kind == SqlGrammarConstants.COLON
                ? unsupported("a slice here is not supported", colon)
                : SqlParseFailure.syntax(text, found);
    }

    /** Only one item may stand here: the comma before the other one is wrong. */
    SqlParseFailure unexpectedComma(SqlNode behind) {
        int end = behind.getParserPosition().getColumnNum() - 1;
        return SqlParseFailure.syntax(text, Lexer.read(text).stream()
                .filter(lexeme -> lexeme.isMark(",") && lexeme.start < end)
                .reduce(peek(), (first, second) -> second));
    }

    SqlParseFailure unsupported(String message, Lexeme where) {
        return SqlParseFailure.at(Kind.UNSUPPORTED, message, text, where.start);
    }

    /** From the given lexeme to the last one that was taken. */
    SqlParserPos positionFrom(Lexeme first) {
        Lexeme last = (Lexeme) grammar.getToken(0);
        return new SqlParserPos(1, first.beginColumn, 1, last.endColumn);
    }

    /** The text from a lexeme to the last one that was taken. */
    String textFrom(Lexeme first) {
        Lexeme last = (Lexeme) grammar.getToken(0);
        return text.substring(first.start, last.end);
    }

    /** The mark that the lexer puts before a type and a string; where no expression is read it means nothing. */
    private static boolean isMarker(Lexeme lexeme) {
        return lexeme.kind == SqlGrammarConstants.TYPED_LITERAL;
    }

    void skipMarker() {
        if (isMarker(peek())) {
            take();
        }
    }

    /** Where a name is due, a word that is not reserved is a name, whatever stands beside it. */
    private void expectName() {
        Lexeme next = peek();
        if (next.form == Form.WORD && Keywords.reserved(next.text) < 0) {
            next.kind = SqlGrammarConstants.IDENTIFIER;
        }
    }

    /** A name of one part. */
    SqlIdentifier name() {
        expectName();
        return grammar(grammar::SimpleIdentifier);
    }

    /** A name of one part that may be any word, reserved or not. */
    String label() {
        Lexeme lexeme = peek();
        if (lexeme.form != Form.WORD && lexeme.form != Form.QUOTED_NAME) {
            throw unexpected();
        }
        take();
        return lexeme.text;
    }

    /** A name of one or more parts. */
    SqlIdentifier qualifiedName() {
        expectName();
        SqlIdentifier name = grammar(grammar::CompoundIdentifier);
        if (name.isStar()) {
            throw SqlParseFailure.syntax(text, (Lexeme) grammar.getToken(0));
        }
        return name;
    }

    List<SqlIdentifier> names() {
        return commaList(this::name);
    }

    /** {@code [ONLY] name [*]}, or {@code ONLY (name)}: a table with or without those that inherit from it. */
    SqlIdentifier onlyName() {
        if (!accept("only")) {
            SqlIdentifier name = qualifiedName();
            acceptMark("*");
            return name;
        }
        acceptMark("."); // behind FROM it was read as part of the name
        boolean isInParentheses = acceptMark("(");
        SqlIdentifier name = OnlyName.of(qualifiedName());
        if (isInParentheses) {
            expectMark(")");
        }
        return name;
    }

    List<SqlIdentifier> qualifiedNames() {
        return commaList(this::qualifiedName);
    }

    /** Names in parentheses. */
    List<SqlIdentifier> namesInParentheses() {
        expectMark("(");
        List<SqlIdentifier> names = names();
        expectMark(")");
        return names;
    }

    /** Names in parentheses, or none when no parenthesis comes next. */
    List<SqlIdentifier> optionalNames() {
        return atMark("(") ? namesInParentheses() : List.of();
    }

    <T> List<T> commaList(Supplier<T> one) {
        List<T> all = new ArrayList<>();
        do {
            all.add(one.get());
        } while (acceptMark(","));
        return all;
    }

    /** The value of a string constant. */
    String string() {
        skipMarker();
        if (peek().form != Form.STRING) {
            throw unexpected();
        }
        return take().text;
    }

    SqlNode expression() {
        return grammar(grammar::OneExpression);
    }

    /** What stands in brackets behind an array. */
    SqlNode subscript() {
        return grammar(grammar::Subscript);
    }

    SqlNode expressionInParentheses() {
        expectMark("(");
        SqlNode expression = expression();
        expectMark(")");
        return expression;
    }

    /** An expression, or DEFAULT. */
    SqlNode expressionOrDefault() {
        return at("default") ? grammar(grammar::Default) : expression();
    }

    SqlNode query() {
        SqlNodeList with = at("with") ? with() : null;
        return query(with);
    }

    /** A query whose WITH was read before; null when it has none. */
    SqlNode query(SqlNodeList with) {
        Lexeme first = peek();
        if (!atQuery()) {
            throw unexpected();
        }
        SqlNode query = grammar(() -> grammar.OneQuery(with));
        if (!query.isA(SqlKind.QUERY)) {
            throw SqlParseFailure.syntax(text, first);
        }
        return query;
    }

    /** A query and its lock clauses. */
    SqlNode lockedQuery(SqlNodeList with) {
        SqlNode query = query(with);
        return SqlLocked.of(query, lockClauses());
    }

    private List<SqlLocked.Lock> lockClauses() {
        List<SqlLocked.Lock> locks = new ArrayList<>();
        while (accept("for")) {
            String strength = lockStrength();
            locks.add(new SqlLocked.Lock(strength, accept("of") ? qualifiedNames() : List.of()));
            if (at("skip", "locked")) {
                throw unsupported("SKIP LOCKED is not supported", peek());
            }
            accept("nowait");
        }
        return locks;
    }

    private String lockStrength() {
        if (accept("update")) {
            return "UPDATE";
        }
        if (accept("no", "key", "update")) {
            return "NO KEY UPDATE";
        }
        if (accept("share")) {
            return "SHARE";
        }
        expect("key", "share");
        return "KEY SHARE";
    }

    boolean atQuery() {
        return at("select") || at("with") || at("values") || at("table") || atMark("(");
    }

    /** A query of WITH that was read, with what may follow its parenthesis. */
    SqlNode withItem(SqlIdentifier name, SqlNodeList columns, SqlNode query, SqlLiteral isRecursive) {
        return grammar(() -> grammar.OneWithItem(name, columns, query, isRecursive));
    }

    /** WITH and its queries, of which some may change rows. */
    SqlNodeList with() {
        return new WithReader(this).with();
    }

    SqlNode from() {
        return grammar(grammar::FromClause);
    }

    SqlNodeList selectItems() {
        return grammar(grammar::SelectItems);
    }

    SqlDataTypeSpec type() {
        return grammar(grammar::DataType);
    }

    private interface Production<T> {
        T read() throws ParseException;
    }

    private <T> T grammar(Production<T> production) {
        source.watch(true);
        try {
            return production.read();
        } catch (ParseException e) {
            throw unexpected(peek());
        } finally {
            source.watch(false);
        }
    }
}
