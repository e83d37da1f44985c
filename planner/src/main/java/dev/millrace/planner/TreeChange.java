package dev.millrace.planner;

import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlType;

/**
 * UPDATE or DELETE of a table and of all that inherit from it: one change each, all of which read the same moment.
 *
 * @param parts the first is that of the table that was named
 */
public record TreeChange(List<Statement> parts, Set<Long> dependencies) implements Statement.Composed {

    public TreeChange {
        parts = List.copyOf(parts);
    }

    /** Of each of them, or null. */
    public Statement.Returning returning() {
        return returning(parts.getFirst());
    }

    public static Statement.Returning returning(Statement part) {
        return part instanceof Statement.Update update
                ? update.returning()
                : ((Statement.Delete) part).returning();
    }

    /** The table that was named. */
    public long relation() {
        return parts.getFirst() instanceof Statement.Update update
                ? update.relation()
                : ((Statement.Delete) parts.getFirst()).relation();
    }

    @Override
    public List<SqlType> parameters() {
        return parts.getFirst().parameters();
    }
}
