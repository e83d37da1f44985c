package dev.millrace.sql.parser.expression;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A query with its lock clauses. Every transaction here is as if it ran alone, which is more than they ask for: they
 * change nothing of the query, but need a right, and a query whose rows are a table's.
 */
public final class SqlLocked extends SqlOrderBy {
    private final List<Lock> locks;

    /**
     * FOR UPDATE and its like.
     *
     * @param strength as it was written, without FOR
     * @param of what stands in FROM, by its names there; none for all
     */
    public record Lock(String strength, List<SqlIdentifier> of) {
        public Lock {
            of = List.copyOf(of);
        }
    }

    private SqlLocked(
            SqlParserPos pos, SqlNode query, SqlNodeList orderList, SqlNode offset, SqlNode fetch, List<Lock> locks) {
        super(pos, query, orderList, offset, fetch);
        this.locks = List.copyOf(locks);
    }

    /** The query itself where there are none. */
    public static SqlNode of(SqlNode query, List<Lock> locks) {
        if (locks.isEmpty()) {
            return query;
        }
        SqlParserPos pos = query.getParserPosition();
        return query instanceof SqlOrderBy ordered
                ? new SqlLocked(pos, ordered.query, ordered.orderList, ordered.offset, ordered.fetch, locks)
                : new SqlLocked(pos, query, SqlNodeList.EMPTY, null, null, locks);
    }

    /** Another query with these clauses, and with its ORDER BY and LIMIT. */
    public SqlLocked with(SqlNode other) {
        return new SqlLocked(pos, other, orderList, offset, fetch, locks);
    }

    /** In the order in which they were written. */
    public List<Lock> locks() {
        return locks;
    }

    @Override
    public SqlNode clone(SqlParserPos at) {
        return new SqlLocked(at, query, orderList, offset, fetch, locks);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        boolean isPlain = orderList.isEmpty() && offset == null && fetch == null;
        if (isPlain) {
            query.unparse(writer, leftPrec, rightPrec);
        } else {
            super.unparse(writer, leftPrec, rightPrec);
        }
        for (Lock lock : locks) {
            writer.keyword("FOR " + lock.strength());
            if (!lock.of().isEmpty()) {
                writer.keyword("OF");
                for (int i = 0; i < lock.of().size(); i++) {
                    if (i > 0) {
                        writer.sep(",", true);
                    }
                    lock.of().get(i).unparse(writer, 0, 0);
                }
            }
        }
    }
}
