package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FoldCall;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.AggregateDefinition;
import dev.millrace.planner.AggregateDefinition.Function;
import dev.millrace.planner.AnyType;
import dev.millrace.planner.Routine;
import dev.millrace.planner.RoutineChange;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.statement.RoutineParameter;
import dev.millrace.sql.parser.statement.RoutineParameter.Mode;
import dev.millrace.sql.parser.statement.SqlCreateAggregate;
import dev.millrace.sql.parser.statement.SqlCreateAggregate.Attribute;

/**
 * CREATE AGGREGATE: finds the functions that it is made of, and sees that they fit. Types of any kind are tried with
 * types that nothing else is likely to be of.
 */
final class AggregateCreation {

    /** What an aggregate may say that changes nothing here. */
    private static final Set<String> IGNORED = Set.of(
            "sspace", "sspace1", "msspace", "finalfunc_modify", "mfinalfunc_modify", "parallel", "serialfunc",
            "deserialfunc");
    private static final Set<String> KNOWN = Set.of(
            "sfunc", "sfunc1", "stype", "stype1", "basetype", "finalfunc", "finalfunc_extra", "combinefunc", "initcond",
            "initcond1", "msfunc", "minvfunc", "mstype", "mfinalfunc", "mfinalfunc_extra", "minitcond", "sortop");
    private static final Set<String> PSEUDO = Set.of(
            "internal", "record", "void", "trigger", "cstring", "any", "event_trigger", "unknown");

    private final Binding binding;
    private final SqlCreateAggregate create;
    private final Map<String, Attribute> attributes = new HashMap<>();
    private final Set<Long> functions = new HashSet<>();

    AggregateCreation(Binding binding, SqlCreateAggregate create) {
        this.binding = binding;
        this.create = create;
    }

    Statement create() {
        for (Attribute attribute : create.attributes()) {
            if (!KNOWN.contains(attribute.key()) && !IGNORED.contains(attribute.key())) {
                throw (attribute.key().equals("hypothetical")
                                ? SqlException.unsupported("a hypothetical-set aggregate")
                                : new SqlException(
                                        SqlState.SYNTAX_ERROR,
                                        "aggregate attribute \"" + attribute.key() + "\" not recognized"))
                        .at(binding.source.position(attribute.at()));
            }
            attributes.put(attribute.key().replaceFirst("1$", ""), attribute);
        }
        List<Routine.Parameter> inputs = create.parameters() == null ? baseType() : inputs();
        requireWhole();
        List<SqlType> types = inputs.stream().map(Routine.Parameter::type).toList();
        SqlType state = stateType("stype", types);
        SqlType movingState = attributes.containsKey("mstype") ? stateType("mstype", types) : null;
        QueryBinder queries = new QueryBinder(binding);
        FoldBinder folds = new FoldBinder(binding, queries.expressions, create);
        AggregateDefinition.Steps steps = new AggregateDefinition.Steps(
                state, text("initcond"), function("sfunc", state, types), null,
                result("finalfunc", state, types), attributes.containsKey("finalfunc_extra"));
        SqlType result = tried(folds.steps(steps, trial(state), trials(types)), state);
        AggregateDefinition.Steps moving = null;
        if (movingState != null) {
            moving = new AggregateDefinition.Steps(
                    movingState, text("minitcond"), function("msfunc", movingState, types),
                    function("minvfunc", movingState, types), result("mfinalfunc", movingState, types),
                    attributes.containsKey("mfinalfunc_extra"));
            SqlType movingResult = tried(folds.steps(moving, trial(movingState), trials(types)), movingState);
            if (!FoldBinder.isSame(movingResult, result)) {
                throw invalid("moving-aggregate implementation returns type " + Routine.spell(movingResult)
                        + ", but plain implementation returns type " + Routine.spell(result));
            }
        }
        Function combine = attributes.containsKey("combinefunc")
                ? function("combinefunc", List.of(state, state))
                : null;
        if (combine != null) {
            folds.combine(combine, trial(state));
        }
        if (attributes.containsKey("sortop") && types.size() != 1) {
            throw invalid("sort operator can only be specified for single-argument aggregates");
        }
        Routine open = new Routine(
                0, "", create.name().names.getLast(), inputs, result, null, false, false, "aggregate_dummy", false,
                Volatility.IMMUTABLE, List.of());
        Set<Long> needed = new HashSet<>(RoutineTypes.numbers(open));
        needed.addAll(functions);
        Routine routine = open.with(new AggregateDefinition(steps, moving, combine, text("sortop")));
        return new RoutineChange.Create(
                StatementBinder.name(create.name()), routine, create.replace(), needed, null, 0);
    }

