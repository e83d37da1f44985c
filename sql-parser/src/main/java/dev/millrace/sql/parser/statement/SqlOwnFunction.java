package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER FUNCTION | PROCEDURE | ROUTINE name [(types)] OWNER TO role}. */
public final class SqlOwnFunction extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("ALTER FUNCTION", SqlKind.OTHER_DDL);

    private final String kind;
    private final SqlDropFunction.Target target;
    private final RoleName newOwner;

    /** @param kind {@code function}, {@code procedure}, or {@code routine} for either */
    public SqlOwnFunction(SqlParserPos pos, String kind, SqlDropFunction.Target target, RoleName newOwner) {
        super(pos, OPERATOR);
        this.kind = kind;
        this.target = target;
        this.newOwner = newOwner;
    }

    public String kind() {
        return kind;
    }

    public SqlDropFunction.Target target() {
        return target;
    }

    public RoleName newOwner() {
        return newOwner;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("ALTER " + kind.toUpperCase(Locale.ROOT));
        target.unparse(out);
        out.words("OWNER TO");
        newOwner.unparse(out);
    }
}
