package dev.millrace.executor.plan;

import java.util.List;

/**
 * What a unique index holds that is not of columns as they are: the values of its keys, over the rows of its relation
 * for which its condition is true.
 *
 * @param condition null for all rows
 * @param areNullsEqual whether a NULL is equal to another; else a row with one is equal to none
 */
public record IndexEntries(List<Expr> keys, Expr condition, boolean areNullsEqual) {
    public IndexEntries {
        keys = List.copyOf(keys);
    }
}
