package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE SCHEMA [IF NOT EXISTS] name}. */
public final class SqlCreateSchema extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE SCHEMA", SqlKind.CREATE_SCHEMA);

    private final boolean ifNotExists;
    private final SqlIdentifier name;

    public SqlCreateSchema(SqlParserPos pos, boolean ifNotExists, SqlIdentifier name) {
        super(pos, OPERATOR);
        this.ifNotExists = ifNotExists;
        this.name = name;
    }

    public boolean ifNotExists() {
        return ifNotExists;
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
        new Unparser(writer).words("CREATE SCHEMA").wordsIf(ifNotExists, "IF NOT EXISTS").node(name);
    }
}
