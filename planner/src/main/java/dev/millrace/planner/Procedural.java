package dev.millrace.planner;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.SqlType;

/**
 * What a routine that a session runs is beside what every function is. Its body is the procedure's text: PL/pgSQL, or
 * statements of SQL.
 *
 * @param language null for PL/pgSQL
 * @param isProcedure whether CALL calls it
 * @param isTrigger whether triggers call it, and nobody else
 * @param parameters all, as they were declared: those that give something back, too
 */
public record Procedural(String language, boolean isProcedure, boolean isTrigger, List<Declared> parameters) {

    /** Of a body that is a list of statements. */
    public static final String SQL = "sql";
    private static final String PLPGSQL = "plpgsql";

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
        language = language == null ? PLPGSQL : language;
        parameters = List.copyOf(parameters);
    }

    /** Whether its body is a list of statements. */
    public boolean ofStatements() {
        return language.equals(SQL);
    }

    Procedural mapped(UnaryOperator<SqlType> types) {
        return new Procedural(language, isProcedure, isTrigger, parameters.stream()
                .map(one -> new Declared(one.mode(), one.name(), types.apply(one.type()), one.defaultSql()))
                .toList());
    }

    Procedural withDefaults(BiFunction<String, SqlType, String> words) {
        return new Procedural(language, isProcedure, isTrigger, parameters.stream()
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
