package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code CREATE [UNIQUE] INDEX [IF NOT EXISTS] [name] ON [ONLY] table [USING method] (keys) [NULLS NOT DISTINCT]
 * [WHERE condition]}.
 */
public final class SqlCreateIndex extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE INDEX", SqlKind.CREATE_INDEX);

    private final boolean unique;
    private final boolean areNullsEqual;
    private final boolean ifNotExists;
    private final SqlIdentifier name;
    private final SqlIdentifier table;
    private final boolean isOnly;
    private final String method;
    private final List<IndexKey> keys;
    private final List<SqlIdentifier> include;
    private final List<StatementOption> options;
    private final SqlNode where;

    public SqlCreateIndex(SqlParserPos pos, boolean unique, boolean areNullsEqual, boolean ifNotExists,
            SqlIdentifier name, SqlIdentifier table, String method, List<IndexKey> keys, List<SqlIdentifier> include,
            List<StatementOption> options, SqlNode where) {
        super(pos, OPERATOR);
        this.unique = unique;
        this.areNullsEqual = areNullsEqual;
        this.ifNotExists = ifNotExists;
        this.name = name;
        this.table = OnlyName.plain(table);
        this.isOnly = OnlyName.is(table);
        this.method = method;
        this.keys = List.copyOf(keys);
        this.include = List.copyOf(include);
        this.options = List.copyOf(options);
        this.where = where;
    }

    public boolean unique() {
        return unique;
    }

    /** NULLS NOT DISTINCT. */
    public boolean areNullsEqual() {
        return areNullsEqual;
    }

    public boolean ifNotExists() {
        return ifNotExists;
    }

    /** Null when the server is to choose one. */
    public SqlIdentifier name() {
        return name;
    }

    public SqlIdentifier table() {
        return table;
    }

    /** Whether partitions get their parts of the index by other statements. */
    public boolean isOnly() {
        return isOnly;
    }

    /** The access method, or null. */
    public String method() {
        return method;
    }

    public List<IndexKey> keys() {
        return keys;
    }

    /** The columns after INCLUDE. */
    public List<SqlIdentifier> include() {
        return include;
    }

    public List<StatementOption> options() {
        return options;
    }

    /** The condition of a partial index, or null. */
    public SqlNode where() {
        return where;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name, table, where);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("CREATE").wordsIf(unique, "UNIQUE").words("INDEX").wordsIf(ifNotExists, "IF NOT EXISTS").node(name)
                .clause(isOnly ? "ON ONLY" : "ON", table).wordsIf(method != null, "USING").name(method)
                .inParentheses(() -> out.list(keys, key -> key.unparse(out)))
                .wordsIf(!include.isEmpty(), "INCLUDE").nodesInParentheses(include)
                .wordsIf(areNullsEqual, "NULLS NOT DISTINCT").options("WITH", options)
                .clause("WHERE", where);
    }
}
