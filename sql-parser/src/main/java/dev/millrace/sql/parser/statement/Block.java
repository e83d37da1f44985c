package dev.millrace.sql.parser.statement;

import java.util.List;

/** A block of PL/pgSQL without variables: {@code BEGIN steps [EXCEPTION handlers] END}. */
public record Block(List<Step> steps, List<Handler> handlers) {

    public Block {
        steps = List.copyOf(steps);
        handlers = List.copyOf(handlers);
    }

    /** {@code WHEN condition OR condition THEN steps}. @param conditions names, or SQLSTATEs in upper case */
    public record Handler(List<String> conditions, List<Step> steps) {}

    public record Branch(String condition, List<Step> steps) {}

    /** Texts of statements and expressions are as they were written. */
    public sealed interface Step {

        record Sql(String statement) implements Step {}

        /** PERFORM: a query whose rows nobody wants. */
        record Perform(String query) implements Step {}

        /** EXECUTE: a statement that is computed. */
        record Dynamic(String expression) implements Step {}

        record Choice(List<Branch> branches, List<Step> otherwise) implements Step {}

        record Nested(Block block) implements Step {}

        /** @param level in lower case; @param message with a {@code %} for each argument */
        record Raise(String level, String message, List<String> arguments) implements Step {}

        /** RAISE alone: the error that is being handled goes on. */
        record RaiseAgain() implements Step {}

        record Nothing() implements Step {}

        record Return() implements Step {}
    }
}
