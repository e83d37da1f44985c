package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.FunctionSignature.Kind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowFrame;
import dev.millrace.planner.bind.OverloadResolution.Match;
import dev.millrace.planner.bind.OverloadResolution.Outcome;
import dev.millrace.sql.parser.expression.SqlWindowSpecification;

/** Calls with OVER, and the windows that they name. */
final class WindowBinder {

    private static final Set<String> NEVER_NULL =
            Set.of("row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "count");

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final CallBinder calls;
    private final FrameBinder frames;

    WindowBinder(Binding binding, ExpressionBinder expressions, CallBinder calls) {
        this.binding = binding;
        this.expressions = expressions;
        this.calls = calls;
        this.frames = new FrameBinder(binding, expressions, calls);
    }

    boolean isWindowFunction(String name) {
        return binding.functions.overloads(name).stream().anyMatch(f -> f.kind() == Kind.WINDOW);
    }

    // ---- windows ----------------------------------------------------------------------------------------------------

    /** Binds the WINDOW clause of a SELECT. */
    void declare(SqlNodeList list, Frame frame) {
        if (list == null) {
            return;
        }
        for (SqlNode node : list) {
            SqlWindowSpecification window = (SqlWindowSpecification) node;
            String name = window.getDeclName().getSimple();
            if (frame.windows.named(name) != null) {
                throw fault("window \"" + name + "\" is already defined", window);
            }
            frame.windows.declare(name, define(window, frame));
        }
    }

    private WindowDefinition named(SqlIdentifier name, SqlNode at, Windows windows) {
        WindowDefinition found = windows.named(name.getSimple());
        if (found == null) {
            throw new SqlException(
                            SqlState.UNDEFINED_OBJECT, "window \"" + name.getSimple() + "\" does not exist")
                    .at(binding.at(at));
        }
        return found;
    }

    private WindowDefinition define(SqlWindowSpecification window, Frame frame) {
        Frame inside = Frame.within(frame, "window definitions");
        WindowDefinition base = window.getRefName() == null ? null : named(window.getRefName(), window, frame.windows);
        if (base != null) {
            checkCopy(window, base);
        }
        List<Expr> partition = base != null
                ? base.partition()
                : window.getPartitionList().stream().map(node -> expressions.bindTyped(node, inside)).toList();
        List<Expr> order = new ArrayList<>();
        List<Direction> directions = new ArrayList<>();
        if (base != null && !base.order().isEmpty()) {
            order.addAll(base.order());
            directions.addAll(base.directions());
        }
        for (SqlNode item : window.getOrderList()) {
            Ordering ordering = Ordering.of(item);
            Expr key = expressions.bindTyped(ordering.expression(), inside);
            // What the same value is sorted by twice changes nothing.
            if (!order.contains(key)) {
                order.add(key);
                directions.add(ordering.direction());
            }
        }
        WindowFrame bound = window.unit() == null
                ? WindowFrame.DEFAULT
                : frames.bind(window, order, directions, frame);
        return new WindowDefinition(
                partition.stream().distinct().toList(), order, directions, bound, window.unit() != null);
    }

    private void checkCopy(SqlWindowSpecification window, WindowDefinition base) {
        String name = window.getRefName().getSimple();
        if (!window.getPartitionList().isEmpty()) {
            throw fault("cannot override PARTITION BY clause of window \"" + name + "\"", window);
        }
        if (!window.getOrderList().isEmpty() && !base.order().isEmpty()) {
            throw fault("cannot override ORDER BY clause of window \"" + name + "\"", window);
        }
        if (base.hasFrame()) {
            SqlException fault = fault("cannot copy window \"" + name + "\" because it has a frame clause", window);
            boolean isBare = window.getDeclName() == null && window.getOrderList().isEmpty() && window.unit() == null;
            throw isBare ? fault.withHint("Omit the parentheses in this OVER clause.") : fault;
        }
    }

    private SqlException fault(String message, SqlWindow window) {
        return new SqlException(SqlState.WINDOWING_ERROR, message).at(binding.at(window));
    }

    // ---- calls ------------------------------------------------------------------------------------------------------

    /** @param filter the condition of FILTER, or null; {@code order} the ORDER BY inside the call's parentheses */
    Expr bind(SqlCall function, SqlNode over, SqlNode filter, List<SqlNode> order, Frame frame) {
        String name = CallBinder.functionName(function);
        boolean isAggregate = !isWindowFunction(name) && calls.aggregates.isAggregate(function);
        if (frame.windows == null) {
            throw notAllowed(function, frame);
        }
        if (!isAggregate && !isWindowFunction(name)) {
            throw notWindowed(name, function);
        }
        check(function, isAggregate, filter, order);
        Frame inside = Frame.within(frame, "window function arguments");
        List<SqlNode> nodes = arguments(function, name);
        boolean isMade = isAggregate && calls.aggregates.isMade(function);
        List<Expr> arguments = new ArrayList<>(nodes.stream()
                .map(node -> expressions.bind(node, inside))
                .toList());
        AggregateBinder.Called made = isMade ? calls.aggregates.made(function, nodes, arguments) : null;
        AggregateBinder.Called called = made == null ? builtIn(function, isAggregate, nodes, arguments) : made;
        Expr condition = filter == null
                ? null
                : expressions.condition(filter, Frame.within(frame, "FILTER"), "FILTER");
        WindowDefinition window = over instanceof SqlIdentifier reference
                ? named(reference, reference, frame.windows)
                : define((SqlWindowSpecification) over, frame);
        return frame.windows.add(
                window,
                name,
                called.signature().id(),
                called.arguments(),
                condition,
                called.type(),
                !NEVER_NULL.contains(name));
    }

    private AggregateBinder.Called builtIn(
            SqlCall function, boolean isAggregate, List<SqlNode> nodes, List<Expr> arguments) {
        String name = CallBinder.functionName(function);
        String called = JsonCalls.takesRows(name) ? calls.jsons.aggregate(name, nodes, arguments) : name;
        Match match = resolve(called, isAggregate ? Kind.AGGREGATE : Kind.WINDOW, arguments, function);
        List<Expr> converted = converted(match, arguments, nodes);
        return new AggregateBinder.Called(match.signature(), converted, match.resultType(converted), false);
    }

    private SqlException notAllowed(SqlCall call, Frame frame) {
        String message = switch (frame.clause) {
            case "window function arguments" -> "window function calls cannot be nested";
            case "aggregate function arguments" -> "aggregate function calls cannot contain window function calls";
            case "JOIN/ON" -> "window functions are not allowed in JOIN conditions";
            case "window ROWS", "window RANGE", "window GROUPS" ->
                "window functions are not allowed in window definitions";
            default -> "window functions are not allowed in " + frame.clause;
        };
        boolean isGrouping = frame.clause.equals("aggregate function arguments");
        return new SqlException(isGrouping ? SqlState.GROUPING_ERROR : SqlState.WINDOWING_ERROR, message)
                .at(binding.at(call));
    }

    private SqlException notWindowed(String name, SqlCall call) {
        boolean exists = !binding.functions.overloads(name).isEmpty() || SetReturning.isNamed(name);
        if (!exists) {
            return calls.missing(name, List.of(), Outcome.NONE, call);
        }
        return new SqlException(
                        SqlState.WRONG_OBJECT_TYPE,
                        "OVER specified, but " + name + " is not a window function nor an aggregate function")
                .at(binding.at(call));
    }

    private void check(SqlCall call, boolean isAggregate, SqlNode filter, List<SqlNode> order) {
        String refused = null;
        if (AggregateBinder.isDistinct(call)) {
            refused = "DISTINCT is not implemented for window functions";
        } else if (!order.isEmpty()) {
            refused = "aggregate ORDER BY is not implemented for window functions";
        } else if (filter != null && !isAggregate) {
            refused = "FILTER is not implemented for non-aggregate window functions";
        }
        if (refused != null) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, refused).at(binding.at(call));
        }
    }

    private List<SqlNode> arguments(SqlCall call, String name) {
        List<SqlNode> nodes = new ArrayList<>();
        boolean isStar = false;
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlIdentifier star && star.isStar()) {
                isStar = true;
            } else if (operand != null) {
                nodes.add(operand);
            }
        }
        if (isStar && !name.equals("count") && !isWindowFunction(name) && !calls.aggregates.isMade(call)) {
            throw calls.missing(name, List.of(), Outcome.NONE, call);
        }
        if (!isStar && nodes.isEmpty() && name.equals("count")) {
            throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "count(*) must be used to call a parameterless aggregate function")
                    .at(binding.at(call));
        }
        return nodes;
    }

    private Match resolve(String name, Kind kind, List<Expr> arguments, SqlCall call) {
        List<FunctionSignature> overloads =
                binding.functions.overloads(name).stream().filter(f -> f.kind() == kind).toList();
        Outcome outcome =
                OverloadResolution.resolve(overloads, arguments.stream().map(Expr::type).toList());
        // The value and the default of lag and lead must be of types that meet.
        boolean meets = arguments.size() != 3
                || kind != Kind.WINDOW
                || Conversions.common(List.of(arguments.get(0).type(), arguments.get(2).type())) != null;
        if (outcome.match() == null || !meets) {
            throw calls.missing(name, arguments, outcome, call);
        }
        return outcome.match();
    }

    private List<Expr> converted(Match match, List<Expr> arguments, List<SqlNode> nodes) {
        boolean hasDefault = match.signature().kind() == Kind.WINDOW && arguments.size() == 3;
        if (!hasDefault) {
            return calls.convert(match, arguments, nodes);
        }
        SqlType common = binding.coercion.common(
                List.of(arguments.get(0), arguments.get(2)),
                List.of(nodes.get(0), nodes.get(2)),
                match.signature().name());
        SqlType type = common.kind() == SqlType.Kind.UNKNOWN ? SqlType.TEXT : common.withoutModifiers();
        return List.of(
                binding.coercion.convertArgument(arguments.get(0), type, nodes.get(0)),
                binding.coercion.convertArgument(arguments.get(1), SqlType.INTEGER, nodes.get(1)),
                binding.coercion.convertArgument(arguments.get(2), type, nodes.get(2)));
    }
}
