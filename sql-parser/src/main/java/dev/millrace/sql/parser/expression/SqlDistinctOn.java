package dev.millrace.sql.parser.expression;

import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code SELECT DISTINCT ON (keys) ...}: of the rows with equal keys, the first in the query's order. Whoever
 * validates must rewrite it; as a plain select its keyword DISTINCT is not set.
 */
public final class SqlDistinctOn extends SqlSelect {
    private final SqlNodeList keys;

    private SqlDistinctOn(SqlNodeList keys, SqlParserPos pos, SqlNodeList selectList, SqlNode from, SqlNode where,
            SqlNodeList groupBy, SqlNode having, SqlNodeList windows, SqlNode qualify, SqlNodeList hints) {
        super(pos, null, selectList, from, where, groupBy, having, windows, qualify, null, null, null, hints);
        this.keys = keys;
    }

    /** A select as the grammar reads it: with DISTINCT ON when there are keys, else a plain one. */
    public static SqlSelect select(SqlNodeList keys, SqlParserPos pos, SqlNodeList keywords, SqlNodeList selectList,
            SqlNode from, SqlNode where, SqlNodeList groupBy, SqlNode having, SqlNodeList windows, SqlNode qualify,
            SqlNodeList orderBy, SqlNode offset, SqlNode fetch, SqlNodeList hints) {
        return keys == null
                ? new SqlSelect(pos, keywords, selectList, from, where, groupBy, having, windows, qualify, orderBy,
                offset,
                        fetch, hints)
                : new SqlDistinctOn(keys, pos, selectList, from, where, groupBy, having, windows, qualify,
                        hints);
    }

    /** The expressions in the parentheses after ON. */
    public SqlNodeList keys() {
        return keys;
    }

    @Override
    public SqlNode clone(SqlParserPos pos) {
        return new SqlDistinctOn(keys, pos, getSelectList(), getFrom(), getWhere(), getGroup(), getHaving(),
                getWindowList(), getQualify(), getHints());
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        SqlNode clause = new SqlUnresolvedFunction(new SqlIdentifier("DISTINCT ON", pos), null, null, null, null,
                SqlFunctionCategory.USER_DEFINED_FUNCTION).createCall(keys);
        new SqlSelect(pos, SqlNodeList.of(clause), getSelectList(), getFrom(), getWhere(), getGroup(), getHaving(),
                getWindowList(), getQualify(), null, null, null, getHints()).unparse(writer, leftPrec, rightPrec);
    }
}
