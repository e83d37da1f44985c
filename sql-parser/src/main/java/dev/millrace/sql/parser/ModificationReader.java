package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

import dev.millrace.sql.parser.statement.Assignment;
import dev.millrace.sql.parser.statement.IndexKey;
import dev.millrace.sql.parser.statement.OnConflict;
import dev.millrace.sql.parser.statement.SqlCurrentOf;
import dev.millrace.sql.parser.statement.SqlDelete;
import dev.millrace.sql.parser.statement.SqlInsert;
import dev.millrace.sql.parser.statement.SqlStatement;
import dev.millrace.sql.parser.statement.SqlTruncate;
import dev.millrace.sql.parser.statement.SqlUpdate;

/** Reads INSERT, UPDATE, DELETE and TRUNCATE; MERGE has a reader of its own. */
final class ModificationReader {
    private final Cursor cursor;

    ModificationReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** The statement; the WITH that stood before it was read by the caller and is null when there was none. */
    SqlStatement statement(SqlNodeList with) {
        Lexeme first = cursor.take();
        return switch (first.text) {
            case "insert" -> insert(first, with);
            case "update" -> update(first, with);
            case "delete" -> delete(first, with);
            case "merge" -> new MergeReader(cursor, this).merge(first, with);
            default -> truncate(first);
        };
    }

    private SqlStatement insert(Lexeme first, SqlNodeList with) {
        cursor.expect("into");
        SqlIdentifier table = cursor.qualifiedName();
        SqlIdentifier alias = cursor.accept("as") ? cursor.name() : null;
        boolean columnsGiven = cursor.atMark("(") && !cursor.peek(2).is("select") && !cursor.peek(2).is("with")
                && !cursor.peek(2).is("values") && !cursor.peek(2).is("table") && !cursor.peek(2).isMark("(");
        List<Assignment> targets = columnsGiven ? targets() : List.of();
        SqlNode source = null;
        SqlInsert.Overriding overriding = overriding();
        if (!cursor.accept("default", "values")) {
            source = cursor.query();
        }
        OnConflict onConflict = cursor.at("on", "conflict") ? onConflict() : null;
        SqlNodeList returning = returning();
        return new SqlInsert(cursor.positionFrom(first), with, table, alias, targets, overriding, source, onConflict,
                returning);
    }

    /** Columns in parentheses, of which some are named with what stands in brackets behind them. */
    private List<Assignment> targets() {
        cursor.expectMark("(");
        List<Assignment> targets = cursor.commaList(() -> {
            Lexeme first = cursor.peek();
            SqlIdentifier column = cursor.name();
            return new Assignment(List.of(column), subscripts(), false, null, cursor.positionFrom(first));
        });
        cursor.expectMark(")");
        return targets;
    }

    private List<SqlNode> subscripts() {
        List<SqlNode> subscripts = new ArrayList<>();
        while (true) {
            if (cursor.acceptMark("[")) {
                subscripts.add(cursor.subscript());
                cursor.expectMark("]");
            } else if (cursor.acceptMark(".")) {
                subscripts.add(Assignment.field(cursor.name()));
            } else {
                break;
            }
        }
        return subscripts;
    }

    SqlInsert.Overriding overriding() {
        if (!cursor.accept("overriding")) {
            return SqlInsert.Overriding.NOTHING;
        }
        boolean isSystem = cursor.accept("system");
        if (!isSystem) {
            cursor.expect("user");
        }
        cursor.expect("value");
        return isSystem ? SqlInsert.Overriding.SYSTEM : SqlInsert.Overriding.USER;
    }

    private OnConflict onConflict() {
        Lexeme first = cursor.peek();
        cursor.expect("on", "conflict");
        SqlIdentifier constraint = null;
        List<IndexKey> keys = List.of();
        SqlNode keyWhere = null;
        if (cursor.accept("on", "constraint")) {
            constraint = cursor.name();
        } else if (cursor.acceptMark("(")) {
            keys = cursor.commaList(() -> CreateReader.indexKey(cursor));
            cursor.expectMark(")");
            keyWhere = where();
        }
        cursor.expect("do");
        List<Assignment> assignments = List.of();
        SqlNode where = null;
        if (!cursor.accept("nothing")) {
            cursor.expect("update", "set");
            assignments = assignments();
            where = where();
        }
        return new OnConflict(keys, keyWhere, constraint, assignments, where, cursor.positionFrom(first));
    }

