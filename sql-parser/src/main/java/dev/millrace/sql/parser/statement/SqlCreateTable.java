package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code CREATE [OR REPLACE] [TEMPORARY | UNLOGGED] TABLE [IF NOT EXISTS] name (columns, constraints, watermark) [WITH
 * (options)] [ON COMMIT what]}, or the same with {@code AS query} and at most the columns' names.
 */
public final class SqlCreateTable extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE TABLE", SqlKind.CREATE_TABLE);

    private final boolean replace;
    private final boolean temporary;
    private final boolean isUnlogged;
    private final boolean ifNotExists;
    private final SqlIdentifier name;
    private final List<ColumnDefinition> columns;
    private final List<SqlIdentifier> columnNames;
    private final List<LikeClause> likes;
    private final List<TableConstraint> constraints;
    private final Watermark watermark;
    private final List<SqlIdentifier> parents;
    private final PartitionClause partition;
    private final List<StatementOption> options;
    private final OnCommit onCommit;
    private final SqlNode query;
    private final boolean withData;

    public SqlCreateTable(SqlParserPos pos, boolean replace, boolean temporary, boolean isUnlogged, boolean ifNotExists,
            SqlIdentifier name,
            List<ColumnDefinition> columns, List<LikeClause> likes, List<SqlIdentifier> columnNames,
            List<TableConstraint> constraints, Watermark watermark, List<SqlIdentifier> parents,
            PartitionClause partition, List<StatementOption> options, OnCommit onCommit, SqlNode query,
            boolean withData) {
        super(pos, OPERATOR);
        this.replace = replace;
        this.temporary = temporary;
        this.isUnlogged = isUnlogged;
        this.ifNotExists = ifNotExists;
        this.name = name;
        this.columns = List.copyOf(columns);
        this.columnNames = List.copyOf(columnNames);
        this.likes = List.copyOf(likes);
        this.constraints = List.copyOf(constraints);
        this.watermark = watermark;
        this.parents = List.copyOf(parents);
        this.partition = partition;
        this.options = List.copyOf(options);
        this.onCommit = onCommit;
        this.query = query;
        this.withData = withData;
    }

    public boolean replace() {
        return replace;
    }

    public boolean temporary() {
        return temporary;
    }

    public boolean isUnlogged() {
        return isUnlogged;
    }

    public boolean ifNotExists() {
        return ifNotExists;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** The defined columns; none when the table is made from a query. */
    public List<ColumnDefinition> columns() {
        return columns;
    }

    /** The relations whose columns it takes over. */
    public List<LikeClause> likes() {
        return likes;
    }

    /** The names given to the columns of a query; none when they are not given. */
    public List<SqlIdentifier> columnNames() {
        return columnNames;
    }

    /** All constraints, those written beside a column too. */
    public List<TableConstraint> constraints() {
        return constraints;
    }

    /** Null when there is none. */
    public Watermark watermark() {
        return watermark;
    }

    /** The tables that it inherits from. */
    public List<SqlIdentifier> parents() {
        return parents;
    }

    /** Null for a table that neither is a partition nor has any. */
    public PartitionClause partition() {
        return partition;
    }

    public List<StatementOption> options() {
        return options;
    }

    /** What becomes of a temporary table when a transaction commits; null when nothing is said. */
    public OnCommit onCommit() {
        return onCommit;
    }

    /** Of a temporary table, when a transaction commits. */
    public enum OnCommit { PRESERVE_ROWS, DELETE_ROWS, DROP }

    /** The query after AS, or null. */
    public SqlNode query() {
        return query;
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
        Unparser out = new Unparser(writer);
        out.words("CREATE").wordsIf(replace, "OR REPLACE").wordsIf(temporary, "TEMPORARY")
                .wordsIf(isUnlogged, "UNLOGGED").words("TABLE")
                .wordsIf(ifNotExists, "IF NOT EXISTS").node(name);
        if (partition != null) {
            partition.unparseParent(out);
        }
        TableBody.unparse(out, columns, likes, constraints, watermark);
        if (!parents.isEmpty()) {
            out.words("INHERITS").nodesInParentheses(parents);
        }
        if (partition != null) {
            partition.unparseRest(out);
        }
        out.nodesInParentheses(columnNames).options("WITH", options);
        if (onCommit != null) {
            out.words("ON COMMIT").words(onCommit.name().replace('_', ' '));
        }
        out.clause("AS", query);
        out.wordsIf(!withData, "WITH NO DATA");
    }
}
