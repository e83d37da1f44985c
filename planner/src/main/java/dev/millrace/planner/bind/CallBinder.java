package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlUnresolvedFunction;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.planner.bind.OverloadResolution.Match;
import dev.millrace.planner.bind.OverloadResolution.Outcome;
import dev.millrace.planner.logical.Expressions;

/** Calls of functions and operators: finds the overload, converts the arguments. */
final class CallBinder {

    private static final Set<String> COLLATIONS = Set.of("C", "POSIX", "default", "ucs_basic", "c", "posix");
    private static final Set<String> COMPARISONS = Set.of(
            "=", "<>", "<", "<=", ">", ">=", "*=", "*<>", "*<", "*<=", "*>", "*>=");
    private static final String FUNCTION_HINT =
            "No function matches the given name and argument types. You might need to add explicit type casts.";
    private static final String OPERATOR_HINT =
            "No operator matches the given name and argument types. You might need to add explicit type casts.";

    final Binding binding;
    private final ExpressionBinder expressions;
    final AggregateBinder aggregates;
    final WindowBinder windows;
    final JsonCalls jsons;
    final RoutineCalls routines;

    CallBinder(Binding binding, ExpressionBinder expressions) {
        this.binding = binding;
        this.expressions = expressions;
        this.aggregates = new AggregateBinder(binding, expressions, this);
        this.windows = new WindowBinder(binding, expressions, this);
        this.jsons = new JsonCalls(binding, expressions, this);
        this.routines = new RoutineCalls(binding, expressions);
    }

    Expr bind(SqlCall call, Frame frame) {
        return switch (call.getKind()) {
            case PLUS, MINUS, TIMES, DIVIDE, MOD ->
                call.operandCount() == 2 && !isFunction(call)
                        ? infix(call.getKind() == SqlKind.MOD ? "%" : call.getOperator().getName(), call, frame)
                        : function(call, frame);
            case MINUS_PREFIX -> prefix("-", call, frame);
            case PLUS_PREFIX -> prefix("+", call, frame);
            case LIKE, SIMILAR -> like(call, frame);
            case FILTER, OVER, WITHIN_GROUP, WITHIN_DISTINCT, RESPECT_NULLS, IGNORE_NULLS ->
                aggregates.bind(call, frame);
            case ARRAY_VALUE_CONSTRUCTOR -> Arrays.construct(call, expressions, frame);
            case ARRAY_QUERY_CONSTRUCTOR -> expressions.subqueries.array(call.operand(0), frame);
            case ITEM -> Arrays.element(call, expressions, frame);
            case DOT -> SetReturning.field(call, expressions, frame);
            case MAP_VALUE_CONSTRUCTOR, MULTISET_VALUE_CONSTRUCTOR ->
                throw expressions.unsupported("this constructor", call);
            default -> other(call, frame);
        };
    }

    private static boolean isFunction(SqlCall call) {
        return call.getOperator().getSyntax() == SqlSyntax.FUNCTION;
    }

    private Expr other(SqlCall call, Frame frame) {
        String name = call.getOperator().getName();
        return switch (call.getOperator().getSyntax()) {
            case BINARY -> {
                if (name.equals("COLLATE")) {
                    yield collate(call, frame);
                }
                if (name.endsWith(" ANY") || name.endsWith(" ALL")) {
                    yield expressions.subqueries.quantified(call, frame);
                }
                if (name.equals("OVERLAPS")) {
                    yield SpecialCalls.overlaps(call, this, expressions, frame);
                }
                yield infix(name, call, frame);
            }
            case PREFIX -> prefix(name, call, frame);
            default -> function(call, frame);
        };
    }

    private Expr infix(String symbol, SqlCall call, Frame frame) {
        SqlNode left = call.operand(0);
        SqlNode right = call.operand(1);
        return operator(
                symbol, List.of(expressions.bind(left, frame), expressions.bind(right, frame)), List.of(left, right),
                        call);
    }

