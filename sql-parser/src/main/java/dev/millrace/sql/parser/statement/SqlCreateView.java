package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE [OR REPLACE] [TEMPORARY] VIEW name [(columns)] AS query}. */
public final class SqlCreateView extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE VIEW", SqlKind.CREATE_VIEW);

    private final boolean replace;
    private final boolean temporary;
    private final boolean ifNotExists;
    private final SqlIdentifier name;
    private final List<SqlIdentifier> columnNames;
    private final SqlNode query;
    private final String queryText;

    public SqlCreateView(SqlParserPos pos, boolean replace, boolean temporary, boolean ifNotExists, SqlIdentifier name,
            List<SqlIdentifier> columnNames, SqlNode query, String queryText) {
        super(pos, OPERATOR);
        this.replace = replace;
        this.temporary = temporary;
        this.ifNotExists = ifNotExists;
        this.name = name;
        this.columnNames = List.copyOf(columnNames);
        this.query = query;
        this.queryText = queryText;
    }

    public boolean replace() {
        return replace;
    }

    public boolean temporary() {
        return temporary;
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

    public SqlNode query() {
        return query;
    }

    /** The query as it was written. */
    public String queryText() {
        return queryText;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name, query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("CREATE").wordsIf(replace, "OR REPLACE").wordsIf(temporary, "TEMPORARY")
                .words("VIEW")
                .wordsIf(ifNotExists, "IF NOT EXISTS").node(name).nodesInParentheses(columnNames).clause("AS", query);
    }
}
