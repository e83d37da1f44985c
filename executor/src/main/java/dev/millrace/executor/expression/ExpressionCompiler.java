package dev.millrace.executor.expression;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.code.JavaMethod;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.function.Conversion;
import dev.millrace.executor.function.FunctionDefinition;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.JavaField;
import dev.millrace.executor.plan.RoutineCall;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * Turns expressions into {@link Node}s: calls into the loops of their functions, constants into their values (also when
 * that is a failure, which then belongs to the rows that need it), and what occurs several times in one unit into one
 * evaluation.
 */
public final class ExpressionCompiler {

    private final Functions functions;
    private final ZoneId zone;

    /** @param zone of the session, or the one fixed into a view */
    public ExpressionCompiler(Functions functions, ZoneId zone) {
        this.functions = functions;
        this.zone = zone;
    }

    /** @throws SqlException when a function or a conversion does not exist */
    public Evaluator compile(Expr expression) {
        Unit unit = unit(List.of(expression));
        return (batch, clockMicros, failed) -> {
            Vector vector = unit.evaluate(batch, clockMicros)[0].expand(batch.size());
            SqlException[] failures = vector.failures();
            if (failures != null) {
                for (int row = 0; row < batch.size(); row++) {
                    if (failures[row] != null) {
                        failed.fail(row, batch.size(), failures[row]);
                    }
                }
            }
            return vector.column();
        };
    }

    /** Rows to rows. */
    public Projection projection(List<Expr> expressions) {
        return new Projection(unit(expressions));
    }

    /** Rows to those that meet a condition. */
    public Filters filter(Expr condition) {
        return new Filters(unit(List.of(condition)));
    }

    /** Whether it may have another value each time it is computed. */
    public boolean isVolatile(Expr expression) {
        if (expression instanceof Expr.Call java && JavaCall.is(java.function())) {
            if (JavaCall.of(java.function()).volatility() == FunctionSignature.Volatility.VOLATILE) {
                return true;
            }
        } else if (expression instanceof Expr.Call call && RoutineCall.is(call.function())) {
            return true; // computed when it is its turn, whatever it was declared to be
        } else if (expression instanceof Expr.Call call) {
            FunctionDefinition function = functions.definition(call.function());
            if (function != null && function.signature().volatility() == FunctionSignature.Volatility.VOLATILE) {
                return true;
            }
        }
        return expression.operands().stream().anyMatch(this::isVolatile);
    }

    Unit unit(List<Expr> expressions) {
        Builder builder = new Builder();
        expressions.forEach(builder::count);
        Node[] nodes = new Node[expressions.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = builder.node(expressions.get(i));
        }
        return new Unit(nodes, builder.sharedCount, zone);
    }

    /** Expressions that are evaluated together and share subexpressions. */
    static final class Unit {
        private final Node[] nodes;
        private final int sharedCount;
        private final ZoneId zone;

        Unit(Node[] nodes, int sharedCount, ZoneId zone) {
            this.nodes = nodes;
            this.sharedCount = sharedCount;
            this.zone = zone;
        }

        Vector[] evaluate(DeltaBatch batch, long clockMicros) {
            Frame frame = new Frame(batch, batch.size(), clockMicros, zone, sharedCount);
            Vector[] vectors = new Vector[nodes.length];
            for (int i = 0; i < nodes.length; i++) {
                vectors[i] = nodes[i].evaluate(frame);
            }
            return vectors;
        }

        int size() {
            return nodes.length;
        }
    }

    private final class Builder {
        private final Map<Expr, Integer> occurrences = new HashMap<>();
        private final Map<Expr, Node> shared = new HashMap<>();
        private int sharedCount;

        void count(Expr expression) {
            // The operands of a repeated expression are evaluated once with it.
            if (!expression.operands().isEmpty() && occurrences.merge(expression, 1, Integer::sum) == 1) {
                expression.operands().forEach(this::count);
            }
        }

        Node node(Expr expression) {
            if (occurrences.getOrDefault(expression, 0) < 2 || isVolatile(expression)) {
                return fold(expression, build(expression));
            }
            Node known = shared.get(expression);
            if (known == null) {
                Node node = fold(expression, build(expression));
                known = node.isFree() ? node : new Node.Shared(node, sharedCount++);
                shared.put(expression, known);
            }
            return known;
        }

