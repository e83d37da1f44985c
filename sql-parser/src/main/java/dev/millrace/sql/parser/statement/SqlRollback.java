package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ROLLBACK [AND [NO] CHAIN]} and its other spellings. */
public final class SqlRollback extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("ROLLBACK", SqlKind.ROLLBACK);

    private final boolean chain;

    public SqlRollback(SqlParserPos pos, boolean chain) {
        super(pos, OPERATOR);
        this.chain = chain;
    }

    /** Whether the next transaction starts at once. */
    public boolean chain() {
        return chain;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("ROLLBACK").wordsIf(chain, "AND CHAIN");
    }
}
