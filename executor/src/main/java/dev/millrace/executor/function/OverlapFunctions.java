package dev.millrace.executor.function;

import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;

/** {@code (a, b) OVERLAPS (c, d)}: whether two periods of time have a moment in common. */
final class OverlapFunctions {

    private OverlapFunctions() {}

    /** A period holds its first moment, but not its last one, unless it is that moment alone. */
    @SqlFunction(
            name = "overlaps",
            strict = false,
            kinds = {TIME, TIMESTAMP, TIMESTAMPTZ},
            description = "Whether two periods, each given by its ends in any order, overlap.",
            example = "(date '2001-02-16', date '2001-12-21') OVERLAPS (date '2001-10-30', date '2002-10-30') = true")
    static Boolean overlaps(@Each Long start1, @Each Long end1, @Each Long start2, @Each Long end2) {
        return overlap(start1, end1, start2, end2, Long::compare);
    }

    /** How two moments compare. */
    interface Order {
        int compare(long left, long right);
    }

    static Boolean overlap(Long start1, Long end1, Long start2, Long end2, Order order) {
        Long first1 = earlier(start1, end1, order);
        Long first2 = earlier(start2, end2, order);
        if (first1 == null || first2 == null) {
            return null;
        }
        Long last1 = later(start1, end1, order);
        Long last2 = later(start2, end2, order);
        int direction = order.compare(first1, first2);
        if (direction == 0) {
            // Both begin with a moment that they share.
            return last1 == null || last2 == null ? null : (Boolean) true;
        }
        Long first = direction > 0 ? first1 : first2;
        Long lastOfEarlier = direction > 0 ? last2 : last1;
        Long lastOfLater = direction > 0 ? last1 : last2;
        if (lastOfEarlier == null) {
            return null;
        }
        if (order.compare(first, lastOfEarlier) < 0) {
            return true;
        }
        return lastOfLater == null ? null : (Boolean) false;
    }

    private static Long earlier(Long one, Long other, Order order) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return order.compare(one, other) <= 0 ? one : other;
    }

    /** NULL when one of them is not known. */
    private static Long later(Long one, Long other, Order order) {
        if (one == null || other == null) {
            return null;
        }
        return order.compare(one, other) >= 0 ? one : other;
    }
}
