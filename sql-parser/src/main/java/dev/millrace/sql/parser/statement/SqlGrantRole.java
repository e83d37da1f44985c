package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code GRANT role TO role}, or REVOKE: membership. */
public final class SqlGrantRole extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("GRANT ROLE", SqlKind.OTHER_DDL);

    private final boolean isGrant;
    private final List<RoleName> roles;
    private final List<RoleName> members;
    private final boolean admin;

    /** @param admin WITH ADMIN OPTION, or of a REVOKE, ADMIN OPTION FOR */
    public SqlGrantRole(
            SqlParserPos pos, boolean isGrant, List<RoleName> roles, List<RoleName> members, boolean admin) {
        super(pos, OPERATOR);
        this.isGrant = isGrant;
        this.roles = List.copyOf(roles);
        this.members = List.copyOf(members);
        this.admin = admin;
    }

    public boolean isGrant() {
        return isGrant;
    }

    public List<RoleName> roles() {
        return roles;
    }

    public List<RoleName> members() {
        return members;
    }

    public boolean admin() {
        return admin;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words(isGrant ? "GRANT" : "REVOKE").wordsIf(!isGrant && admin, "ADMIN OPTION FOR")
                .list(roles, role -> role.unparse(out)).words(isGrant ? "TO" : "FROM")
                .list(members, member -> member.unparse(out)).wordsIf(isGrant && admin, "WITH ADMIN OPTION");
    }
}