    private void requireWhole() {
        require("stype", "aggregate stype must be specified");
        require("sfunc", "aggregate sfunc must be specified");
        if (attributes.containsKey("mstype")) {
            require("msfunc", "aggregate msfunc must be specified when mstype is specified");
            require("minvfunc", "aggregate minvfunc must be specified when mstype is specified");
            return;
        }
        for (String key : List.of("msfunc", "minvfunc", "mfinalfunc", "minitcond")) {
            if (attributes.containsKey(key)) {
                throw invalid("aggregate " + key + " must not be specified without mstype");
            }
        }
    }

    private void require(String key, String message) {
        if (!attributes.containsKey(key)) {
            throw invalid(message);
        }
    }

    private String text(String key) {
        Attribute attribute = attributes.get(key);
        return attribute == null ? null : attribute.text();
    }

    private SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_FUNCTION_DEFINITION, message);
    }

    // ---- types ------------------------------------------------------------------------------------------------------

    private List<Routine.Parameter> baseType() {
        Attribute attribute = attributes.get("basetype");
        if (attribute == null) {
            throw invalid("aggregate input type must be specified");
        }
        return attribute.type() == null
                ? List.of()
                : List.of(new Routine.Parameter(null, FunctionBinder.type(attribute.type(), binding), null, false));
    }

    private List<Routine.Parameter> inputs() {
        if (attributes.containsKey("basetype")) {
            throw invalid("basetype is redundant with aggregate input type specification");
        }
        List<Routine.Parameter> inputs = new ArrayList<>();
        for (RoutineParameter parameter : create.parameters()) {
            if (parameter.mode() != Mode.IN && parameter.mode() != Mode.VARIADIC) {
                throw invalid("aggregates cannot have output arguments");
            }
            if (parameter.defaultText() != null) {
                throw invalid("aggregate parameters cannot have defaults");
            }
            boolean isVariadic = parameter.mode() == Mode.VARIADIC;
            if (FunctionBinder.typeName(parameter.type()).equals("any")) {
                throw SqlException.unsupported("an aggregate of arguments of type \"any\"")
                        .at(binding.source.position(parameter.pos()));
            }
            SqlType type = FunctionBinder.type(parameter.type(), binding);
            if (isVariadic && type.kind() != SqlType.Kind.ARRAY) {
                throw invalid("VARIADIC parameter must be an array");
            }
            inputs.add(new Routine.Parameter(parameter.name(), type, null, isVariadic));
        }
        return inputs;
    }

    private SqlType stateType(String key, List<SqlType> arguments) {
        Attribute attribute = attributes.get(key);
        String name = attribute.type() == null ? "any" : FunctionBinder.typeName(attribute.type());
        if (name.equals("internal")) {
            throw SqlException.unsupported("an aggregate with a state of type internal")
                    .withHint("Use a type that SQL knows, such as an array.")
                    .at(binding.source.position(attribute.at()));
        }
        if (PSEUDO.contains(name)) {
            throw invalid("aggregate transition data type cannot be " + name);
        }
        SqlType type = FunctionBinder.type(attribute.type(), binding);
        AnyType any = AnyType.of(type);
        boolean isTold = any == null || arguments.stream().anyMatch(argument -> {
            AnyType other = AnyType.of(argument);
            return other != null && other.isCompatible() == any.isCompatible();
        });
        if (!isTold) {
            throw invalid("cannot determine transition data type").withDetail(
                    "A result of type " + Routine.spell(type) + " requires at least one input of type "
                            + (any.isCompatible()
                                    ? "anycompatible, anycompatiblearray, anycompatiblenonarray, anycompatiblerange, or"
                                            + " anycompatiblemultirange."
                                    : "anyelement, anyarray, anynonarray, anyenum, anyrange, or anymultirange."));
        }
        return type;
    }

    /** The type of the result, of any kind where the trial's was. */
    private static SqlType tried(FoldCall.Steps steps, SqlType state) {
        if (steps.result() == null) {
            return state;
        }
        SqlType type = steps.result().type().withoutModifiers();
        return type.equals(SqlType.MACADDR) ? SqlType.UNKNOWN
                : type.equals(SqlType.arrayOf(SqlType.MACADDR)) ? SqlType.arrayOf(SqlType.UNKNOWN)
                : type.equals(SqlType.CIDR) ? AnyType.named("anycompatible")
                : type.equals(SqlType.arrayOf(SqlType.CIDR)) ? AnyType.named("anycompatiblearray")
                : type;
    }

    private static List<SqlType> trials(List<SqlType> types) {
        return types.stream().map(AggregateCreation::trial).toList();
    }

    private static SqlType trial(SqlType type) {
        AnyType any = AnyType.of(type);
        if (any == null) {
            return type;
        }
        SqlType element = any.isCompatible() ? SqlType.CIDR : SqlType.MACADDR;
        if (any.isOfRanges()) {
            return any == AnyType.MULTIRANGE || any == AnyType.COMPATIBLE_MULTIRANGE
                    ? SqlType.of(SqlType.Kind.INT4MULTIRANGE)
                    : SqlType.of(SqlType.Kind.INT4RANGE);
        }
        return type.kind() == SqlType.Kind.ARRAY ? SqlType.arrayOf(element) : element;
    }

    // ---- functions --------------------------------------------------------------------------------------------------

    private Function function(String key, SqlType state, List<SqlType> arguments) {
        List<SqlType> types = new ArrayList<>();
        types.add(state);
        types.addAll(arguments);
        return function(key, types);
    }

    /** Null for none. */
    private Function result(String key, SqlType state, List<SqlType> arguments) {
        if (!attributes.containsKey(key)) {
            return null;
        }
        return attributes.containsKey(key + "_extra")
                ? function(key, state, arguments)
                : function(key, List.of(state));
    }

    /** One that people made, where there is one that fits; else one of PostgreSQL's. */
    private Function function(String key, List<SqlType> types) {
        Attribute attribute = attributes.get(key);
        SqlIdentifier id = attribute.function();
        List<String> name = id == null ? List.of(attribute.text()) : id.names;
        List<Expr> inputs = new ArrayList<>();
        types.forEach(type -> inputs.add(new Expr.Input(inputs.size(), trial(type))));
        RoutineCalls calls = new RoutineCalls(binding, new QueryBinder(binding).expressions);
        for (Routine routine : binding.routines(name)) {
            if (!routine.isAggregating() && !routine.isProcedure() && calls.body(routine, inputs, create) != null) {
                functions.add(routine.id());
                return new Function(routine.id(), routine.name());
            }
        }
        boolean isKnown = OperatorFunctions.isNamed(name.getLast())
                || !binding.functions.overloads(name.getLast()).isEmpty();
        if (!isKnown) {
            throw new SqlException(
                    SqlState.UNDEFINED_FUNCTION,
                    "function " + types.stream()
                            .map(Routine::spell)
                            .collect(Collectors.joining(", ", String.join(".", name) + "(", ")")) + " does not exist");
        }
        return new Function(0, name.getLast());
    }
}
