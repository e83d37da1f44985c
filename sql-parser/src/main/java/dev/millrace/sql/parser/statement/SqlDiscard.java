package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DISCARD {ALL | PLANS | SEQUENCES | TEMPORARY}}. */
public final class SqlDiscard extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("DISCARD", SqlKind.OTHER);

    private final What what;

    public SqlDiscard(SqlParserPos pos, What what) {
        super(pos, OPERATOR);
        this.what = what;
    }

    public What what() {
        return what;
    }

    /** What is thrown away. */
    public enum What { ALL, PLANS, SEQUENCES, TEMPORARY }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("DISCARD").words(what.name());
    }
}
