package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code {CREATE | ALTER} {ROLE | USER | GROUP} name options}. */
public final class SqlDefineRole extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("ROLE", SqlKind.OTHER_DDL);

    private final boolean isNew;
    private final RoleName role;
    private final List<RoleOption> options;

    public SqlDefineRole(SqlParserPos pos, boolean isNew, RoleName role, List<RoleOption> options) {
        super(pos, OPERATOR);
        this.isNew = isNew;
        this.role = role;
        this.options = List.copyOf(options);
    }

    public boolean isNew() {
        return isNew;
    }

    public RoleName role() {
        return role;
    }

    public List<RoleOption> options() {
        return options;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words(isNew ? "CREATE ROLE" : "ALTER ROLE");
        role.unparse(out);
        options.forEach(option -> option.unparse(out));
    }
}
