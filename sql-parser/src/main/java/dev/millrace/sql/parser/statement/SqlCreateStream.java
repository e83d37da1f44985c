package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code CREATE [OR REPLACE] STREAM [IF NOT EXISTS] name (columns, constraints, watermark) [WITH (options)]}: rows
 * that are only ever added.
 */
public final class SqlCreateStream extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE STREAM", SqlKind.OTHER_DDL);

    private final boolean replace;
    private final boolean ifNotExists;
    private final SqlIdentifier name;
    private final List<ColumnDefinition> columns;
    private final List<TableConstraint> constraints;
    private final Watermark watermark;
    private final List<StatementOption> options;

    public SqlCreateStream(SqlParserPos pos, boolean replace, boolean ifNotExists, SqlIdentifier name,
            List<ColumnDefinition> columns, List<TableConstraint> constraints, Watermark watermark,
            List<StatementOption> options) {
        super(pos, OPERATOR);
        this.replace = replace;
        this.ifNotExists = ifNotExists;
        this.name = name;
        this.columns = List.copyOf(columns);
        this.constraints = List.copyOf(constraints);
        this.watermark = watermark;
        this.options = List.copyOf(options);
    }

    public boolean replace() {
        return replace;
    }

    public boolean ifNotExists() {
        return ifNotExists;
    }

    public SqlIdentifier name() {
        return name;
    }

    public List<ColumnDefinition> columns() {
        return columns;
    }

    /** All constraints, those written beside a column too. */
    public List<TableConstraint> constraints() {
        return constraints;
    }

    /** Null when there is none. */
    public Watermark watermark() {
        return watermark;
    }

    public List<StatementOption> options() {
        return options;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("CREATE").wordsIf(replace, "OR REPLACE").words("STREAM").wordsIf(ifNotExists, "IF NOT EXISTS")
                .node(name);
        TableBody.unparse(out, columns, List.of(), constraints, watermark);
        out.options("WITH", options);
    }
}
