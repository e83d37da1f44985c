package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.planner.AnyType;
import dev.millrace.planner.AnyTypes;
import dev.millrace.planner.Routine;

/** Calls of functions that people made: finds the one that is meant, and gives its body the arguments. */
final class RoutineCalls {

    private final Binding binding;
    private final ExpressionBinder expressions;

    RoutineCalls(Binding binding, ExpressionBinder expressions) {
        this.binding = binding;
        this.expressions = expressions;
    }

    /**
     * @param slots for each argument as written, the number of its parameter
     * @param declared what each of them is declared to be
     */
    private record Candidate(
            Routine routine, List<Integer> slots, List<SqlType> declared, FunctionSignature signature) {}

    /** A function that people made, with its arguments, and what types of any kind mean in the call. */
    record Chosen(Routine routine, List<Expr> arguments, AnyTypes meant) {}

    /** The functions of people's that a call may mean; mostly none. */
    List<Routine> named(SqlCall call) {
        return all(call).stream().filter(routine -> !routine.isAggregating()).toList();
    }

    /** The aggregates of people's that a call may mean; mostly none. */
    List<Routine> aggregates(SqlCall call) {
        return all(call).stream().filter(Routine::isAggregating).toList();
    }

    private List<Routine> all(SqlCall call) {
        SqlIdentifier name = call.getOperator().getNameAsId();
        return binding.routines(
                name == null || name.names.size() < 2 ? List.of(CallBinder.functionName(call)) : name.names);
    }

    /** A call in an expression, or null when it is of one of PostgreSQL's functions. */
    Expr bind(SqlCall call, Frame frame) {
        RoutineBody body = resolve(call, frame);
        if (body == null) {
            return null;
        }
        return body.routine().isSet()
                ? SetReturning.inSelect(body, call, expressions, frame)
                : body.value(frame);
    }

    /** The function that is called, with its arguments, or null when it is one of PostgreSQL's. */
    RoutineBody resolve(SqlCall call, Frame frame) {
        List<Routine> routines = named(call);
        if (routines.isEmpty()) {
            return null;
        }
        List<SqlNode> nodes = call.getOperandList();
        List<Expr> arguments = nodes.stream().map(node -> expressions.bind(value(node), frame)).toList();
        Chosen called = choose(call, nodes, arguments, routines, FunctionSignature.Kind.SCALAR);
        return called == null ? null : new RoutineBody(called.routine(), called.arguments(), binding, call);
    }

    /** The aggregate that is called, or null when it is one of PostgreSQL's. */
    Chosen aggregate(SqlCall call, List<SqlNode> nodes, List<Expr> arguments) {
        List<Routine> routines = aggregates(call);
        return routines.isEmpty()
                ? null
                : choose(call, nodes, arguments, routines, FunctionSignature.Kind.AGGREGATE);
    }

    private Chosen choose(
            SqlCall call, List<SqlNode> nodes, List<Expr> arguments, List<Routine> routines,
            FunctionSignature.Kind kind) {
        boolean isBuiltIn = nodes.stream().noneMatch(NamedArguments::isNamed) && isUnqualified(call);
        List<FunctionSignature> signatures = new ArrayList<>();
        if (isBuiltIn) {
            binding.functions.overloads(CallBinder.functionName(call)).stream()
                    .filter(f -> f.kind() == kind)
                    .forEach(signatures::add);
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Routine routine : routines) {
            Candidate candidate = candidate(routine, nodes);
            if (candidate != null && takes(candidate, arguments)) {
                candidates.add(candidate);
                signatures.add(candidate.signature());
            }
        }
        OverloadResolution.Outcome outcome =
                OverloadResolution.resolve(signatures, arguments.stream().map(Expr::type).toList());
        Candidate chosen = candidates.stream()
                .filter(one -> outcome.match() != null && one.signature() == outcome.match().signature())
                .findFirst()
                .orElse(null);
        if (chosen == null) {
            if (isBuiltIn && !binding.functions.overloads(CallBinder.functionName(call)).isEmpty()) {
                return null;
            }
            throw missing(call, nodes, arguments, outcome);
        }
        binding.dependOn(chosen.routine().id());
        binding.references().call(chosen.routine().id());
        if (binding.meanings != null) {
            binding.meanings.routine(call, chosen.routine());
        }
        AnyTypes meant = AnyTypes.of(
                chosen.declared(), arguments.stream().map(Expr::type).toList(), Conversions::common);
        if (meant == null) {
            throw missing(call, nodes, arguments, OverloadResolution.Outcome.NONE);
        }
        requireKnown(chosen, meant, call);
        return new Chosen(chosen.routine(), values(chosen, nodes, arguments, outcome.match(), meant), meant);
    }

