package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER ROLE name RENAME TO name}. */
public final class SqlRenameRole extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("ALTER ROLE", SqlKind.OTHER_DDL);

    private final RoleName role;
    private final SqlIdentifier newName;

    public SqlRenameRole(SqlParserPos pos, RoleName role, SqlIdentifier newName) {
        super(pos, OPERATOR);
        this.role = role;
        this.newName = newName;
    }

    public RoleName role() {
        return role;
    }

    public SqlIdentifier newName() {
        return newName;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(newName);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("ALTER ROLE");
        role.unparse(out);
        out.words("RENAME TO").node(newName);
    }
}
