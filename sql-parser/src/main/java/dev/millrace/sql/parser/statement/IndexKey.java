package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * One key of an index.
 *
 * @param nullsFirst whether NULLS FIRST or NULLS LAST was written; null when neither was
 */
public record IndexKey(SqlNode expression, boolean descending, Boolean nullsFirst, SqlParserPos pos) {
    void unparse(Unparser out) {
        out.node(expression).wordsIf(descending, "DESC");
        if (nullsFirst != null) {
            out.words(nullsFirst ? "NULLS FIRST" : "NULLS LAST");
        }
    }
}