    private Expr prefix(String symbol, SqlCall call, Frame frame) {
        SqlNode operand = call.operand(0);
        Expr bound = expressions.bind(operand, frame);
        if (symbol.equals("-") && operand instanceof SqlNumericLiteral number && bound instanceof Expr.Literal) {
            return Literals.negated(number);
        }
        if (symbol.equals("+") && bound.type().kind().isNumber()) {
            return bound;
        }
        return operator(symbol, List.of(bound), List.of(operand), call);
    }

    /** An operator over bound operands; {@code nodes} are where they stand. */
    Expr operator(String symbol, List<Expr> given, List<SqlNode> nodes, SqlNode at) {
        List<Expr> operands = COMPARISONS.contains(symbol) ? binding.coercion.comparable(given, at) : given;
        List<SqlType> types = widened(operands.stream().map(Expr::type).toList());
        Outcome outcome = OverloadResolution.resolve(binding.functions.overloads(symbol), types);
        if (outcome.match() == null) {
            String spelled = operands.size() == 1
                    ? symbol + " " + name(types.get(0))
                    : name(types.get(0)) + " " + symbol + " " + name(types.get(1));
            throw (outcome.isAmbiguous()
                            ? new SqlException(SqlState.AMBIGUOUS_FUNCTION, "operator is not unique: " + spelled)
                                    .withHint("Could not choose a best candidate operator. "
                                            + "You might need to add explicit type casts.")
                            : new SqlException(SqlState.UNDEFINED_FUNCTION, "operator does not exist: " + spelled)
                                    .withHint(OPERATOR_HINT))
                    .at(operatorPosition(symbol, nodes, at));
        }
        return call(outcome.match(), operands, nodes.isEmpty() ? repeat(at, operands.size()) : nodes, at);
    }

    /** real against another kind of number is computed in double precision, as PostgreSQL's mixed operators do. */
    private static List<SqlType> widened(List<SqlType> types) {
        if (types.size() == 2
                && types.stream().anyMatch(t -> t.kind() == Kind.REAL)
                && types.stream().allMatch(t -> t.kind().isNumber())
                && types.get(0).kind() != types.get(1).kind()) {
            return List.of(SqlType.DOUBLE, SqlType.DOUBLE);
        }
        return types;
    }

    private int operatorPosition(String symbol, List<SqlNode> nodes, SqlNode at) {
        if (nodes.size() != 2) {
            return binding.at(at);
        }
        int found = binding.at(at) == 0 ? 0 : binding.source.positionBetween(symbol, nodes.get(0), nodes.get(1));
        return found > 0 ? found : binding.at(at);
    }

    private static List<SqlNode> repeat(SqlNode node, int count) {
        return Collections.nCopies(count, node);
    }

    private Expr like(SqlCall call, Frame frame) {
        String name = call.getOperator().getName();
        boolean isNegated = name.startsWith("NOT ");
        String symbol = switch (name) {
            case "LIKE" -> "~~";
            case "NOT LIKE" -> "!~~";
            case "ILIKE" -> "~~*";
            case "NOT ILIKE" -> "!~~*";
            default -> "~";
        };
        SqlNode value = call.operand(0);
        SqlNode pattern = call.operand(1);
        Expr boundValue = expressions.bind(value, frame);
        Expr boundPattern = expressions.bind(pattern, frame);
        if (symbol.equals("~") || call.operandCount() > 2) {
            String escaping = symbol.equals("~") ? "similar_to_escape" : "like_escape";
            List<Expr> arguments = new ArrayList<>(List.of(boundPattern));
            if (call.operandCount() > 2) {
                arguments.add(expressions.bind(call.operand(2), frame));
            }
            boundPattern = named(escaping, arguments, repeat(pattern, arguments.size()), call);
        }
        Expr matched = operator(symbol, List.of(boundValue, boundPattern), List.of(value, pattern), call);
        return symbol.equals("~") && isNegated ? Expressions.not(matched) : matched;
    }

