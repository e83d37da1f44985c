package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code CREATE [OR REPLACE] MATERIALIZED VIEW [IF NOT EXISTS] name [(columns)] [WITH (options)] AS query
 * [EMIT ON WINDOW CLOSE] [WITH [NO] DATA]}.
 */
public final class SqlCreateMaterializedView extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE MATERIALIZED VIEW", SqlKind.CREATE_MATERIALIZED_VIEW);

    private final boolean replace;
    private final boolean ifNotExists;
    private final SqlIdentifier name;
    private final List<SqlIdentifier> columnNames;
    private final List<StatementOption> options;
    private final SqlNode query;
    private final boolean emitsOnClose;
    private final String queryText;
    private final boolean withData;

    public SqlCreateMaterializedView(SqlParserPos pos, boolean replace, boolean ifNotExists, SqlIdentifier name,
            List<SqlIdentifier> columnNames, List<StatementOption> options, SqlNode query,
            boolean emitsOnClose, String queryText, boolean withData) {
        super(pos, OPERATOR);
        this.replace = replace;
        this.ifNotExists = ifNotExists;
        this.name = name;
        this.columnNames = List.copyOf(columnNames);
        this.options = List.copyOf(options);
        this.query = query;
        this.emitsOnClose = emitsOnClose;
        this.queryText = queryText;
        this.withData = withData;
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

    /** The names given to the columns; none when they are not given. */
    public List<SqlIdentifier> columnNames() {
        return columnNames;
    }

    public List<StatementOption> options() {
        return options;
    }

    public SqlNode query() {
        return query;
    }

    /** Whether rows of windows come when the watermark has passed the window's end, not before. */
    public boolean emitsOnClose() {
        return emitsOnClose;
    }

    /** The query as it was written, EMIT included. */
    public String queryText() {
        return queryText;
    }

    /** False only for WITH NO DATA. */
    public boolean withData() {
        return withData;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name, query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("CREATE").wordsIf(replace, "OR REPLACE").words("MATERIALIZED VIEW")
                .wordsIf(ifNotExists, "IF NOT EXISTS").node(name).nodesInParentheses(columnNames).options("WITH",
                options)
                .clause("AS", query).wordsIf(emitsOnClose, "EMIT ON WINDOW CLOSE").wordsIf(!withData, "WITH NO DATA");
    }
}