        /** What depends on nothing is computed now. */
        private Node fold(Expr expression, Node node) {
            if (node instanceof Node.Constant || !isConstant(expression) || isVolatile(expression)) {
                return node;
            }
            DeltaBatch one = DeltaBatch.inserts(new Column[0], 1);
            Vector value = node.evaluate(new Frame(one, 1, 0, zone, sharedCount));
            return new Node.Constant(new Vector(value.column(), true, value.failures()));
        }

        private boolean isConstant(Expr expression) {
            return switch (expression) {
                case Expr.Input _, Expr.Now _, Expr.Parameter _ -> false;
                case Expr.Literal _ -> true;
                case Expr.Call _, Expr.Cast _, Expr.And _, Expr.Or _, Expr.Not _, Expr.IsNull _ ->
                    expression.operands().stream().allMatch(this::isConstant);
                case Expr.IsNotDistinct _, Expr.InList _, Expr.Case _, Expr.Coalesce _, Expr.Row _, Expr.Field _ ->
                    expression.operands().stream().allMatch(this::isConstant);
            };
        }

        private Node build(Expr expression) {
            return switch (expression) {
                case Expr.Input input -> new Node.Input(input.index());
                case Expr.Literal literal -> new Node.Constant(Vector.constant(Literals.column(literal)));
                case Expr.Parameter parameter ->
                    throw new IllegalStateException("parameter $" + (parameter.index() + 1) + " has no value");
                case Expr.Now now -> new ClockNode(now.type());
                case Expr.Call call -> call(call);
                case Expr.Cast cast -> cast(cast.operand(), cast.type(), cast.assignment());
                case Expr.And and -> LogicNode.and(nodes(and.operands()));
                case Expr.Or or -> LogicNode.or(nodes(or.operands()));
                case Expr.Not not -> new NotNode(node(not.operand()));
                case Expr.IsNull isNull -> new IsNullNode(node(isNull.operand()));
                case Expr.IsNotDistinct same ->
                    new DistinctNode(node(same.left()), node(same.right()), same.left().type());
                case Expr.InList in -> in(in);
                case Expr.Case choice -> new ChoiceNode.Case(nodes(choice.operands()), choice.type());
                case Expr.Coalesce choice -> new ChoiceNode.Coalesce(nodes(choice.operands()), choice.type());
                case Expr.Row row -> new RowNode(nodes(row.operands()));
                case Expr.Field field -> new FieldNode(node(field.operand()), field.index(), field.type());
            };
        }

        private Node[] nodes(List<Expr> expressions) {
            return expressions.stream().map(this::node).toArray(Node[]::new);
        }

        private Node call(Expr.Call call) {
            if (JavaCall.is(call.function())) {
                JavaCall java = JavaCall.of(call.function());
                JavaMethod method = JavaMethod.of(java, call.operands().stream().map(Expr::type).toList());
                return new JavaCallNode(java, method, nodes(call.operands()), call.type());
            }
            if (JavaField.is(call.function())) {
                return new JavaFieldNode(JavaField.of(call.function()), node(call.operands().getFirst()));
            }
            if (RoutineCall.is(call.function())) {
                List<SqlType> types = call.operands().stream().map(Expr::type).toList();
                return new RoutineCallNode(
                        RoutineCall.of(call.function()), types, nodes(call.operands()), call.type());
            }
            boolean greatest = call.function().startsWith("greatest(");
            if (greatest || call.function().startsWith("least(")) {
                return new ExtremeNode(nodes(call.operands()), call.type(), greatest);
            }
            FunctionDefinition function = functions.definition(call.function());
            if (function == null) {
                throw new SqlException(
                        SqlState.UNDEFINED_FUNCTION, "function " + call.function() + " does not exist");
            }
            FunctionSignature signature = function.signature();
            List<SqlType> parameters = signature.parameters();
            Node[] operands = new Node[call.operands().size()];
            for (int i = 0; i < operands.length; i++) {
                SqlType parameter = parameters.get(Math.min(i, parameters.size() - 1));
                Expr operand = call.operands().get(i);
                operands[i] = parameter.kind() == Kind.UNKNOWN
                        ? anyAsText(operand, function.takesOutputText())
                        : node(operand);
            }
            Node hot = HotLoops.of(call, operands);
            if (hot != null) {
                return hot;
            }
            Conversion made = operands.length == 0
                    ? null
                    : new Conversion(call.operands().getFirst().type(), call.type(), false);
            return new CallNode(function, operands, call.type(), made);
        }

