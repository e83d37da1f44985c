package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What CREATE TABLE says of partitions: {@code PARTITION OF parent ... bound}, {@code PARTITION BY strategy (keys)}, or
 * both.
 *
 * @param parent null for a table that is no partition; then there is no bound either
 * @param strategy as written; null for a table without partitions
 */
public record PartitionClause(SqlIdentifier parent, Bound bound, String strategy, List<SqlNode> keys) {

    /** Which rows a partition takes. */
    public enum Kind { LIST, RANGE, HASH, DEFAULT }

    /**
     * {@code FOR VALUES ...}, or DEFAULT.
     *
     * @param from the values of a list, or the lower bound of a range, in which MINVALUE and MAXVALUE are identifiers
     * @param to the upper bound of a range
     */
    public record Bound(
            Kind kind, List<SqlNode> from, List<SqlNode> to, long modulus, long remainder, SqlParserPos pos) {
        void unparse(Unparser out) {
            switch (kind) {
                case DEFAULT -> out.words("DEFAULT");
                case LIST -> out.words("FOR VALUES IN").nodesInParentheses(from);
                case RANGE -> out.words("FOR VALUES FROM").nodesInParentheses(from).words("TO").nodesInParentheses(to);
                case HASH -> out.words("FOR VALUES WITH").inParentheses(() ->
                        out.raw("MODULUS " + modulus + ", REMAINDER " + remainder));
            }
        }
    }

    void unparseParent(Unparser out) {
        if (parent != null) {
            out.words("PARTITION OF").node(parent);
        }
    }

    void unparseRest(Unparser out) {
        if (bound != null) {
            bound.unparse(out);
        }
        if (strategy != null) {
            out.words("PARTITION BY").name(strategy).inParentheses(() ->
                    out.list(keys, key -> {
                        if (key instanceof SqlIdentifier) {
                            out.node(key);
                        } else {
                            out.inParentheses(() -> out.node(key));
                        }
                    }));
        }
    }
}
