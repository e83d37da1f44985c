package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FoldCall;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.AggregateDefinition;
import dev.millrace.planner.AnyType;
import dev.millrace.planner.Routine;
import dev.millrace.planner.logical.Rel;

/**
 * What an aggregate is made of, for arguments of certain types: each function of it called with the state and the
 * arguments of one row, as columns 0, 1, ….
 */
final class FoldBinder {

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final SqlNode at;

    FoldBinder(Binding binding, ExpressionBinder expressions, SqlNode at) {
        this.binding = binding;
        this.expressions = expressions;
        this.at = at;
    }

    /** @param isStrict whether it is not called with a NULL */
    record Called(Expr value, boolean isStrict) {}

    /** The steps of an aggregate. @param state concrete, as the arguments are */
    FoldCall.Steps steps(AggregateDefinition.Steps steps, SqlType state, List<SqlType> arguments) {
        Called transition = transition(steps.transition(), state, arguments, "transition");
        Called inverse = steps.inverse() == null
                ? null
                : transition(steps.inverse(), state, arguments, "inverse transition");
        if (inverse != null && inverse.isStrict() != transition.isStrict()) {
            throw invalid("strictness of aggregate's forward and inverse transition functions must match");
        }
        Expr initial = steps.initial() == null
                ? null
                : binding.coercion.convert(Literals.text(steps.initial()), state, at);
        boolean isFirst = initial != null || !transition.isStrict()
                || !arguments.isEmpty() && isSame(arguments.getFirst(), state);
        if (!isFirst) {
            throw invalid("must not omit initial value when transition function is strict and transition type is"
                    + " not compatible with input type");
        }
        Called result = steps.result() == null ? null : result(steps, state, arguments);
        return new FoldCall.Steps(
                state, initial, transition.value(), inverse == null ? null : inverse.value(), transition.isStrict(),
                result == null ? null : result.value(), result != null && result.isStrict());
    }

    private Called transition(
            AggregateDefinition.Function function, SqlType state, List<SqlType> arguments, String role) {
        List<Expr> inputs = new ArrayList<>();
        inputs.add(new Expr.Input(0, state));
        for (SqlType argument : arguments) {
            inputs.add(new Expr.Input(inputs.size(), argument));
        }
        Called called = call(function, inputs);
        if (!isSame(called.value().type(), state)) {
            throw mismatch(role, function, state);
        }
        return called;
    }

    /** Puts two states together; only its types matter. */
    void combine(AggregateDefinition.Function function, SqlType state) {
        Called called = call(function, List.of(new Expr.Input(0, state), new Expr.Input(1, state)));
        if (!isSame(called.value().type(), state)) {
            throw mismatch("combine", function, state);
        }
    }

    private SqlException mismatch(String role, AggregateDefinition.Function function, SqlType state) {
        return new SqlException(
                        SqlState.DATATYPE_MISMATCH,
                        "return type of " + role + " function " + function.name() + " is not " + state)
                .at(binding.at(at));
    }

    private Called result(AggregateDefinition.Steps steps, SqlType state, List<SqlType> arguments) {
        List<Expr> inputs = new ArrayList<>();
        inputs.add(new Expr.Input(0, state));
        if (steps.isResultExtra()) {
            arguments.forEach(type -> inputs.add(Expr.Literal.ofNull(type)));
        }
        Called called = call(steps.result(), inputs);
        if (steps.isResultExtra() && called.isStrict()) {
            throw invalid("final function with extra arguments must not be declared STRICT");
        }
        return called;
    }

    static boolean isSame(SqlType one, SqlType other) {
        boolean areTexts = isText(one) && isText(other);
        return areTexts || one.withoutModifiers().equals(other.withoutModifiers());
    }

    private static boolean isText(SqlType type) {
        return type.kind() == SqlType.Kind.TEXT || type.kind() == SqlType.Kind.VARCHAR;
    }

    // ---- functions --------------------------------------------------------------------------------------------------

    private Called call(AggregateDefinition.Function function, List<Expr> inputs) {
        Called called = function.routine() == 0 ? builtIn(function.name(), inputs) : made(function, inputs);
        refuseClock(called.value());
        return called;
    }

    private void refuseClock(Expr value) {
        if (value instanceof Expr.Now) {
            throw SqlException.unsupported("an aggregate whose function asks for the time").at(binding.at(at));
        }
        value.operands().forEach(this::refuseClock);
    }

    private Called builtIn(String name, List<Expr> inputs) {
        OperatorFunctions.Operator operator = OperatorFunctions.find(name, inputs);
        if (operator != null) {
            for (int i = 0; i < inputs.size(); i++) {
                requireSame(operator.types().get(i), inputs.get(i).type(), name, inputs);
            }
            return new Called(operator.call(inputs, places(inputs), expressions.calls, at), true);
        }
        List<FunctionSignature> overloads = binding.functions.overloads(name).stream()
                .filter(f -> f.kind() == FunctionSignature.Kind.SCALAR)
                .toList();
        OverloadResolution.Outcome outcome =
                OverloadResolution.resolve(overloads, inputs.stream().map(Expr::type).toList());
        if (outcome.match() == null) {
            throw missing(name, inputs);
        }
        for (int i = 0; i < inputs.size(); i++) {
            requireSame(outcome.match().parameters().get(i), inputs.get(i).type(), name, inputs);
        }
        Expr value = expressions.calls.call(outcome.match(), inputs, places(inputs), at);
        return new Called(value, outcome.match().signature().strict());
    }

    /** No conversion of arguments but of texts to texts. */
    private void requireSame(SqlType parameter, SqlType given, String name, List<Expr> inputs) {
        boolean isAny = AnyType.of(parameter) != null || AnyType.of(given) != null
                || parameter.equals(SqlType.ANY_ENUM) || parameter.kind() == SqlType.Kind.RECORD;
        if (!isAny && !isSame(parameter, given)) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "function " + spelled(name, inputs) + " requires run-time type coercion")
                    .at(binding.at(at));
        }
    }

    private Called made(AggregateDefinition.Function function, List<Expr> inputs) {
        Routine routine = binding.catalog.routine(function.routine()).orElseThrow(() -> missing(
                function.name(), inputs));
        binding.dependOn(routine.id());
        RoutineBody body = new RoutineCalls(binding, expressions).body(routine, inputs, at);
        if (body == null) {
            throw missing(function.name(), inputs);
        }
        if (routine.isSet()) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "function " + spelled(function.name(), inputs) + " returns a set")
                    .at(binding.at(at));
        }
        Frame alone = new Frame(Scope.NONE, "aggregate functions") {
            @Override
            void add(Rel subquery, JoinKind kind) {
                throw SqlException.unsupported("an aggregate whose function " + routine.name() + " is a query")
                        .withHint("Write the function as one expression, or in PL/pgSQL.")
                        .at(binding.at(at));
            }
        };
        boolean isStrict = routine.isStrict() && !routine.inputs().isEmpty();
        return new Called(body.value(alone), isStrict);
    }

    private List<SqlNode> places(List<Expr> inputs) {
        return Collections.nCopies(inputs.size(), at);
    }

    private static String spelled(String name, List<Expr> inputs) {
        return inputs.stream()
                .map(input -> Routine.spell(input.type().withoutModifiers()))
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private SqlException missing(String name, List<Expr> inputs) {
        return new SqlException(
                        SqlState.UNDEFINED_FUNCTION, "function " + spelled(name, inputs) + " does not exist")
                .at(binding.at(at));
    }

    private SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_FUNCTION_DEFINITION, message).at(binding.at(at));
    }
}