        private Node anyAsText(Expr operand, boolean output) {
            if (output && operand.type().kind() == Kind.BOOLEAN) {
                // The output function says t and f, where the cast says true and false.
                Node[] branches = {node(operand), text("t"), text("f")};
                Node[] guarded = {new IsNullNode(branches[0]), nullText(), branches[0], branches[1], branches[2]};
                return new ChoiceNode.Case(guarded, SqlType.TEXT);
            }
            return cast(operand, SqlType.TEXT, false);
        }

        private Node text(String value) {
            return node(new Expr.Literal(value, SqlType.TEXT));
        }

        private Node nullText() {
            return node(Expr.Literal.ofNull(SqlType.TEXT));
        }

        private Node cast(Expr operand, SqlType to, boolean assignment) {
            SqlType from = operand.type();
            Node node = node(operand);
            if (isSameForm(from, to)) {
                return node;
            }
            if (from.kind() == Kind.ARRAY && to.kind() == Kind.ARRAY) {
                Node element = cast(new Expr.Input(0, from.element()), to.element(), assignment);
                return new ArrayCastNode(node, from.element(), element);
            }
            if (from.kind() == Kind.RECORD && to.kind() == Kind.RECORD) {
                Node[] fields = new Node[to.row().size()];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = cast(new Expr.Input(i, from.row().type(i)), to.row().type(i), assignment);
                }
                return new RowCastNode(node, from.row(), fields);
            }
            FunctionDefinition function = functions.cast(from.kind(), to.kind());
            if (function == null) {
                throw new SqlException(SqlState.CANNOT_COERCE, "cannot cast type " + from + " to " + to);
            }
            return new CallNode(function, new Node[] {node}, to, new Conversion(from, to, assignment));
        }

        /** Whether every value of the one type is, as it lies there, the value of the other. */
        private boolean isSameForm(SqlType from, SqlType to) {
            if (from.equals(to)) {
                return true;
            }
            if (from.kind() == Kind.ARRAY || to.kind() == Kind.ARRAY) {
                return from.kind() == to.kind() && isSameForm(from.element(), to.element());
            }
            if (from.kind() == Kind.RECORD || to.kind() == Kind.RECORD) {
                return from.kind() == to.kind() && areSameForm(from.row(), to.row());
            }
            boolean isCut = to.guise() != null && to.kind() == Kind.TEXT;
            if (to.precision() != SqlType.UNSPECIFIED || to.scale() != SqlType.UNSPECIFIED || isCut) {
                return false;
            }
            return from.kind() == to.kind() && from.kind() != Kind.UNKNOWN
                    || (from.kind() == Kind.VARCHAR || from.kind() == Kind.TEXT || from.kind() == Kind.UNKNOWN)
                            && (to.kind() == Kind.VARCHAR || to.kind() == Kind.TEXT)
                    || from.kind() == Kind.SMALLINT && to.kind() == Kind.INTEGER
                    || (from.kind() == Kind.SMALLINT || from.kind() == Kind.INTEGER) && to.kind() == Kind.BIGINT
                    || from.kind() == Kind.REAL && to.kind() == Kind.DOUBLE
                    || from.kind() == Kind.JSONB && to.kind() == Kind.JSON;
        }

        private boolean areSameForm(RowType from, RowType to) {
            boolean same = true;
            for (int i = 0; from != null && to != null && same && i < to.size(); i++) {
                same = isSameForm(from.type(i), to.type(i));
            }
            return same;
        }

        private Node in(Expr.InList in) {
            Kind kind = in.operand().type().kind();
            Node operand = node(in.operand());
            List<Node> candidates = new ArrayList<>(List.of(nodes(in.candidates())));
            List<Column> constants = new ArrayList<>();
            for (Node candidate : candidates) {
                if (candidate instanceof Node.Constant(Vector value) && value.failures() == null) {
                    constants.add(value.column());
                }
            }
            if (constants.size() == candidates.size()) {
                return new InSetNode(operand, kind, constants);
            }
            FunctionDefinition equal = functions.definition("=(" + SqlType.of(kind) + "," + SqlType.of(kind) + ")");
            if (equal == null) {
                throw new SqlException(
                        SqlState.UNDEFINED_FUNCTION,
                        "operator does not exist: " + SqlType.of(kind) + " = " + SqlType.of(kind));
            }
            Node once = operand.isFree() ? operand : new Node.Shared(operand, sharedCount++);
            return LogicNode.or(candidates.stream()
                    .map(candidate ->
                            (Node) new CallNode(equal, new Node[] {once, candidate}, SqlType.BOOLEAN, null))
                    .toArray(Node[]::new));
        }
    }
}