    /** A certain function, called with values of just the types that it takes; null where they are others. */
    RoutineBody body(Routine routine, List<Expr> inputs, SqlNode at) {
        List<SqlType> declared = routine.types();
        List<SqlType> given = inputs.stream().map(Expr::type).toList();
        if (declared.size() != given.size()) {
            return null;
        }
        for (int i = 0; i < given.size(); i++) {
            boolean fits = AnyType.of(declared.get(i)) != null
                    ? AnyType.takes(declared.get(i), given.get(i))
                    : declared.get(i).equals(SqlType.ANY_ENUM) && given.get(i).kind() == Kind.ENUM
                            || FoldBinder.isSame(declared.get(i), given.get(i));
            if (!fits) {
                return null;
            }
        }
        AnyTypes meant = AnyTypes.of(declared, given, Conversions::common);
        if (meant == null) {
            return null;
        }
        List<Expr> values = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            SqlType type = meant.concrete(declared.get(i));
            values.add(type == null || type.equals(SqlType.ANY_ENUM) ? inputs.get(i) : anyOf(inputs.get(i), type, at));
        }
        return new RoutineBody(routine, values, binding, at);
    }

    private static boolean isUnqualified(SqlCall call) {
        SqlIdentifier name = call.getOperator().getNameAsId();
        return name == null || name.names.size() < 2 || name.names.getFirst().equals("pg_catalog");
    }

    private static SqlNode value(SqlNode node) {
        return NamedArguments.value(node);
    }

    /** Whether the arguments from the place of the last parameter on are put into an array, which that one takes. */
    private static boolean isGathered(Routine routine, List<SqlNode> nodes) {
        return !routine.inputs().isEmpty() && routine.inputs().getLast().isVariadic()
                && nodes.size() >= routine.inputs().size() && !NamedArguments.endsVariadic(nodes)
                && nodes.stream().noneMatch(NamedArguments::isNamed);
    }

    /** Null when the arguments do not fit by number and name. */
    private Candidate candidate(Routine routine, List<SqlNode> nodes) {
        List<Integer> slots = new ArrayList<>();
        int last = routine.inputs().size() - 1;
        boolean isGathered = isGathered(routine, nodes);
        if (NamedArguments.endsVariadic(nodes) && (last < 0 || !routine.inputs().get(last).isVariadic()
                || nodes.size() != last + 1)) {
            return null;
        }
        for (SqlNode node : nodes) {
            int slot = isGathered ? Math.min(slots.size(), last) : slots.size();
            if (NamedArguments.isNamed(node)) {
                String name = ((SqlIdentifier) ((SqlCall) node).operand(1)).getSimple();
                slot = routine.inputs().stream().map(Routine.Parameter::name).toList().indexOf(name);
            } else if (!slots.isEmpty() && NamedArguments.isNamed(nodes.get(slots.size() - 1))) {
                throw expressions.calls.malformed("positional argument cannot follow named argument", node);
            }
            boolean isTaken = slots.contains(slot) && !(isGathered && slot == last);
            if (slot < 0 || slot >= routine.inputs().size() || isTaken) {
                return null;
            }
            slots.add(slot);
        }
        for (int i = 0; i < routine.inputs().size(); i++) {
            if (!slots.contains(i) && routine.inputs().get(i).defaultSql() == null) {
                return null;
            }
        }
        List<SqlType> declared = slots.stream()
                .map(slot -> isGathered && slot == last
                        ? routine.inputs().get(slot).type().element()
                        : routine.inputs().get(slot).type())
                .toList();
        List<SqlType> types = declared.stream()
                .map(type -> isDefined(type) ? SqlType.UNKNOWN : type.withoutModifiers())
                .toList();
        SqlType result = routine.result() == null ? SqlType.TEXT : routine.result();
        return new Candidate(routine, slots, declared, new FunctionSignature(
                FunctionSignature.Kind.SCALAR, routine.name(), types, false, result, false, routine.volatility(), ""));
    }

    /** A certain enum, or rows of a type, which are taken like any type once it is known to fit. */
    private static boolean isDefined(SqlType type) {
        return type.kind() == Kind.ENUM && type.enumType() != null || type.kind() == Kind.RECORD && type.row() != null;
    }

    private static boolean fits(SqlType given, SqlType declared) {
        return given.kind() == Kind.UNKNOWN || given.kind() == declared.kind()
                && Conversions.exists(given, declared, Conversions.Strength.ASSIGNMENT);
    }

    private static boolean takes(Candidate candidate, List<Expr> arguments) {
        return IntStream.range(0, arguments.size()).allMatch(i -> {
            SqlType declared = candidate.declared().get(i);
            SqlType given = arguments.get(i).type();
            return isDefined(declared)
                    ? fits(given, declared)
                    : AnyType.of(declared) == null || AnyType.takes(declared, given);
        });
    }

    private void requireKnown(Candidate chosen, AnyTypes meant, SqlNode at) {
        if (chosen.declared().stream().anyMatch(type -> meant.concrete(type) == null)) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "could not determine polymorphic type because input has type unknown")
                    .at(binding.at(at));
        }
    }

    /** One for each parameter, with its type. */
    private List<Expr> values(
            Candidate chosen, List<SqlNode> nodes, List<Expr> arguments, OverloadResolution.Match match,
            AnyTypes meant) {
        List<Expr> converted = expressions.calls.convert(match, arguments, nodes.stream().map(RoutineCalls::value)
                .toList());
        List<Expr> values = new ArrayList<>();
        for (int i = 0; i < chosen.routine().inputs().size(); i++) {
            int given = chosen.slots().indexOf(i);
            SqlType type = chosen.routine().inputs().get(i).type();
            boolean isLast = i == chosen.routine().inputs().size() - 1;
            if (isLast && isGathered(chosen.routine(), nodes)) {
                boolean isAny = AnyType.of(type) != null;
                values.add(gathered(
                        isAny ? meant.concrete(type.element()) : type.element(),
                        (isAny ? arguments : converted).subList(i, converted.size()), nodes));
            } else if (given < 0) {
                values.add(defaultOf(chosen.routine(), i));
            } else if (isDefined(type)) {
                values.add(binding.coercion.convert(converted.get(given), type, value(nodes.get(given))));
            } else if (AnyType.of(type) != null) {
                values.add(anyOf(arguments.get(given), meant.concrete(type), value(nodes.get(given))));
            } else {
                values.add(converted.get(given));
            }
        }
        return values;
    }

    private Expr anyOf(Expr argument, SqlType type, SqlNode at) {
        return argument.type().withoutModifiers().equals(type)
                ? argument
                : binding.coercion.convert(argument, type, at);
    }

    /** The last arguments as an array. */
    private Expr gathered(SqlType type, List<Expr> arguments, List<SqlNode> nodes) {
        List<SqlNode> places = nodes.subList(nodes.size() - arguments.size(), nodes.size());
        SqlNode at = places.getFirst();
        Expr array = binding.coercion.convert(Literals.text("{}"), SqlType.arrayOf(type), at);
        for (int i = 0; i < arguments.size(); i++) {
            Expr value = binding.coercion.convert(arguments.get(i), type, places.get(i));
            array = expressions.calls.named("array_append", List.of(array, value), List.of(at, places.get(i)), at);
        }
        return array;
    }

    private Expr defaultOf(Routine routine, int parameter) {
        String sql = routine.inputs().get(parameter).defaultSql();
        Binding inner = binding.inside(sql, routine.searchPath(), List.of());
        SqlNode node = inner.syntax.expression(sql);
        Expr value = new QueryBinder(inner).expressions.bind(node, new Frame(Scope.NONE, "DEFAULT"));
        SqlType type = routine.inputs().get(parameter).type();
        return AnyType.of(type) != null
                ? inner.coercion.decided(value, node)
                : inner.coercion.convert(value, type, node);
    }

    private SqlException missing(
            SqlCall call, List<SqlNode> nodes, List<Expr> arguments, OverloadResolution.Outcome outcome) {
        List<String> types = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String name = NamedArguments.isNamed(nodes.get(i)) ? ((SqlCall) nodes.get(i)).operand(1) + " => " : "";
            types.add(name + arguments.get(i).type().withoutModifiers());
        }
        SqlIdentifier id = call.getOperator().getNameAsId();
        String function = id == null ? CallBinder.functionName(call) : String.join(".", id.names);
        String spelled = types.stream().collect(Collectors.joining(", ", function + "(", ")"));
        return outcome.isAmbiguous()
                ? new SqlException(SqlState.AMBIGUOUS_FUNCTION, "function " + spelled + " is not unique")
                        .withHint("Could not choose a best candidate function. "
                                + "You might need to add explicit type casts.")
                        .at(binding.at(call))
                : expressions.calls.missing(spelled, call);
    }
}
