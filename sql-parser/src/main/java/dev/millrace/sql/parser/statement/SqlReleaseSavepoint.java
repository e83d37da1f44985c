package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code RELEASE SAVEPOINT name}. */
public final class SqlReleaseSavepoint extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("RELEASE SAVEPOINT", SqlKind.OTHER);

    private final SqlIdentifier name;

    public SqlReleaseSavepoint(SqlParserPos pos, SqlIdentifier name) {
        super(pos, OPERATOR);
        this.name = name;
    }

    public SqlIdentifier name() {
        return name;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("RELEASE SAVEPOINT").node(name);
    }
}
