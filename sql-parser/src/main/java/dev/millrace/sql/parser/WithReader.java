package dev.millrace.sql.parser;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Reads the WITH of a whole statement; those within queries, which can hold queries only, are the grammar's. */
final class WithReader {
    private final Cursor cursor;

    WithReader(Cursor cursor) {
        this.cursor = cursor;
    }

    SqlNodeList with() {
        Lexeme first = cursor.peek();
        cursor.expect("with");
        SqlLiteral isRecursive = SqlLiteral.createBoolean(cursor.accept("recursive"), cursor.positionFrom(first));
        List<SqlNode> items = cursor.commaList(() -> item(isRecursive));
        return new SqlNodeList(items, cursor.positionFrom(first));
    }

    private SqlNode item(SqlLiteral isRecursive) {
        Lexeme start = cursor.peek();
        SqlIdentifier name = cursor.name();
        Lexeme first = cursor.peek();
        List<SqlIdentifier> names = cursor.optionalNames();
        SqlNodeList columns = names.isEmpty() ? null : new SqlNodeList(names, cursor.positionFrom(first));
        cursor.expect("as");
        cursor.expectMark("(");
        SqlNode query = query(start);
        cursor.expectMark(")");
        return cursor.withItem(name, columns, query, isRecursive);
    }

    /** {@code WITH RECURSIVE name (columns) AS (query) TABLE name}. */
    static SqlNode recursive(SqlIdentifier name, List<SqlIdentifier> columns, SqlNode query) {
        SqlParserPos pos = query.getParserPosition();
        SqlNode item = new SqlWithItem(name.getParserPosition(), name, new SqlNodeList(columns, pos), query,
                SqlLiteral.createBoolean(true, pos));
        return new SqlWith(pos, new SqlNodeList(List.of(item), pos),
                SqlStdOperatorTable.EXPLICIT_TABLE.createCall(pos, name));
    }

    private SqlNode query(Lexeme name) {
        SqlNodeList with = cursor.at("with") ? with() : null;
        if (!atModification(cursor)) {
            return cursor.query(with);
        }
        if (cursor.at("merge")) {
            throw cursor.unsupported("MERGE not supported in WITH query", name);
        }
        return new ModificationReader(cursor).statement(with);
    }

    /** Whether a statement comes next that changes rows. */
    static boolean atModification(Cursor cursor) {
        return cursor.at("insert") || cursor.at("update") || cursor.at("delete") || cursor.at("merge");
    }
}
