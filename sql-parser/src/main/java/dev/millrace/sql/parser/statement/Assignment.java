package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code column = value}, or {@code (a, b) = value} where the value is a row or a query.
 *
 * @param columns one column, or the several of a row assignment
 * @param isRow whether the columns stood in parentheses
 * @param value the value; DEFAULT is a call of Calcite's operator of that name
 */
public record Assignment(List<SqlIdentifier> columns, boolean isRow, SqlNode value, SqlParserPos pos) {
    public Assignment {
        columns = List.copyOf(columns);
    }

    void unparse(Unparser out) {
        if (isRow) {
            out.nodesInParentheses(columns);
        } else {
            out.node(columns.get(0));
        }
        out.words("=").node(value);
    }
}
