package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.planner.PartitionDefinition;

/**
 * How a table is spread over partitions, and what it is a partition of. Part of the form on disk: fields may be added,
 * never renamed.
 *
 * @param key null for a table without partitions
 * @param children its partitions, in the order in which they came
 * @param place null for a table that is no partition
 */
public record Partitioning(PartitionDefinition.Key key, List<Long> children, Place place) {

    public Partitioning {
        children = children == null ? List.of() : List.copyOf(children);
    }

    /** @param root the table that has the rows */
    public record Place(long parent, long root, Bound bound) {}

    /** {@code strategy}: null for DEFAULT. */
    public record Bound(
            PartitionDefinition.Strategy strategy, List<Datum> from, List<Datum> to, long modulus, long remainder) {
        public boolean isDefault() {
            return strategy == null;
        }
    }

    /**
     * A value in a bound.
     *
     * @param sql as it is written down, NULL, MINVALUE and MAXVALUE too
     * @param key the value's place among all, in hexadecimal digits; null for MINVALUE and MAXVALUE
     * @param end -1 for MINVALUE, 1 for MAXVALUE, 0 for a value
     */
    public record Datum(String sql, String key, int end) {
        public boolean isNull() {
            return end == 0 && sql.equals("NULL");
        }
    }

    public Partitioning with(long child) {
        List<Long> more = new ArrayList<>(children);
        more.add(child);
        return new Partitioning(key, more, place);
    }

    public Partitioning without(long child) {
        return new Partitioning(key, children.stream().filter(id -> id != child).toList(), place);
    }

    /** The same in another place, or (null) in none. */
    public Partitioning at(Place other) {
        return key == null && other == null ? null : new Partitioning(key, children, other);
    }
}
