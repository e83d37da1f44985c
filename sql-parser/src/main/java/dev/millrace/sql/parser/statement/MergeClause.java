package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code WHEN [NOT] MATCHED [AND condition] THEN action} of MERGE.
 *
 * @param condition null when there is none
 * @param assignments what UPDATE sets, else none
 * @param columns those after INSERT; none when they are not given
 * @param values of INSERT; null for DEFAULT VALUES and for other actions
 */
public record MergeClause(boolean isMatched, SqlNode condition, Action action, List<Assignment> assignments,
        List<SqlIdentifier> columns, SqlInsert.Overriding overriding, List<SqlNode> values, SqlParserPos pos) {
    /** What becomes of the row. */
    public enum Action {
        UPDATE,
        DELETE,
        INSERT,
        NOTHING
    }

    public MergeClause {
        assignments = List.copyOf(assignments);
        columns = List.copyOf(columns);
        values = values == null ? null : List.copyOf(values);
    }

    void unparse(Unparser out) {
        out.words(isMatched ? "WHEN MATCHED" : "WHEN NOT MATCHED").clause("AND", condition).words("THEN");
        switch (action) {
            case UPDATE -> out.words("UPDATE SET").list(assignments, assignment -> assignment.unparse(out));
            case DELETE -> out.words("DELETE");
            case NOTHING -> out.words("DO NOTHING");
            case INSERT -> {
                out.words("INSERT").nodesInParentheses(columns)
                        .wordsIf(overriding != SqlInsert.Overriding.NOTHING, "OVERRIDING " + overriding + " VALUE")
                        .words(values == null ? "DEFAULT VALUES" : "VALUES");
                if (values != null) {
                    out.nodesInParentheses(values);
                }
            }
        }
    }
}
