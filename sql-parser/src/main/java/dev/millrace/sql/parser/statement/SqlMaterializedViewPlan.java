package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code MATERIALIZED VIEW name}: what EXPLAIN is asked of a view that runs. */
public final class SqlMaterializedViewPlan extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("MATERIALIZED VIEW", SqlKind.OTHER);

    private final SqlIdentifier name;

    public SqlMaterializedViewPlan(SqlParserPos pos, SqlIdentifier name) {
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
        new Unparser(writer).words("MATERIALIZED VIEW").node(name);
    }
}
