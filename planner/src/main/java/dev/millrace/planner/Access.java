package dev.millrace.planner;

import java.util.Set;

/**
 * What a statement does with a relation, or that it calls a function, and so needs the right to do.
 *
 * @param columns positions of those that are concerned; none where any column's right will do; null where all columns'
 *     rights are needed
 * @param view through whose query the relation is read, with the rights of its owner; 0 where the statement itself does
 */
public record Access(Kind kind, long relation, Set<Integer> columns, long view) {
    public enum Kind {
        SELECT,
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE,
        /** Of a function, which is called with the rights of who asks, through a view, too. */
        EXECUTE
    }
}
