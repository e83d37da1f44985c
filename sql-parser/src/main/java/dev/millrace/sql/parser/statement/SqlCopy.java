package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code COPY {table [(columns)] | (query)} {FROM STDIN | TO STDOUT} [WITH (options)]}, the older spelling of the
 * options included.
 */
public final class SqlCopy extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("COPY", SqlKind.OTHER);

    private final SqlIdentifier table;
    private final List<SqlIdentifier> columns;
    private final SqlNode query;
    private final boolean isFrom;
    private final String file;
    private final List<StatementOption> options;
    private final SqlNode where;

    public SqlCopy(SqlParserPos pos, SqlIdentifier table, List<SqlIdentifier> columns, SqlNode query, boolean isFrom,
            String file, List<StatementOption> options, SqlNode where) {
        super(pos, OPERATOR);
        this.table = table;
        this.columns = List.copyOf(columns);
        this.query = query;
        this.isFrom = isFrom;
        this.file = file;
        this.options = List.copyOf(options);
        this.where = where;
    }

    /** The table, or null when a query is copied. */
    public SqlIdentifier table() {
        return table;
    }

    public List<SqlIdentifier> columns() {
        return columns;
    }

    /** A query, a SUBSCRIBE or a statement with RETURNING; null when a table is copied. */
    public SqlNode query() {
        return query;
    }

    /** True for COPY ... FROM. */
    public boolean isFrom() {
        return isFrom;
    }

    /** The name of a file on the server, or null for STDIN and STDOUT. */
    public String file() {
        return file;
    }

    public List<StatementOption> options() {
        return options;
    }

    /** The condition after COPY ... FROM ... WHERE, or null. */
    public SqlNode where() {
        return where;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(table, query, where);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("COPY").node(table).nodesInParentheses(columns);
        if (query != null) {
            out.queryInParentheses(query);
        }
        out.words(isFrom ? "FROM" : "TO");
        if (file != null) {
            out.text(file);
        } else {
            out.words(isFrom ? "STDIN" : "STDOUT");
        }
        out.options("WITH", options).clause("WHERE", where);
    }
}
