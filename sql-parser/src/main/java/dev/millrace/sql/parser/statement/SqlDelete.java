package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code [WITH ...] DELETE FROM table [AS alias] [USING ...] [WHERE ...] [RETURNING ...]}. */
public final class SqlDelete extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("DELETE", SqlKind.DELETE);

    private final SqlNodeList with;
    private final SqlIdentifier table;
    private final SqlIdentifier alias;
    private final SqlNode using;
    private final SqlNode where;
    private final SqlNodeList returning;

    public SqlDelete(SqlParserPos pos, SqlNodeList with, SqlIdentifier table, SqlIdentifier alias, SqlNode using,
            SqlNode where, SqlNodeList returning) {
        super(pos, OPERATOR);
        this.with = with;
        this.table = table;
        this.alias = alias;
        this.using = using;
        this.where = where;
        this.returning = returning;
    }

    /** The common table expressions before DELETE, or null; each is a SqlWithItem. */
    public SqlNodeList with() {
        return with;
    }

    /** The same without its common table expressions. */
    public SqlDelete withoutWith() {
        return new SqlDelete(getParserPosition(), null, table, alias, using, where, returning);
    }

    public SqlIdentifier table() {
        return table;
    }

    /** Null when there is none. */
    public SqlIdentifier alias() {
        return alias;
    }

    /** As the FROM of a select, or null. */
    public SqlNode using() {
        return using;
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
        return present(with, table, alias, using, where, returning);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.with(with).words("DELETE FROM").node(table).clause("AS", alias).relations("USING", using).clause("WHERE",
                where)
                .clause("RETURNING", returning);
    }
}
