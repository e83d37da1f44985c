package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

import dev.millrace.sql.parser.SqlParseFailure.Kind;
import dev.millrace.sql.parser.grammar.SqlGrammar;
import dev.millrace.sql.procedural.Block;
import dev.millrace.sql.procedural.Step;

/**
 * Reads one statement. The nodes' positions are columns of line 1, counted in UTF-16 units of the statement's text
 * from one, even when the text has many lines; {@link #characterPosition} makes of them what a client is to be
 * told.
 */
public final class MillraceParser {
    /** Names are never cut: what is too long is for the catalog to say. */
    private static final int NAME_LENGTH_MAX = Integer.MAX_VALUE;

    /** Lenient, but a colon is no access to a field, and a string is no name. */
    private static final SqlConformance CONFORMANCE = new SqlDelegatingConformance(SqlConformanceEnum.LENIENT) {
        @Override
        public boolean isColonFieldAccessAllowed() {
            return false;
        }

        @Override
        public boolean allowCharLiteralAlias() {
            return false;
        }
    };

    private MillraceParser() {
    }

    /**
     * The statement's tree: a query, or a node of package {@code statement}.
     *
     * @param sql one statement, with or without the semicolon at its end
     * @throws SqlParseFailure when it is not one
     */
    public static SqlNode parse(String sql) {
        return parse(sql, ReadingWatch.NONE);
    }

    public static SqlNode parse(String sql, ReadingWatch watch) {
        Cursor cursor = open(sql, watch);
        return guarded(sql, cursor, () -> {
            SqlNode statement = new StatementReader(cursor).statement();
            while (cursor.acceptMark(";")) {
                // What is empty is no second statement.
            }
            cursor.expectEnd();
            return statement;
        });
    }

    /**
     * The tree of one expression, as it would stand in a select list; for expressions that are kept as text.
     *
     * @throws SqlParseFailure when it is not one
     */
    public static SqlNode parseExpression(String sql) {
        Cursor cursor = open(sql, ReadingWatch.NONE);
        return guarded(sql, cursor, () -> {
            SqlNode expression = cursor.expression();
            cursor.expectEnd();
            return expression;
        });
    }

    /** Reads the text of a procedure in PL/pgSQL. Positions of failures are the text's. */
    public static Block block(String body) {
        return new BlockReader(body).read();
    }

    /** Reads a body in SQL: statements, one after the other. A name in them that could be a column is one. */
    public static Block statements(String body) {
        List<ScriptStatement> all = StatementSplitter.split(body);
        List<Step> steps = new ArrayList<>();
        for (ScriptStatement one : all) {
            int line = 1 + (int) body.substring(0, one.offset()).chars().filter(c -> c == '\n').count();
            steps.add(new Step.Plain(line, steps.size() + 1, one.text(), steps.size() + 1 == all.size()));
        }
        return new Block(1, null, Block.Conflict.USE_COLUMN, List.of(), steps, List.of());
    }

    /** The one-based position in characters that a node's start has in its statement's text; 0 when it has none. */
    public static int characterPosition(String sql, SqlParserPos pos) {
        return pos.getColumnNum() <= 0 ? 0 : SqlParseFailure.characterPosition(sql, pos.getColumnNum() - 1);
    }

    /**
     * Where PostgreSQL would point for a fault of this node: at the operator of a call that is written between or
     * behind its operands, else at the node's start. One-based, in characters; 0 when the node has no position.
     */
    public static int faultPosition(String sql, SqlNode node) {
        SqlParserPos pos = node.getParserPosition();
        if (node instanceof SqlCall call && call.operandCount() > 0 && call.getOperandList().get(0) != null) {
            SqlParserPos first = call.operand(0).getParserPosition();
            if (first.getColumnNum() == pos.getColumnNum() && first.getEndColumnNum() < pos.getEndColumnNum()) {
                return SqlParseFailure.characterPosition(sql, operatorOffset(sql, first.getEndColumnNum()));
            }
        }
        return characterPosition(sql, pos);
    }

    private static int operatorOffset(String sql, int operandEnd) {
        for (Lexeme lexeme : Lexer.read(sql)) {
            if (lexeme.start >= operandEnd && !lexeme.isMark(")")) {
                return lexeme.start;
            }
        }
        return operandEnd;
    }

    private static Cursor open(String sql, ReadingWatch watch) {
        List<Lexeme> lexemes = KeywordRules.apply(Lexer.read(sql, watch));
        NestingLimit.check(sql, lexemes);
        LexemeSource source = new LexemeSource(lexemes, watch);
        SqlGrammar grammar = new SqlGrammar(source);
        grammar.setQuotedCasing(Casing.UNCHANGED);
        grammar.setUnquotedCasing(Casing.UNCHANGED);
        grammar.setIdentifierMaxLength(NAME_LENGTH_MAX);
        grammar.setConformance(CONFORMANCE);
        grammar.setOriginalSql(sql);
        return new Cursor(sql, source, grammar);
    }

    private interface Reading {
        SqlNode read();
    }

    private static SqlNode guarded(String sql, Cursor cursor, Reading reading) {
        try {
            return reading.read();
        } catch (CalciteContextException e) {
            if (String.valueOf(e.getCause()).contains("Join expression")) {
                throw SqlParseFailure.at(Kind.UNSUPPORTED, "TABLESAMPLE of a join is not supported", sql,
                        e.getPosColumn() - 1);
            }
            // Calcite found a query or an expression where it allows none; for us that is a syntax error in that
            // place.
            throw illegalAt(sql, e.getPosColumn() - 1);
        } catch (CalciteException e) {
            throw cursor.unexpected();
        } catch (StackOverflowError e) {
            throw SqlParseFailure.at(Kind.TOO_COMPLEX, "stack depth limit exceeded", sql, 0);
        }
    }

    private static SqlParseFailure illegalAt(String sql, int offset) {
        for (Lexeme lexeme : Lexer.read(sql)) {
            if (lexeme.start >= offset && lexeme.end > lexeme.start) {
                return SqlParseFailure.syntax(sql, lexeme);
            }
        }
        return SqlParseFailure.syntax(sql, sql.length(), sql.length());
    }
}
