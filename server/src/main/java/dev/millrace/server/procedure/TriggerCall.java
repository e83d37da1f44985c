package dev.millrace.server.procedure;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.plan.Schema;

/**
 * What a trigger's function is told.
 *
 * @param timing {@code BEFORE}, {@code AFTER} or {@code INSTEAD OF}
 * @param operation {@code INSERT}, {@code UPDATE} or {@code DELETE}
 * @param shape the table's columns
 * @param before the row as it was, a column of one row each; null where there is none
 * @param after the row as it is to be, likewise
 * @param tables all rows of the statement as they were or are, an array of rows, by the name that they have
 */
public record TriggerCall(
        String name, String timing, boolean isRow, String operation, long relation, String schemaName,
        String relationName, List<String> arguments, Schema shape, List<Column> before, List<Column> after,
        Map<String, Column> tables) {}
