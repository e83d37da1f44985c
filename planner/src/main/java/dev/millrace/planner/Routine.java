package dev.millrace.planner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.Named;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/**
 * A function that CREATE FUNCTION made: in SQL a query with names for what it is called with, which is planned anew
 * wherever it is called, as a view is wherever it is read; in Java the text of a {@link JavaCall}.
 *
 * @param id its number, 0 as long as it has none
 * @param inputs what it is called with; a type of kind UNKNOWN is an {@link AnyType}
 * @param result null where a row is returned
 * @param row names and types of what is returned, where it is a row, or a value with a name; else null
 * @param isSet whether any number of results is returned
 * @param returnsNothing whether it returns void
 * @param body a query as text, empty for none; or a method in Java
 * @param searchPath that of its creation
 * @param procedural null for functions in Java, and in SQL of one query
 * @param aggregate null for what is none
 * @param settings of the session, as long as it runs
 * @param isDefiner whether it runs with the rights of its owner, SECURITY DEFINER
 */
public record Routine(
        long id,
        String schemaName,
        String name,
        List<Parameter> inputs,
        SqlType result,
        Schema row,
        boolean isSet,
        boolean returnsNothing,
        String body,
        boolean isStrict,
        Volatility volatility,
        List<String> searchPath,
        Procedural procedural,
        AggregateDefinition aggregate,
        Map<String, String> settings,
        boolean isDefiner)
        implements Named {

    /**
     * @param name null where it has none
     * @param defaultSql null where it must be given
     * @param isVariadic whether an array of any number of arguments
     */
    public record Parameter(String name, SqlType type, String defaultSql, boolean isVariadic) {}

    public Routine {
        inputs = List.copyOf(inputs);
        searchPath = List.copyOf(searchPath);
        settings = settings == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** One in SQL or Java. */
    public Routine(
            long id, String schemaName, String name, List<Parameter> inputs, SqlType result, Schema row, boolean isSet,
            boolean returnsNothing, String body, boolean isStrict, Volatility volatility, List<String> searchPath) {
        this(
                id, schemaName, name, inputs, result, row, isSet, returnsNothing, body, isStrict, volatility,
                searchPath, null, null, null, false);
    }

    /** The same as an aggregate. */
    public Routine with(AggregateDefinition other) {
        return new Routine(
                id, schemaName, name, inputs, result, row, isSet, returnsNothing, body, isStrict, volatility,
                searchPath, procedural, other, settings, isDefiner);
    }

    /** The same in a procedural language. */
    public Routine with(Procedural other) {
        return new Routine(
                id, schemaName, name, inputs, result, row, isSet, returnsNothing, body, isStrict, volatility,
                searchPath, other, aggregate, settings, isDefiner);
    }

    /** The same with other settings. @param path to look in for names; kept where it is null */
    public Routine with(Map<String, String> others, List<String> path) {
        return new Routine(
                id, schemaName, name, inputs, result, row, isSet, returnsNothing, body, isStrict, volatility,
                path == null ? searchPath : path, procedural, aggregate, others, isDefiner);
    }

    /** The same with the rights of its owner, or of who calls it. */
    public Routine asDefiner(boolean isOtherDefiner) {
        return new Routine(
                id, schemaName, name, inputs, result, row, isSet, returnsNothing, body, isStrict, volatility,
                searchPath, procedural, aggregate, settings, isOtherDefiner);
    }

    public boolean isProcedure() {
        return procedural != null && procedural.isProcedure();
    }

    public boolean isAggregating() {
        return aggregate != null;
    }

    /** {@code function}, {@code procedure} or {@code aggregate}. */
    public String kind() {
        return isAggregating() ? "aggregate" : isProcedure() ? "procedure" : "function";
    }

    /** Whether it returns rows, or one, and not values. */
    public boolean returnsRows() {
        return result == null;
    }

    /** Whether it returns one value, which a parameter has a name for. */
    public boolean hasNamedResult() {
        return result != null && row != null && row.size() == 1 && !row.field(0).name().equals("column1");
    }

    /** The same with other types in the place of its own. */
    public Routine mapped(UnaryOperator<SqlType> types) {
        Schema columns = row == null
                ? null
                : new Schema(row.fields().stream()
                        .map(field -> new Schema.Field(field.name(), types.apply(field.type()), true))
                        .toList());
        return new Routine(
                id, schemaName, name,
                inputs.stream()
                        .map(one -> new Parameter(
                                one.name(), types.apply(one.type()), one.defaultSql(), one.isVariadic()))
                        .toList(),
                result == null ? null : types.apply(result), columns, isSet, returnsNothing, body, isStrict, volatility,
                searchPath, procedural == null ? null : procedural.mapped(types),
                aggregate == null ? null : aggregate.mapped(types), settings, isDefiner);
    }

    /** The same with other words for what parameters are where they are not given. */
    public Routine withDefaults(BiFunction<String, SqlType, String> words) {
        List<Parameter> others = inputs.stream()
                .map(one -> one.defaultSql() == null
                        ? one
                        : new Parameter(
                                one.name(), one.type(), words.apply(one.defaultSql(), one.type()), one.isVariadic()))
                .toList();
        return new Routine(
                id, schemaName, name, others, result, row, isSet, returnsNothing, body, isStrict, volatility,
                searchPath, procedural == null ? null : procedural.withDefaults(words), aggregate,
                settings, isDefiner);
    }

    /** The same function as another object. */
    public Routine as(long otherId, String otherSchema, String otherName) {
        return new Routine(
                otherId, otherSchema, otherName, inputs, result, row, isSet, returnsNothing, body, isStrict, volatility,
                searchPath, procedural, aggregate, settings, isDefiner);
    }

    /** The same, called with NULL or not, and as volatile as this. */
    public Routine as(boolean isOtherStrict, Volatility other) {
        return new Routine(
                id, schemaName, name, inputs, result, row, isSet, returnsNothing, body, isOtherStrict, other,
                searchPath, procedural, aggregate, settings, isDefiner);
    }

    public List<SqlType> types() {
        return inputs.stream().map(Parameter::type).toList();
    }

    /** {@code f(integer,text)}. */
    public String spelled() {
        if (ProcessorBody.is(body)) {
            return name + "(" + tables() + ")";
        }
        return name + types().stream().map(Routine::spell).collect(Collectors.joining(",", "(", ")"));
    }

    /** As PostgreSQL writes it, {@code anyelement} and its kin too. */
    public static String spell(SqlType type) {
        String any = AnyType.spelled(type);
        return any == null ? type.toString() : any;
    }

    /** As it stands behind RETURNS. */
    public String spelledResult() {
        if (procedural != null && procedural.isTrigger()) {
            return "trigger";
        }
        if (returnsNothing) {
            return "void";
        }
        if (procedural != null && row != null && !spelledTable()) {
            return (isSet ? "SETOF " : "") + "record";
        }
        if (hasOutputs()) {
            return result == null ? "record" : spell(result);
        }
        if (row == null) {
            return (isSet ? "SETOF " : "") + spell(result);
        }
        return row.fields().stream()
                .map(field -> field.name() + " " + spell(field.type()))
                .collect(Collectors.joining(", ", "TABLE(", ")"));
    }

    /** Whether it is one in SQL that gives back what its parameters are at its end. */
    private boolean hasOutputs() {
        return procedural == null && row != null && !isSet;
    }

    private boolean spelledTable() {
        return procedural.outputs().isEmpty()
                || procedural.outputs().getFirst().mode() == Procedural.Mode.TABLE;
    }

    /** As they stand in CREATE FUNCTION. */
    public String spelledParameters(boolean hasDefaults) {
        if (procedural != null) {
            return procedural.spelledParameters(hasDefaults);
        }
        if (ProcessorBody.is(body)) {
            return tables();
        }
        Stream<String> taken = inputs.stream()
                .map(input -> (input.isVariadic() ? "VARIADIC " : "")
                        + (input.name() == null ? "" : input.name() + " ") + spell(input.type())
                        + (hasDefaults && input.defaultSql() != null ? " DEFAULT " + input.defaultSql() : ""));
        Stream<String> given = hasOutputs()
                ? row.fields().stream().map(field -> "OUT " + field.name() + " " + spell(field.type()))
                : Stream.of();
        return Stream.concat(taken, given).collect(Collectors.joining(", "));
    }

    private String tables() {
        return String.join(", ", Collections.nCopies(ProcessorBody.of(body).tables(), "TABLE"));
    }

    /** {@code sql}, {@code java} or {@code plpgsql}; {@code internal} for aggregates. */
    public String language() {
        if (procedural != null) {
            return procedural.language();
        }
        if (isAggregating()) {
            return "internal";
        }
        return JavaCall.is(body) || ProcessorBody.is(body) ? "java" : "sql";
    }

    /** What stands behind AS. */
    private String definedAs() {
        if (JavaCall.is(body)) {
            JavaCall call = JavaCall.of(body);
            return "'sha256:" + call.jar() + "', '" + call.className() + "." + call.method() + "'";
        }
        if (ProcessorBody.is(body)) {
            ProcessorBody processor = ProcessorBody.of(body);
            return "'sha256:" + processor.jar() + "', '" + processor.className() + "'";
        }
        String quote = body.contains("$" + kind() + "$") ? "$millrace$" : "$" + kind() + "$";
        return quote + body + quote;
    }

    /** CREATE OR REPLACE FUNCTION, as {@code pg_get_functiondef} writes it. @param place its name, quoted */
    public String definition(String place) {
        String declared = switch (volatility) {
            case IMMUTABLE -> " IMMUTABLE";
            case STABLE -> " STABLE";
            case VOLATILE -> "";
        };
        String properties = declared + (isStrict ? " STRICT" : "") + (isDefiner ? " SECURITY DEFINER" : "");
        String returns = isProcedure() ? "" : "\n RETURNS " + spelledResult();
        return "CREATE OR REPLACE " + kind().toUpperCase(Locale.ROOT) + " " + place + "(" + spelledParameters(true)
                + ")" + returns + "\n LANGUAGE " + language() + "\n" + (properties.isEmpty() ? "" : properties + "\n")
                + settings.entrySet().stream().map(RoutineSettings::spelled).collect(Collectors.joining())
                + "AS " + definedAs() + "\n";
    }
}
