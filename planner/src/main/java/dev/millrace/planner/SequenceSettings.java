package dev.millrace.planner;

import java.util.List;

import dev.millrace.executor.plan.SqlType;

/**
 * What a statement says of a sequence; null where it says nothing.
 *
 * @param min a number, or empty for NO MINVALUE; {@code max} likewise
 * @param restart a number, or empty for its start
 * @param owner table and column, or empty for NONE
 * @param name of the sequence of an identity column
 */
public record SequenceSettings(
        SqlType type, Long increment, String min, String max, Long start, String restart, Long cache,
        Boolean cycles, List<String> owner, String name) {}