    private SqlStatement update(Lexeme first, SqlNodeList with) {
        SqlIdentifier table = cursor.onlyName();
        SqlIdentifier alias = alias("set");
        cursor.expect("set");
        List<Assignment> assignments = assignments();
        SqlNode from = cursor.accept("from") ? cursor.from() : null;
        SqlNode where = whereOrCurrent();
        SqlNodeList returning = returning();
        return new SqlUpdate(cursor.positionFrom(first), with, table, alias, assignments, from, where, returning);
    }

    private SqlStatement delete(Lexeme first, SqlNodeList with) {
        cursor.expect("from");
        SqlIdentifier table = cursor.onlyName();
        SqlIdentifier alias = alias("");
        SqlNode using = cursor.accept("using") ? cursor.from() : null;
        SqlNode where = whereOrCurrent();
        SqlNodeList returning = returning();
        return new SqlDelete(cursor.positionFrom(first), with, table, alias, using, where, returning);
    }

    private SqlStatement truncate(Lexeme first) {
        cursor.accept("table");
        List<SqlIdentifier> tables = cursor.commaList(cursor::onlyName);
        boolean restartIdentity = cursor.accept("restart", "identity");
        cursor.accept("continue", "identity");
        boolean cascade = cursor.accept("cascade");
        cursor.accept("restrict");
        return new SqlTruncate(cursor.positionFrom(first), tables, restartIdentity, cascade);
    }

    /** {@code [AS] alias}, unless the word that goes on with the statement comes next. */
    SqlIdentifier alias(String next) {
        if (cursor.accept("as")) {
            return cursor.name();
        }
        Lexeme word = cursor.peek();
        boolean named = word.form == Lexeme.Form.QUOTED_NAME
                || word.form == Lexeme.Form.WORD && !word.is(next) && Keywords.reserved(word.text) < 0;
        return named ? cursor.name() : null;
    }

    List<Assignment> assignments() {
        return cursor.commaList(() -> {
            Lexeme first = cursor.peek();
            boolean isRow = cursor.atMark("(");
            List<SqlIdentifier> columns = isRow ? cursor.namesInParentheses() : List.of(cursor.name());
            List<SqlNode> subscripts = isRow ? List.of() : subscripts();
            cursor.expectMark("=");
            SqlNode value = columns.size() > 1 && atRow() ? row() : cursor.expressionOrDefault();
            return new Assignment(columns, subscripts, isRow, value, cursor.positionFrom(first));
        });
    }

    private boolean atRow() {
        Lexeme inside = cursor.peek(2);
        return cursor.at("row") && inside.isMark("(")
                || cursor.atMark("(") && !inside.isMark("(") && !inside.is("select") && !inside.is("with")
                        && !inside.is("values") && !inside.is("table");
    }

    /** The values of several columns, of which each may be DEFAULT. */
    private SqlNode row() {
        Lexeme first = cursor.peek();
        cursor.accept("row");
        cursor.expectMark("(");
        List<SqlNode> values = cursor.commaList(cursor::expressionOrDefault);
        cursor.expectMark(")");
        return SqlStdOperatorTable.ROW.createCall(cursor.positionFrom(first), values);
    }

    private SqlNode where() {
        return cursor.accept("where") ? cursor.expression() : null;
    }

    private SqlNode whereOrCurrent() {
        if (!cursor.at("where", "current", "of")) {
            return where();
        }
        cursor.take();
        Lexeme first = cursor.peek();
        cursor.expect("current", "of");
        SqlIdentifier name = cursor.name();
        return new SqlCurrentOf(cursor.positionFrom(first), name);
    }

    private SqlNodeList returning() {
        return cursor.accept("returning") ? cursor.selectItems() : null;
    }
}
