package dev.millrace.planner;

import java.util.List;

/**
 * DO: a block of PL/pgSQL without variables. Its statements are planned when it is their turn, because earlier ones
 * may make what they name.
 */
public record InlineBlock(Block block) implements Statement.Composed {

    public record Block(List<Step> steps, List<Handler> handlers) {}

    /**
     * What to do about errors of the block's steps, which are taken back.
     *
     * @param conditions SQLSTATEs, three zeros at the end for a whole class; null for all but what ends statements
     */
    public record Handler(List<String> conditions, List<Step> steps) {}

    public record Branch(String condition, List<Step> steps) {}

    /** Statements and expressions are text. */
    public sealed interface Step {

        /** @param isQuery whether the rows of it are thrown away; else it may have none */
        record Sql(String statement, boolean isQuery) implements Step {}

        /** A statement that an expression gives. */
        record Dynamic(String expression) implements Step {}

        record Choice(List<Branch> branches, List<Step> otherwise) implements Step {}

        record Nested(Block block) implements Step {}

        /** @param level in lower case; @param message with a {@code %} for each argument */
        record Raise(String level, String message, List<String> arguments) implements Step {}

        /** The error that is being handled goes on. */
        record RaiseAgain() implements Step {}

        record Nothing() implements Step {}

        record Return() implements Step {}
    }
}
