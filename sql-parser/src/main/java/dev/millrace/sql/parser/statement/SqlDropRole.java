package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DROP {ROLE | USER | GROUP} [IF EXISTS] names}. */
public final class SqlDropRole extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("DROP ROLE", SqlKind.OTHER_DDL);

    private final boolean ifExists;
    private final List<RoleName> roles;

    public SqlDropRole(SqlParserPos pos, boolean ifExists, List<RoleName> roles) {
        super(pos, OPERATOR);
        this.ifExists = ifExists;
        this.roles = List.copyOf(roles);
    }

    public boolean ifExists() {
        return ifExists;
    }

    public List<RoleName> roles() {
        return roles;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("DROP ROLE").wordsIf(ifExists, "IF EXISTS").list(roles, role -> role.unparse(out));
    }
}
