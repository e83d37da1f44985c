package dev.millrace.planner;

import java.util.List;
import java.util.Map;

/** CREATE TRIGGER, and what becomes of triggers. */
public sealed interface TriggerChange extends ObjectChange {

    /**
     * CREATE [OR REPLACE] TRIGGER.
     *
     * @param events in lower case
     * @param columns positions of those of UPDATE OF; empty for any
     * @param when its condition; null for none
     * @param tables names of the rows that were and that are, by {@code old} and {@code new}
     * @param constraint null for one that is no constraint
     */
    record Create(
            String name, boolean orReplace, Timing timing, List<String> events, List<Integer> columns, long table,
            boolean isRow, String when, long function, List<String> arguments, Map<String, String> tables,
            Constraint constraint)
            implements TriggerChange {}

    /** When a trigger is called. */
    enum Timing { BEFORE, AFTER, INSTEAD_OF }

    /** @param from the table that it is about besides its own; null for none */
    record Constraint(Long from, boolean isDeferrable, boolean isDeferred) {}

    /** @param name null for all of the table */
    record Alter(Kind kind, Statement.QualifiedName table, String name, String newName, boolean ifExists)
            implements TriggerChange {}

    /** What is done with a trigger that is there. */
    enum Kind { DROP, RENAME, ENABLE, ENABLE_ALWAYS, ENABLE_REPLICA, DISABLE }
}
