package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code WATERMARK FOR column AS expression}: how late an event time may still come. */
public record Watermark(SqlIdentifier column, SqlNode expression, SqlParserPos pos) {
    void unparse(Unparser out) {
        out.words("WATERMARK FOR").node(column).words("AS").node(expression);
    }
}
