package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code column = value}, or {@code (a, b) = value} where the value is a row or a query.
 *
 * @param columns one column, or the several of a row assignment
 * @param subscripts what stands in brackets behind the column, where only an element or a slice is set; and fields of
 *     rows, which {@link #fieldOf} tells from them
 * @param isRow whether the columns stood in parentheses
 * @param value the value; DEFAULT is a call of Calcite's operator of that name; null for a column of INSERT
 */
public record Assignment(
        List<SqlIdentifier> columns, List<SqlNode> subscripts, boolean isRow, SqlNode value, SqlParserPos pos) {
    public Assignment {
        columns = List.copyOf(columns);
        subscripts = List.copyOf(subscripts);
    }

    /** A field in the place of a subscript: a name behind an empty one. */
    public static SqlIdentifier field(SqlIdentifier name) {
        return new SqlIdentifier(List.of("", name.getSimple()), name.getParserPosition());
    }

    /** The name of a field; null of a subscript. */
    public static String fieldOf(SqlNode subscript) {
        boolean isField = subscript instanceof SqlIdentifier name && name.names.size() == 2
                && name.names.getFirst().isEmpty();
        return isField ? ((SqlIdentifier) subscript).names.getLast() : null;
    }

    /** Whether one value in the column is set: a field, or an element of an array. */
    public boolean isOfPart() {
        return !subscripts.isEmpty() && subscripts.stream().noneMatch(Assignment::isSlice);
    }

    private static boolean isSlice(SqlNode subscript) {
        return subscript instanceof SqlCall call && call.getOperator().getName().equals(":");
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
            for (SqlNode subscript : subscripts) {
                if (fieldOf(subscript) == null) {
                    out.raw("[").node(subscript).raw("]");
                } else {
                    out.raw(".").node(new SqlIdentifier(fieldOf(subscript), subscript.getParserPosition()));
                }
            }
        }
    }
}
