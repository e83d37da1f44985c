package dev.millrace.planner;

import java.util.List;

/**
 * A relation that a new table is like, for what is taken over beside columns, keys and checks.
 *
 * @param columns positions in the new table by position in the relation; -1 for those that were dropped
 */
public record TableLike(long relation, List<Integer> columns, boolean withIndexes, boolean withComments) {}
