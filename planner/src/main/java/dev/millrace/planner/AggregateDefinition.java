package dev.millrace.planner;

import java.util.function.UnaryOperator;

import dev.millrace.executor.plan.SqlType;

/**
 * What an aggregate that somebody made is beside what every function is: how it comes to its result.
 *
 * @param steps for any rows
 * @param moving for frames that slide; null where there is nothing else to do
 * @param combine puts two states together, which nobody asks for; null for none
 * @param sortOperator the one whose first value is the result; null for none
 */
public record AggregateDefinition(Steps steps, Steps moving, Function combine, String sortOperator) {

    /**
     * @param state its type, which may be one of any kind
     * @param initial the state of no rows as text; null for NULL
     * @param inverse takes the earliest row back; null where nothing does
     * @param result null where it is the state
     * @param isResultExtra whether the result is asked for with a NULL for each argument
     */
    public record Steps(
            SqlType state, String initial, Function transition, Function inverse, Function result,
            boolean isResultExtra) {

        private Steps mapped(UnaryOperator<SqlType> types) {
            return new Steps(types.apply(state), initial, transition, inverse, result, isResultExtra);
        }
    }

    /** @param routine its number; 0 for one of PostgreSQL's, which the name and the arguments tell */
    public record Function(long routine, String name) {}

    AggregateDefinition mapped(UnaryOperator<SqlType> types) {
        return new AggregateDefinition(
                steps.mapped(types), moving == null ? null : moving.mapped(types), combine, sortOperator);
    }
}
