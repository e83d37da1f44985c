package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code REFRESH MATERIALIZED VIEW [CONCURRENTLY] name}. */
public final class SqlRefreshMaterializedView extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("REFRESH MATERIALIZED VIEW", SqlKind.OTHER);

    private final boolean concurrently;
    private final SqlIdentifier name;

    public SqlRefreshMaterializedView(SqlParserPos pos, boolean concurrently, SqlIdentifier name) {
        super(pos, OPERATOR);
        this.concurrently = concurrently;
        this.name = name;
    }

    public boolean concurrently() {
        return concurrently;
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
        new Unparser(writer).words("REFRESH MATERIALIZED VIEW").wordsIf(concurrently, "CONCURRENTLY").node(name);
    }
}
