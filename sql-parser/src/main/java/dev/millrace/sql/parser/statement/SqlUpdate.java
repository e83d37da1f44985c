package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code [WITH ...] UPDATE table [AS alias] SET assignments [FROM ...] [WHERE ...] [RETURNING ...]}. */
public final class SqlUpdate extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("UPDATE", SqlKind.UPDATE);

    private final SqlNodeList with;
    private final SqlIdentifier table;
    private final SqlIdentifier alias;
    private final List<Assignment> assignments;
    private final SqlNode from;
    private final SqlNode where;
    private final SqlNodeList returning;

    public SqlUpdate(SqlParserPos pos, SqlNodeList with, SqlIdentifier table, SqlIdentifier alias,
            List<Assignment> assignments, SqlNode from, SqlNode where, SqlNodeList returning) {
        super(pos, OPERATOR);
        this.with = with;
        this.table = table;
        this.alias = alias;
        this.assignments = List.copyOf(assignments);
        this.from = from;
        this.where = where;
        this.returning = returning;
    }

    /** The common table expressions before UPDATE, or null; each is a SqlWithItem. */
    public SqlNodeList with() {
        return with;
    }

    /** The same without its common table expressions. */
    public SqlUpdate withoutWith() {
        return new SqlUpdate(getParserPosition(), null, table, alias, assignments, from, where, returning);
    }

    public SqlIdentifier table() {
        return table;
    }

    /** Null when there is none. */
    public SqlIdentifier alias() {
        return alias;
    }

    public List<Assignment> assignments() {
        return assignments;
    }

    /** As the FROM of a select, or null. */
    public SqlNode from() {
        return from;
    }

    /** Null when there is none. */
    public SqlNode where() {
        return where;
    }

    /** The items after RETURNING, as in a select list; or null. */
    public SqlNodeList returning() {
        return returning;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(with, table, alias, from, where, returning);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.with(with).words("UPDATE").node(table).clause("AS", alias).words("SET")
                .list(assignments, assignment -> assignment.unparse(out)).relations("FROM", from).clause("WHERE", where)
                .clause("RETURNING", returning);
    }
}
