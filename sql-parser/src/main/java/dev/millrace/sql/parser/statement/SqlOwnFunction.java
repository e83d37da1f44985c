package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER FUNCTION | PROCEDURE | ROUTINE name [(types)] OWNER TO role}. */
public final class SqlOwnFunction extends SqlRoutineChange {
    private static final SqlOperator OPERATOR = operator("ALTER FUNCTION", SqlKind.OTHER_DDL);

    private final RoleName newOwner;

    /** @param kind {@code function}, {@code procedure}, or {@code routine} for either */
    public SqlOwnFunction(SqlParserPos pos, String kind, SqlDropFunction.Target target, RoleName newOwner) {
        super(pos, OPERATOR, kind, target);
        this.newOwner = newOwner;
    }

    public RoleName newOwner() {
        return newOwner;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        unparseTarget(out);
        out.words("OWNER TO");
        newOwner.unparse(out);
    }
}
