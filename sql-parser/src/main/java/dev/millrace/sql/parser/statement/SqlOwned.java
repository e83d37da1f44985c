package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code REASSIGN OWNED BY roles TO role}, or {@code DROP OWNED BY roles}. */
public final class SqlOwned extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("OWNED", SqlKind.OTHER_DDL);

    private final List<RoleName> roles;
    private final RoleName newOwner;
    private final boolean cascade;

    /** @param newOwner null to drop */
    public SqlOwned(SqlParserPos pos, List<RoleName> roles, RoleName newOwner, boolean cascade) {
        super(pos, OPERATOR);
        this.roles = List.copyOf(roles);
        this.newOwner = newOwner;
        this.cascade = cascade;
    }

    public List<RoleName> roles() {
        return roles;
    }

    public RoleName newOwner() {
        return newOwner;
    }

    public boolean cascade() {
        return cascade;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words(newOwner == null ? "DROP OWNED BY" : "REASSIGN OWNED BY").list(roles, role -> role.unparse(out));
        if (newOwner != null) {
            out.words("TO");
            newOwner.unparse(out);
        }
        out.wordsIf(cascade, "CASCADE");
    }
}
