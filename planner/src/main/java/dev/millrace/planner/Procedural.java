package dev.millrace.planner;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.SqlType;

/**
 * What a routine in a procedural language is beside what every function is. Its body is the procedure's text.
 *
 * @param isProcedure whether CALL calls it
 * @param isTrigger whether triggers call it, and nobody else
 * @param parameters all, as they were declared: those that give something back, too
 */
public record Procedural(boolean isProcedure, boolean isTrigger, List<Declared> parameters) {

    /** How a parameter takes or gives a value. */
    public enum Mode {
        IN, OUT, INOUT, VARIADIC,
        /** A column of RETURNS TABLE. */
        TABLE;

        public boolean isInput() {
            return this == IN || this == INOUT || this == VARIADIC;
        }

        public boolean isOutput() {
            return this == OUT || this == INOUT || this == TABLE;
        }
    }

    /** @param name null where it has none */
    public record Declared(Mode mode, String name, SqlType type, String defaultSql) {

        private String spelled(boolean hasDefault) {
            String written = mode == Mode.IN ? "" : mode.name().toUpperCase(Locale.ROOT) + " ";
            return written + (name == null ? "" : name + " ") + Routine.spell(type)
                    + (hasDefault && defaultSql != null ? " DEFAULT " + defaultSql : "");
        }
    }

    public Procedural {
        parameters = List.copyOf(parameters);
    }

    Procedural mapped(UnaryOperator<SqlType> types) {
        return new Procedural(isProcedure, isTrigger, parameters.stream()
                .map(one -> new Declared(one.mode(), one.name(), types.apply(one.type()), one.defaultSql()))
                .toList());
    }

    Procedural withDefaults(BiFunction<String, SqlType, String> words) {
        return new Procedural(isProcedure, isTrigger, parameters.stream()
                .map(one -> one.defaultSql() == null
                        ? one
                        : new Declared(
                                one.mode(), one.name(), one.type(), words.apply(one.defaultSql(), one.type())))
                .toList());
    }

    public List<Declared> outputs() {
        return parameters.stream().filter(one -> one.mode().isOutput()).toList();
    }

    /** As they stand in CREATE FUNCTION. A procedure says of each whether it is IN. */
    String spelledParameters(boolean hasDefaults) {
        return parameters.stream()
                .filter(one -> one.mode() != Mode.TABLE)
                .map(one -> (isProcedure && one.mode() == Mode.IN ? "IN " : "") + one.spelled(hasDefaults))
                .collect(Collectors.joining(", "));
    }
}
