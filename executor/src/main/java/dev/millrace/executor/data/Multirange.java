package dev.millrace.executor.data;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlType;

/** Sets of values as ranges that are in order and apart from each other. */
public final class Multirange {

    private Multirange() {}

    /** Any ranges, put in order, those that touch made one. */
    public static List<Range> of(SqlType element, List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges.stream().filter(range -> !range.isEmpty()).toList());
        sorted.sort((left, right) -> left.startsWithin(element, right)
                ? right.startsWithin(element, left) ? 0 : 1
                : -1);
        List<Range> apart = new ArrayList<>();
        for (Range range : sorted) {
            Range last = apart.isEmpty() ? Range.EMPTY : apart.getLast();
            if (last.overlaps(element, range) || last.isAdjacent(element, range)) {
                apart.set(apart.size() - 1, last.merge(element, range));
            } else {
                apart.add(range);
            }
        }
        return apart;
    }

    /** From where the first begins to where the last ends. */
    public static Range whole(SqlType element, List<Range> ranges) {
        return ranges.isEmpty() ? Range.EMPTY : ranges.getFirst().merge(element, ranges.getLast());
    }

    public static List<Range> union(SqlType element, List<Range> left, List<Range> right) {
        List<Range> all = new ArrayList<>(left);
        all.addAll(right);
        return of(element, all);
    }

    public static List<Range> intersect(SqlType element, List<Range> left, List<Range> right) {
        List<Range> both = new ArrayList<>();
        for (Range one : left) {
            for (Range other : right) {
                both.add(one.intersect(element, other));
            }
        }
        return of(element, both);
    }

    public static List<Range> minus(SqlType element, List<Range> left, List<Range> right) {
        List<Range> rest = left;
        for (Range other : right) {
            List<Range> less = new ArrayList<>();
            for (Range one : rest) {
                if (one.overlaps(element, other)) {
                    less.add(one.before(element, other));
                    less.add(one.behind(element, other));
                } else {
                    less.add(one);
                }
            }
            rest = less;
        }
        return of(element, rest);
    }

    /** Whether each of some ranges lies in one of others. */
    public static boolean contains(SqlType element, List<Range> whole, List<Range> part) {
        return part.stream().allMatch(
                range -> range.isEmpty() || whole.stream().anyMatch(one -> one.contains(element, range)));
    }

    public static boolean overlap(SqlType element, List<Range> left, List<Range> right) {
        return left.stream().anyMatch(one -> right.stream().anyMatch(other -> one.overlaps(element, other)));
    }
}
