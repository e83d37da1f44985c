package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code ON CONFLICT [target] DO {NOTHING | UPDATE SET ... [WHERE ...]}}. The row that was to be inserted is called
 * "excluded" in the expressions.
 *
 * @param columns the columns that say which key is meant; none when they are not given
 * @param constraint the name after ON CONSTRAINT, or null
 * @param assignments what DO UPDATE sets; none for DO NOTHING
 * @param where the condition of DO UPDATE, or null
 */
public record OnConflict(List<SqlIdentifier> columns, SqlIdentifier constraint, List<Assignment> assignments,
        SqlNode where,
        SqlParserPos pos) {
    public OnConflict {
        columns = List.copyOf(columns);
        assignments = List.copyOf(assignments);
    }

    public boolean doNothing() {
        return assignments.isEmpty();
    }

    void unparse(Unparser out) {
        out.words("ON CONFLICT").nodesInParentheses(columns).clause("ON CONSTRAINT", constraint);
        if (doNothing()) {
            out.words("DO NOTHING");
        } else {
            out.words("DO UPDATE SET").list(assignments, assignment -> assignment.unparse(out)).clause("WHERE", where);
        }
    }
}
