package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CALL name(arguments)}. */
public final class SqlCallProcedure extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CALL", SqlKind.PROCEDURE_CALL);

    private final SqlCall call;

    public SqlCallProcedure(SqlParserPos pos, SqlCall call) {
        super(pos, OPERATOR);
        this.call = call;
    }

    /** The procedure and its arguments, as those of a function. */
    public SqlCall call() {
        return call;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(call);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("CALL").node(call);
    }
}
