package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code RESET name} and {@code RESET ALL}. */
public final class SqlReset extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("RESET", SqlKind.OTHER);

    private final String name;

    public SqlReset(SqlParserPos pos, String name) {
        super(pos, OPERATOR);
        this.name = name;
    }

    /** The setting in lower case, or "all". */
    public String name() {
        return name;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("RESET").raw(name);
    }
}
