package dev.millrace.planner;

import java.util.List;
import java.util.Set;

/**
 * What a new table has of those that it inherits from.
 *
 * @param parents in the order in which they were named
 * @param columns names of those that it has from them alone; {@code checks} likewise
 * @param notices what was merged
 */
public record Legacy(List<Long> parents, Set<String> columns, Set<String> checks, List<Notice> notices) {

    /** {@code detail} may be null. */
    public record Notice(String message, String detail) {}

    public Legacy {
        parents = List.copyOf(parents);
        columns = Set.copyOf(columns);
        checks = Set.copyOf(checks);
        notices = List.copyOf(notices);
    }
}
