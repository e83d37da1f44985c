package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code ON CONFLICT [target] DO {NOTHING | UPDATE SET ... [WHERE ...]}}. The row that was to be inserted is called
 * "excluded" in the expressions.
 *
 * @param keys what says which unique index is meant; none when it is not given
 * @param keyWhere the condition of rows in that index, or null
 * @param constraint the name after ON CONSTRAINT, or null
 * @param assignments what DO UPDATE sets; none for DO NOTHING
 * @param where the condition of DO UPDATE, or null
 */
public record OnConflict(List<IndexKey> keys, SqlNode keyWhere, SqlIdentifier constraint, List<Assignment> assignments,
        SqlNode where,
        SqlParserPos pos) {
    public OnConflict {
        keys = List.copyOf(keys);
        assignments = List.copyOf(assignments);
    }

    public boolean doNothing() {
        return assignments.isEmpty();
    }

    void unparse(Unparser out) {
        out.words("ON CONFLICT");
        if (!keys.isEmpty()) {
            out.inParentheses(() -> out.list(keys, key -> key.unparse(out))).clause("WHERE", keyWhere);
        }
        out.clause("ON CONSTRAINT", constraint);
        if (doNothing()) {
            out.words("DO NOTHING");
        } else {
            out.words("DO UPDATE SET").list(assignments, assignment -> assignment.unparse(out)).clause("WHERE", where);
        }
    }
}
