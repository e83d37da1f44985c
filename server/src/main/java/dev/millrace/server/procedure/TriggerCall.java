package dev.millrace.server.procedure;

import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.plan.Schema;

/**
 * What a trigger's function is told.
 *
 * @param operation {@code INSERT}, {@code UPDATE} or {@code DELETE}
 * @param shape the table's columns
 * @param before the row as it was, a column of one row each; null where there is none
 * @param after the row as it is to be, likewise
 */
public record TriggerCall(
        String name, boolean isBefore, boolean isRow, String operation, long relation, String schemaName,
        String relationName, List<String> arguments, Schema shape, List<Column> before, List<Column> after) {

    /** The same call of another trigger. */
    public TriggerCall of(String otherName, boolean isBeforeOther, List<String> otherArguments) {
        return new TriggerCall(
                otherName, isBeforeOther, isRow, operation, relation, schemaName, relationName, otherArguments, shape,
                before, after);
    }
}
