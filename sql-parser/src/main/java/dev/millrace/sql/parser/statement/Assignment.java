package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code column = value}, or {@code (a, b) = value} where the value is a row or a query.
 *
 * @param columns one column, or the several of a row assignment
 * @param subscripts what stands in brackets behind the column, where only an element or a slice is set
 * @param isRow whether the columns stood in parentheses
 * @param value the value; DEFAULT is a call of Calcite's operator of that name; null for a column of INSERT
 */
public record Assignment(
        List<SqlIdentifier> columns, List<SqlNode> subscripts, boolean isRow, SqlNode value, SqlParserPos pos) {
    public Assignment {
        columns = List.copyOf(columns);
        subscripts = List.copyOf(subscripts);
    }

    /** The same column or part of one, with a value. */
    public Assignment of(SqlNode given) {
        return new Assignment(columns, subscripts, isRow, given, pos);
    }

    void unparse(Unparser out) {
        unparseTarget(out);
        out.words("=").node(value);
    }

    void unparseTarget(Unparser out) {
        if (isRow) {
            out.nodesInParentheses(columns);
        } else {
            out.node(columns.get(0));
            subscripts.forEach(subscript -> out.raw("[").node(subscript).raw("]"));
        }
    }
}
