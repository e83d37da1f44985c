package dev.millrace.planner;

import java.util.List;

/** CREATE TRIGGER, and what becomes of triggers. */
public sealed interface TriggerChange extends ObjectChange {

    /**
     * CREATE [OR REPLACE] TRIGGER.
     *
     * @param events in lower case
     * @param columns positions of those of UPDATE OF; empty for any
     * @param when its condition; null for none
     */
    record Create(
            String name, boolean orReplace, boolean isBefore, List<String> events, List<Integer> columns, long table,
            boolean isRow, String when, long function, List<String> arguments)
            implements TriggerChange {}

    /** @param name null for all of the table */
    record Alter(Kind kind, Statement.QualifiedName table, String name, String newName, boolean ifExists)
            implements TriggerChange {}

    /** What is done with a trigger that is there. */
    enum Kind { DROP, RENAME, ENABLE, DISABLE }
}
