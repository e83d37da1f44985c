package dev.millrace.planner;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

/**
 * What CREATE TABLE says of partitions.
 *
 * @param parent the table whose partition it is to be, or 0
 * @param bound null without a parent
 * @param key null for a table that has no partitions
 */
public record PartitionDefinition(long parent, Bound bound, Key key) {

    /** How partitions share rows among them. */
    public enum Strategy { LIST, RANGE, HASH }

    /** What rows are told apart by. */
    public record Key(Strategy strategy, List<Part> parts) {}

    /**
     * @param column position in the table; -1 for an expression, which is {@code sql}
     * @param type of its values
     * @param reads the columns that an expression reads
     */
    public record Part(int column, String sql, SqlType type, List<Integer> reads) {
        public Part {
            reads = reads == null ? List.of() : List.copyOf(reads);
        }

        public boolean reads(int position) {
            return column == position || reads.contains(position);
        }
    }

    /** The rows of one partition. {@code strategy}: null for DEFAULT, which takes what the others do not. */
    public record Bound(Strategy strategy, List<Datum> from, List<Datum> to, long modulus, long remainder, int at) {}

    /**
     * A value of a list or an end of a range.
     *
     * @param value null where {@code end} says that it lies before or behind all values
     * @param end -1 for MINVALUE, 1 for MAXVALUE, 0 for a value
     * @param at where it stands in the statement
     */
    public record Datum(Expr value, int end, int at) {}

    /** ATTACH PARTITION; DETACH where {@code bound} is null. */
    public record Change(Statement.QualifiedName partition, Bound bound) implements TableChange {}

    /**
     * How the rows of a partitioned table find theirs, as text.
     *
     * @param keys what each partitioned table below, and the table itself, tells rows apart by
     */
    public record Layout(Map<Long, List<String>> keys, List<Leaf<PlannerCatalog.Check>> leaves) {}

    /**
     * What a partition asks of its rows beyond what the whole table does.
     *
     * @param notNull positions in the whole table
     */
    public record Leaf<C>(long partition, List<C> checks, List<Integer> notNull) {}

    /**
     * The same over the columns of the whole table, by position.
     *
     * @param within the partition that rows have to be of, or 0
     */
    public record Rules(Map<Long, List<Expr>> keys, List<Leaf<Statement.Check>> leaves, long within) {}
}
