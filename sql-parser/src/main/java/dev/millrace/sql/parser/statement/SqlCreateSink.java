package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE SINK [IF NOT EXISTS] name {FROM relation | AS query} WITH (options)}. */
public final class SqlCreateSink extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE SINK", SqlKind.OTHER_DDL);

    private final boolean replace;
    private final boolean ifNotExists;
    private final SqlIdentifier name;
    private final SqlIdentifier from;
    private final SqlNode query;
    private final String queryText;
    private final List<StatementOption> options;

    public SqlCreateSink(SqlParserPos pos, boolean replace, boolean ifNotExists, SqlIdentifier name, SqlIdentifier from,
            SqlNode query, String queryText, List<StatementOption> options) {
        super(pos, OPERATOR);
        this.replace = replace;
        this.ifNotExists = ifNotExists;
        this.name = name;
        this.from = from;
        this.query = query;
        this.queryText = queryText;
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

    /** The relation after FROM, or null. */
    public SqlIdentifier from() {
        return from;
    }

    /** The query after AS, or null. */
    public SqlNode query() {
        return query;
    }

    /** The query as it was written; empty when there is none. */
    public String queryText() {
        return queryText;
    }

    public List<StatementOption> options() {
        return options;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name, from, query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("CREATE").wordsIf(replace, "OR REPLACE").words("SINK").wordsIf(ifNotExists,
                "IF NOT EXISTS")
                .node(name).clause("FROM", from).clause("AS", query).options("WITH", options);
    }
}
