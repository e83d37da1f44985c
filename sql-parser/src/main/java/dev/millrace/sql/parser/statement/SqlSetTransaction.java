package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SET TRANSACTION modes} and {@code SET SESSION CHARACTERISTICS AS TRANSACTION modes}. */
public final class SqlSetTransaction extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("SET TRANSACTION", SqlKind.OTHER);

    private final boolean session;
    private final TransactionModes modes;

    public SqlSetTransaction(SqlParserPos pos, boolean session, TransactionModes modes) {
        super(pos, OPERATOR);
        this.session = session;
        this.modes = modes;
    }

    /** True for SESSION CHARACTERISTICS: for the transactions to come. */
    public boolean session() {
        return session;
    }

    public TransactionModes modes() {
        return modes;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words(session ? "SET SESSION CHARACTERISTICS AS TRANSACTION" : "SET TRANSACTION");
        modes.unparse(out);
    }
}
