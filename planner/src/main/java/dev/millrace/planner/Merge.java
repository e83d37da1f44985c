package dev.millrace.planner;

import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlType;

/**
 * MERGE.
 *
 * @param rows what is to be done: the number of the action, the target's row as it is, the row as it will be, and what
 *     else is needed to tell rows of the target apart
 * @param identity columns of {@code rows} by which rows of the target are told apart
 */
public record Merge(
        long relation, QueryPlan rows, List<Action> actions, List<Integer> identity, Set<Long> dependencies)
        implements Statement.Composed {

    public Merge {
        actions = List.copyOf(actions);
        identity = List.copyOf(identity);
    }

    /** What a WHEN clause does with the rows that are its own. */
    public record Action(Kind kind, Statement.RowRules rules) {}

    public enum Kind {
        INSERT,
        UPDATE,
        DELETE,
        NOTHING
    }

    @Override
    public List<SqlType> parameters() {
        return rows.parameters();
    }
}
