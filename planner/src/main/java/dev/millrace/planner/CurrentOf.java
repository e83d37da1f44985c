package dev.millrace.planner;

import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlType;

/**
 * UPDATE or DELETE of the row that a cursor stands on.
 *
 * @param change what is done: its plan reads the row as relation {@link #ROW}
 * @param columns positions of the columns that people see
 */
public record CurrentOf(Statement change, String cursor, long relation, List<Integer> columns)
        implements Statement.Composed {

    /** A number that no relation has, and no part of a statement. */
    public static final long ROW = Long.MAX_VALUE - (1L << 32);

    public CurrentOf {
        columns = List.copyOf(columns);
    }

    /** The table whose rows a cursor shows. {@code columns}: how many of it stand behind those of the query. */
    public record Row(long relation, int columns) {}

    @Override
    public List<SqlType> parameters() {
        return change.parameters();
    }

    @Override
    public Set<Long> dependencies() {
        return change.dependencies();
    }
}