    private Expr collate(SqlCall call, Frame frame) {
        SqlIdentifier collation = call.operand(1);
        if (!COLLATIONS.contains(collation.names.getLast())) {
            throw new SqlException(
                            SqlState.UNDEFINED_OBJECT,
                            "collation \"" + String.join(".", collation.names)
                                    + "\" for encoding \"UTF8\" does not exist")
                    .at(binding.at(collation));
        }
        return expressions.bindTyped(call.operand(0), frame);
    }

    /** The name a function call is looked up by. */
    static String functionName(SqlCall call) {
        if (call.getOperator() instanceof SqlUnresolvedFunction && call.getOperator().getNameAsId() != null) {
            List<String> names = call.getOperator().getNameAsId().names;
            return names.getLast();
        }
        String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
        return name.equals("ceiling") ? "ceil" : name.equals("character_length") ? "char_length" : name;
    }

    private Expr function(SqlCall call, Frame frame) {
        String name = functionName(call);
        Expr routine = routines.bind(call, frame);
        if (routine != null) {
            return routine;
        }
        if (NamedArguments.endsVariadic(call.getOperandList())) {
            return Variadics.bind(name, call, this, expressions, frame);
        }
        List<SqlNode> nodes = NamedArguments.positional(
                name,
                call.getOperandList().stream().filter(n -> n != null).toList(),
                this,
                node -> expressions.bind(node, frame),
                call);
        if (SetReturning.isNamed(name)) {
            return SetReturning.inSelect(name, call, expressions, frame);
        }
        switch (name) {
            case "pg_typeof" -> {
                return Arrays.typeOf(nodes, expressions, frame, call);
            }
            case "coalesce" -> {
                return expressions.coalesce(call, frame);
            }
            case "nullif" -> {
                return nullIf(call, frame);
            }
            case "grouping" -> {
                return aggregates.grouping(nodes, frame, call);
            }
            default -> {}
        }
        Expr special = SpecialCalls.bind(name, nodes, this, expressions, frame, call);
        if (special != null) {
            return special;
        }
        if (nodes.isEmpty() || name.startsWith("current_") && !name.equals("current_setting")) {
            Expr value = SessionFunctions.bind(name, binding, call);
            if (value != null) {
                return value;
            }
        }
        if (aggregates.isAggregate(call)) {
            return aggregates.bind(call, frame);
        }
        if (windows.isWindowFunction(name)) {
            throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE, "window function " + name + " requires an OVER clause")
                    .at(binding.at(call));
        }
        boolean hasStar = nodes.stream()
                .anyMatch(node -> node instanceof SqlIdentifier star && star.isStar() && star.names.size() == 1);
        if (hasStar) {
            throw missing(name, List.of(), Outcome.NONE, call);
        }
        if (name.equals("greatest") || name.equals("least")) {
            return Extremes.bind(name, nodes, frame, call, expressions);
        }
        Expr json = jsons.bind(name, nodes, frame, call);
        if (json != null) {
            return json;
        }
        List<Expr> arguments = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
        Expr value = TypeCalls.isCast(name, arguments, binding)
                ? binding.coercion.cast(arguments.getFirst(), TypeNames.byName(name), call)
                : named(name, arguments, nodes, call);
        boolean isBound = name.equals("array_lower") || name.equals("array_upper");
        Expr asked = RowFunctions.asked(name, value, call, binding);
        return isBound ? Arrays.bound(arguments.getFirst(), asked, expressions, call) : asked;
    }

    Expr nullIf(SqlCall call, Frame frame) {
        List<SqlNode> nodes = call.getOperandList();
        if (nodes.size() != 2) {
            List<Expr> arguments = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
            throw missing("nullif", arguments, Outcome.NONE, call);
        }
        Expr first = expressions.bind(nodes.get(0), frame);
        Expr second = expressions.bind(nodes.get(1), frame);
        Expr equal = operator("=", List.of(first, second), nodes, call);
        Expr value = binding.coercion.decided(first, nodes.get(0));
        return new Expr.Case(List.of(equal, Expr.Literal.ofNull(value.type()), value), value.type());
    }

    /** A scalar function over bound arguments. */
    Expr named(String name, List<Expr> arguments, List<? extends SqlNode> nodes, SqlNode at) {
        OperatorFunctions.Operator operator = OperatorFunctions.find(name, arguments);
        if (operator != null) {
            return operator.call(arguments, nodes, this, at);
        }
        List<FunctionSignature> overloads = binding.functions.overloads(name).stream()
                .filter(f -> f.kind() == FunctionSignature.Kind.SCALAR)
                .toList();
        Outcome outcome =
                OverloadResolution.resolve(overloads, arguments.stream().map(Expr::type).toList());
        if (outcome.match() == null) {
            throw missing(name, arguments, outcome, at);
        }
        return call(outcome.match(), arguments, nodes, at);
    }

    SqlException missing(String name, List<Expr> arguments, Outcome outcome, SqlNode at) {
        String spelled = name
                + arguments.stream().map(a -> name(a.type())).collect(Collectors.joining(", ", "(", ")"));
        SqlException fault = outcome.isAmbiguous()
                ? new SqlException(SqlState.AMBIGUOUS_FUNCTION, "function " + spelled + " is not unique")
                        .withHint("Could not choose a best candidate function. "
                                + "You might need to add explicit type casts.")
                : new SqlException(SqlState.UNDEFINED_FUNCTION, "function " + spelled + " does not exist")
                        .withHint(hint(name));
        return fault.at(binding.at(at));
    }

    /** @param spelled with the types of its arguments */
    SqlException missing(String spelled, SqlNode at) {
        return new SqlException(SqlState.UNDEFINED_FUNCTION, "function " + spelled + " does not exist")
                .withHint(FUNCTION_HINT)
                .at(binding.at(at));
    }

    SqlException malformed(String message, SqlNode at) {
        return new SqlException(SqlState.SYNTAX_ERROR, message).at(binding.at(at));
    }

    private String hint(String name) {
        if (!binding.functions.overloads(name).isEmpty()) {
            return FUNCTION_HINT;
        }
        List<String> names = binding.functions.all().stream()
                .map(FunctionSignature::name)
                .filter(known -> Character.isLetter(known.charAt(0)))
                .distinct()
                .toList();
        return NearestName.of(name, names)
                .map(nearest -> "Perhaps you meant the function \"" + nearest + "\".")
                .orElse(FUNCTION_HINT);
    }

    /** The call itself, once its overload is known. */
    Expr call(Match match, List<Expr> arguments, List<? extends SqlNode> nodes, SqlNode at) {
        FunctionSignature signature = match.signature();
        if (binding.isKept() && signature.volatility() == FunctionSignature.Volatility.VOLATILE) {
            throw SqlException.unsupported("the volatile function " + signature.name() + " in a materialized view")
                    .at(binding.at(at));
        }
        List<Expr> converted = convert(match, arguments, nodes);
        if (signature.name().startsWith("enum_")) {
            binding.readLabels(converted.getFirst().type().enumType(), null);
        }
        return new Expr.Call(signature.id(), converted, match.resultType(converted));
    }

    List<Expr> convert(Match match, List<Expr> arguments, List<? extends SqlNode> nodes) {
        List<Expr> converted = new ArrayList<>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            Expr argument = arguments.get(i);
            SqlType parameter = match.parameters().get(i);
            SqlNode at = nodes.get(i);
            if (parameter.kind() == Kind.UNKNOWN && argument.type().numbersObjects()) {
                ObjectNames.checkNotKept(binding, at);
            }
            converted.add(
                    parameter.kind() == Kind.UNKNOWN
                            ? Coercion.shown(binding.coercion.decided(argument, at), match.signature().name())
                            : binding.coercion.convertArgument(argument, parameter, at));
        }
        return converted;
    }

    private static String name(SqlType type) {
        return type.named().toString();
    }

    /** The text of a literal argument, or null. */
    static String literalText(SqlNode node) {
        return node instanceof SqlLiteral literal && literal.getValue() != null ? literal.toValue() : null;
    }
}
