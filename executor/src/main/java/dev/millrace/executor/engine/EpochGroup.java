package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.relation.SortedRun;

/** The requests that become one epoch. */
final class EpochGroup {

    final List<Request.Commit> commits = new ArrayList<>();
    final List<Request.Rows> rows = new ArrayList<>();
    /** What the commits write, sorted by key. */
    final Map<Long, List<SortedRun>> written = new HashMap<>();
    /** Views that take in what waited for them. */
    Set<Long> refreshed = Set.of();
    /** Whether it is shown only when the log holds it durably. */
    boolean needsDurability;

    boolean isEmpty() {
        return commits.isEmpty() && rows.isEmpty();
    }

    /** When the first row of a source in it came, as {@link System#nanoTime}; null without one. */
    Long rowsSince() {
        return rows.isEmpty() ? null : rows.getFirst().since();
    }

    /** When the first transaction in it came; null without one. */
    Long commitsSince() {
        return commits.isEmpty() || commits.getFirst().transaction() == null ? null : commits.getFirst().since();
    }

    /** How long what came first had waited at that time; nanoseconds, 0 when nothing came. */
    long waitedUntil(long nanos) {
        Long first = rowsSince();
        Long second = commitsSince();
        return Math.max(first == null ? 0 : nanos - first, second == null ? 0 : nanos - second);
    }
}
