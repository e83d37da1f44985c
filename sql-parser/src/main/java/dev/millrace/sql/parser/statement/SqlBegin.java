package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code BEGIN} or {@code START TRANSACTION}, with modes. */
public final class SqlBegin extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("BEGIN", SqlKind.OTHER);

    private final TransactionModes modes;
    private final boolean start;

    public SqlBegin(SqlParserPos pos, TransactionModes modes, boolean start) {
        super(pos, OPERATOR);
        this.modes = modes;
        this.start = start;
    }

    /** Whether it is written {@code START TRANSACTION}. */
    public boolean isStart() {
        return start;
    }

    public TransactionModes modes() {
        return modes;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("BEGIN");
        modes.unparse(out);
    }
}
