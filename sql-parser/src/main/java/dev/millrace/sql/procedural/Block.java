package dev.millrace.sql.procedural;

import java.util.List;

/**
 * {@code [<<label>>] [DECLARE declarations] BEGIN steps [EXCEPTION handlers] END}.
 *
 * @param line of the procedure's text, from 1
 * @param label null for none
 * @param conflict what a name means that could be a variable or a column
 */
public record Block(
        int line, String label, Conflict conflict, List<Declaration> declarations, List<Step> steps,
        List<Handler> handlers) {

    /** {@code #variable_conflict}. */
    public enum Conflict { ERROR, USE_VARIABLE, USE_COLUMN }

    public Block {
        declarations = List.copyOf(declarations);
        steps = List.copyOf(steps);
        handlers = List.copyOf(handlers);
    }

    /**
     * {@code WHEN condition OR condition THEN steps}.
     *
     * @param states SQLSTATEs, three zeros at the end for a whole class; null for all but what ends statements
     */
    public record Handler(List<String> states, List<Step> steps) {}
}
