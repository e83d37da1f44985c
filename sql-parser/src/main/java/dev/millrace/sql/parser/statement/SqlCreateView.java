package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code CREATE [OR REPLACE] [TEMPORARY] VIEW name [(columns)] [WITH (options)] AS query [WITH [CASCADED | LOCAL] CHECK
 * OPTION]}.
 */
public final class SqlCreateView extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE VIEW", SqlKind.CREATE_VIEW);

    private final boolean replace;
    private final boolean temporary;
    private final boolean ifNotExists;
    private final SqlIdentifier name;
    private final List<SqlIdentifier> columnNames;
    private final List<StatementOption> options;
    private final SqlNode query;
    private final String queryText;
    private final String checkOption;

    public SqlCreateView(SqlParserPos pos, boolean replace, boolean temporary, boolean ifNotExists, SqlIdentifier name,
            List<SqlIdentifier> columnNames, List<StatementOption> options, SqlNode query, String queryText,
            String checkOption) {
        super(pos, OPERATOR);
        this.replace = replace;
        this.temporary = temporary;
        this.ifNotExists = ifNotExists;
        this.name = name;
        this.columnNames = List.copyOf(columnNames);
        this.options = List.copyOf(options);
        this.query = query;
        this.queryText = queryText;
        this.checkOption = checkOption;
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

    public List<StatementOption> options() {
        return options;
    }

    public SqlNode query() {
        return query;
    }

    /** The query as it was written. */
    public String queryText() {
        return queryText;
    }

    /** {@code local} or {@code cascaded}; null where WITH CHECK OPTION does not stand behind the query. */
    public String checkOption() {
        return checkOption;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name, query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("CREATE").wordsIf(replace, "OR REPLACE").wordsIf(temporary, "TEMPORARY")
                .words("VIEW")
                .wordsIf(ifNotExists, "IF NOT EXISTS").node(name).nodesInParentheses(columnNames)
                .options("WITH", options).clause("AS", query)
                .wordsIf("local".equals(checkOption), "WITH LOCAL CHECK OPTION")
                .wordsIf("cascaded".equals(checkOption), "WITH CASCADED CHECK OPTION");
    }
}
