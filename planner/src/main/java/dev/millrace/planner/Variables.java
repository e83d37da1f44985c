package dev.millrace.planner;

import java.util.List;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.sql.procedural.Block;

/**
 * The names of a procedure's values that a statement in it may use: each means a parameter of the statement.
 *
 * @param all the outermost first; what comes later hides what came before it
 * @param conflict what a name means that is a column's, too
 */
public record Variables(List<Variable> all, Block.Conflict conflict) {

    /**
     * One name.
     *
     * @param block the label of what declares it; null for none
     * @param name null for what has only a number
     * @param type null for a record
     * @param row the fields of a record, whose parameters follow each other; null for a value, or while it has none
     * @param fixed the type of a record that keeps its fields; null for others
     * @param index of its parameter, or its first one, from 0
     */
    public record Variable(String block, String name, SqlType type, Schema row, RowType fixed, int index) {

        public boolean isRecord() {
            return type == null;
        }
    }

    /** A value. */
    public record Value(int index, SqlType type) {}

    public Variables {
        all = List.copyOf(all);
    }

    /** The variable of that name, with its block's where there is one; null for none. */
    public Variable find(List<String> name) {
        for (int i = all.size() - 1; i >= 0; i--) {
            Variable one = all.get(i);
            boolean isNamed = name.getLast().equals(one.name());
            if (isNamed && (name.size() == 1 || name.size() == 2 && name.getFirst().equals(one.block()))) {
                return one;
            }
        }
        return null;
    }

    /**
     * The value that a name means; null for none.
     *
     * @throws SqlException 42703 for a field that a record has not, 55000 where it has no fields yet
     */
    public Value value(List<String> name) {
        Variable found = find(name);
        if (found != null && !found.isRecord()) {
            return new Value(found.index(), found.type());
        }
        Variable row = name.size() < 2 ? null : find(name.subList(0, name.size() - 1));
        if (row == null || !row.isRecord()) {
            return null;
        }
        requireRow(row);
        for (int i = 0; i < row.row().size(); i++) {
            if (row.row().field(i).name().equals(name.getLast())) {
                return new Value(row.index() + i, row.row().type(i));
            }
        }
        throw new SqlException(
                SqlState.UNDEFINED_COLUMN,
                "record \"" + row.name() + "\" has no field \"" + name.getLast() + "\"");
    }

    /** What the rows of a change are called among the variables: no name of a variable has a space. */
    public static String tableName(String name) {
        return "rows of " + name;
    }

    /** The rows of a change under that name, as an array; null for none. */
    public Value table(String name) {
        Variable found = find(List.of(tableName(name)));
        return found == null ? null : new Value(found.index(), found.type());
    }

    /** The record of that name; null for none. @throws SqlException 55000 where it has no fields yet */
    public Variable record(List<String> name) {
        Variable found = find(name);
        if (found == null || !found.isRecord()) {
            return null;
        }
        requireRow(found);
        return found;
    }

    /** The argument {@code $n}, from 0; null when there is none. @throws SqlException 55000 as of {@link #record} */
    public Variable numbered(int number) {
        Variable found = number < all.size() ? all.get(number) : null;
        if (found != null && found.isRecord()) {
            requireRow(found);
        }
        return found;
    }

    private static void requireRow(Variable record) {
        if (record.row() == null) {
            throw new SqlException("55000", "record \"" + record.name() + "\" is not assigned yet")
                    .withDetail("The tuple structure of a not-yet-assigned record is indeterminate.");
        }
    }
}
