package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlCase;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;

/**
 * Expressions: what SQL itself defines. Names go to {@link Names}, calls to {@link CallBinder}, subqueries to theirs.
 */
final class ExpressionBinder {

    final Binding binding;
    final CallBinder calls;
    final SubqueryBinder subqueries;
    final RowValues rows;

    ExpressionBinder(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.calls = new CallBinder(binding, this);
        this.subqueries = new SubqueryBinder(binding, this, queries);
        this.rows = new RowValues(binding, this);
    }

    /** The expression, possibly of unknown type (a literal or parameter that nothing has decided). */
    Expr bind(SqlNode node, Frame frame) {
        binding.enter();
        try {
            Expr bound = switch (node) {
                case SqlIdentifier identifier -> identifier(identifier, frame);
                case SqlDynamicParam parameter when binding.arguments != null ->
                    binding.arguments.numbered(parameter.getIndex());
                case SqlDynamicParam parameter when binding.variables != null ->
                    VariableNames.numbered(parameter.getIndex(), parameter, binding);
                case SqlDynamicParam parameter ->
                    binding.parameters.use(parameter.getIndex(), binding.at(parameter));
                case SqlLiteral literal -> Literals.bind(literal, binding);
                case SqlCase call -> scalar("CASE", frame, () -> caseOf(call, frame));
                case SqlCall call -> call(call, frame);
                case SqlNodeList row -> throw unsupported("a row value here", row);
                default -> throw unsupported("this expression", node);
            };
            if (binding.meanings != null) {
                binding.meanings.expression(node, bound);
            }
            return binding.place(bound, node);
        } finally {
            binding.leave();
        }
    }

    /** The expression with a type. */
    Expr bindTyped(SqlNode node, Frame frame) {
        return binding.coercion.decided(bind(node, frame), node);
    }

    Expr condition(SqlNode node, Frame frame, String clause) {
        return binding.coercion.condition(bind(node, frame), clause, node);
    }

    /** One condition that must be true: here EXISTS and IN become semi and anti joins. */
    Expr conjunction(SqlNode node, Frame frame, String clause) {
        List<Expr> conditions = new ArrayList<>();
        List<SqlNode> pending = new ArrayList<>(List.of(node));
        while (!pending.isEmpty()) {
            SqlNode next = pending.removeLast();
            if (next.getKind() == SqlKind.AND) {
                pending.addAll(((SqlCall) next).getOperandList().reversed());
            } else if (!subqueries.asJoin(next, frame)) {
                conditions.add(condition(next, frame, clause));
            }
        }
        return Expressions.and(conditions);
    }

    private Expr identifier(SqlIdentifier identifier, Frame frame) {
        if (identifier.names.getLast().equals("tableoid")) {
            Expr relation = Names.relationNumber(identifier, frame.scope, binding);
            if (relation != null) {
                return relation;
            }
        }
        if (identifier.isStar()) {
            Expr row = rows.named(identifier, frame);
            if (row != null) {
                return row;
            }
            throw new SqlException(SqlState.SYNTAX_ERROR, "\"*\" is not allowed here").at(binding.at(identifier));
        }
        Column column = Names.column(identifier, frame.scope, binding);
        Expr variable = VariableNames.bind(identifier, column, binding);
        if (variable != null) {
            return variable;
        }
        if (column == null) {
            Expr argument = binding.arguments == null ? null : binding.arguments.named(identifier, rows);
            if (argument != null) {
                return argument;
            }
            if (identifier.isSimple()) {
                Expr value = SessionFunctions.bind(identifier.getSimple(), binding, identifier);
                if (value != null) {
                    return value;
                }
            }
            Expr row = rows.named(identifier, frame);
            if (row != null) {
                return row;
            }
            throw Names.missingColumn(identifier, frame.scope, binding);
        }
        return referTo(column, identifier);
    }

    /** A reference that remembers where it stands. */
    Expr.Input referTo(Column column, SqlNode place) {
        binding.references().use(column, place);
        if (binding.meanings != null) {
            binding.meanings.column(place, column);
        }
        return binding.place(column.reference(), place);
    }

    private Expr call(SqlCall call, Frame frame) {
        return switch (call.getKind()) {
            case AND, OR -> logical(call, frame);
            case NOT -> Expressions.not(condition(call.operand(0), frame, "NOT"));
            case IS_NULL -> Expressions.and(rows.areNull(call.operand(0), frame));
            case IS_NOT_NULL ->
                Expressions.and(rows.areNull(call.operand(0), frame).stream().map(Expressions::not).toList());
            case IS_TRUE -> truth(call, frame, "IS TRUE", Expr.Literal.TRUE);
            case IS_FALSE -> truth(call, frame, "IS FALSE", Expr.Literal.FALSE);
            case IS_NOT_TRUE -> new Expr.Not(truth(call, frame, "IS NOT TRUE", Expr.Literal.TRUE));
            case IS_NOT_FALSE -> new Expr.Not(truth(call, frame, "IS NOT FALSE", Expr.Literal.FALSE));
            case IS_UNKNOWN -> new Expr.IsNull(condition(call.operand(0), frame, "IS UNKNOWN"));
            case IS_NOT_DISTINCT_FROM -> notDistinct(call, frame);
            case IS_DISTINCT_FROM -> new Expr.Not(notDistinct(call, frame));
            case BETWEEN -> between(call, frame);
            case IN -> in(call, frame);
            case NOT_IN -> Expressions.not(in(call, frame));
            case SOME, ALL -> subqueries.quantified(call, frame);
            case EXISTS -> subqueries.exists(call.operand(0), frame);
            case SCALAR_QUERY -> subqueries.scalar(call.operand(0), frame);
            case SELECT, ORDER_BY, WITH, UNION, INTERSECT, EXCEPT, VALUES -> subqueries.scalar(call, frame);
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                comparison(call, frame);
            case CAST -> cast(call, frame);
            case ROW -> rows.of(call, frame);
            case COALESCE -> coalesce(call, frame);
            case NULLIF -> calls.nullIf(call, frame);
            default -> calls.bind(call, frame);
        };
    }

    private Expr logical(SqlCall call, Frame frame) {
        // A chain of a thousand ORs is one node of a thousand operands, not a thousand levels.
        List<Expr> operands = new ArrayList<>();
        List<SqlNode> pending = new ArrayList<>(call.getOperandList().reversed());
        while (!pending.isEmpty()) {
            SqlNode next = pending.removeLast();
            if (next.getKind() == call.getKind()) {
                pending.addAll(((SqlCall) next).getOperandList().reversed());
            } else {
                operands.add(condition(next, frame, call.getKind().name()));
            }
        }
        return call.getKind() == SqlKind.AND ? new Expr.And(operands) : new Expr.Or(operands);
    }

    private Expr truth(SqlCall call, Frame frame, String clause, Expr value) {
        return new Expr.IsNotDistinct(condition(call.operand(0), frame, clause), value);
    }

    private Expr notDistinct(SqlCall call, Frame frame) {
        return notDistinct(call, call.operand(0), call.operand(1), frame);
    }

    private Expr notDistinct(SqlCall call, SqlNode left, SqlNode right, Frame frame) {
        List<SqlNode> leftRow = fields(left);
        List<SqlNode> rightRow = fields(right);
        if (leftRow != null && rightRow != null && leftRow.size() == rightRow.size()) {
            return RowComparison.all(
                    leftRow.size(), i -> notDistinct(call, leftRow.get(i), rightRow.get(i), frame));
        }
        Expr equal = comparison("=", call, left, right, frame);
        return equal instanceof Expr.Call compared
                ? new Expr.IsNotDistinct(compared.operands().get(0), compared.operands().get(1))
                : equal;
    }

    private Expr between(SqlCall call, Frame frame) {
        SqlBetweenOperator operator = (SqlBetweenOperator) call.getOperator();
        SqlNode low = call.operand(1);
        SqlNode high = call.operand(2);
        Expr inside = range(call, low, high, frame);
        if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
            inside = new Expr.Or(List.of(inside, range(call, high, low, frame)));
        }
        return operator.isNegated() ? Expressions.not(inside) : inside;
    }

    private Expr range(SqlCall call, SqlNode low, SqlNode high, Frame frame) {
        return new Expr.And(List.of(
                comparison(">=", call, call.operand(0), low, frame),
                comparison("<=", call, call.operand(0), high, frame)));
    }

    private Expr comparison(SqlCall call, Frame frame) {
        String symbol = call.getOperator().getName();
        return comparison(symbol.equals("!=") ? "<>" : symbol, call, call.operand(0), call.operand(1), frame);
    }

    private Expr comparison(String symbol, SqlCall call, SqlNode left, SqlNode right, Frame frame) {
        List<SqlNode> leftRow = fields(left);
        List<SqlNode> rightRow = fields(right);
        if (leftRow != null && RowSubqueries.query(right) != null) {
            return rowSubqueries().comparison(symbol, leftRow, RowSubqueries.query(right), call, frame);
        }
        if (rightRow != null && RowSubqueries.query(left) != null) {
            String mirrored = RowComparison.mirrored(symbol);
            return rowSubqueries().comparison(mirrored, rightRow, RowSubqueries.query(left), call, frame);
        }
        if (leftRow == null || rightRow == null) {
            return calls.operator(symbol, List.of(bind(left, frame), bind(right, frame)), List.of(left, right), call);
        }
        if (leftRow.size() != rightRow.size()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "unequal number of entries in row expressions")
                    .at(binding.at(call));
        }
        return RowComparison.of(symbol, leftRow.size(), (s, i) -> comparison(
                s, call, leftRow.get(i), rightRow.get(i), frame));
    }

    RowSubqueries rowSubqueries() {
        return new RowSubqueries(this, subqueries);
    }

    /** The same for records that a procedure has, too. */
    private List<SqlNode> fields(SqlNode node) {
        List<SqlNode> record = VariableNames.fields(node, binding);
        return record != null ? record : row(node);
    }

    /** The fields of a row value, or null when the node is none. */
    static List<SqlNode> row(SqlNode node) {
        if (node instanceof SqlCall call && call.getKind() == SqlKind.ROW && call.operandCount() > 1) {
            return call.getOperandList();
        }
        return null;
    }

    private Expr in(SqlCall call, Frame frame) {
        SqlNode operand = call.operand(0);
        if (!(call.operand(1) instanceof SqlNodeList list)) {
            return subqueries.in(operand, call.operand(1), call, frame);
        }
        if (list.size() == 1 && list.get(0).isA(SqlKind.QUERY)) {
            return subqueries.in(operand, list.get(0), call, frame);
        }
        if (row(operand) != null) {
            return new Expr.Or(list.stream()
                    .map(candidate -> comparison("=", call, operand, candidate, frame))
                    .toList());
        }
        List<SqlNode> nodes = new ArrayList<>();
        nodes.add(operand);
        nodes.addAll(list.getList());
        return inList(call, nodes, nodes.stream().map(node -> bind(node, frame)).toList());
    }

    /** {@code first IN (rest)}. */
    Expr inList(SqlNode call, List<SqlNode> nodes, List<Expr> bound) {
        SqlType common = Conversions.common(bound.stream().map(Expr::type).toList());
        if (common == null || common.kind() == SqlType.Kind.ARRAY || common.kind() == SqlType.Kind.RECORD) {
            List<Expr> equalities = new ArrayList<>();
            for (int i = 1; i < bound.size(); i++) {
                equalities.add(calls.operator(
                        "=", List.of(bound.getFirst(), bound.get(i)), List.of(nodes.getFirst(), nodes.get(i)), call));
            }
            return new Expr.Or(equalities);
        }
        SqlType plain = common.kind() == SqlType.Kind.VARCHAR ? SqlType.TEXT : common.withoutModifiers();
        // The type must have an equality at all: json has none.
        calls.operator("=", List.of(Expr.Literal.ofNull(plain), Expr.Literal.ofNull(plain)), List.of(), call);
        List<Expr> converted = new ArrayList<>();
        for (int i = 0; i < bound.size(); i++) {
            converted.add(binding.coercion.convertArgument(bound.get(i), plain, nodes.get(i)));
        }
        if (converted.size() == 2) {
            return calls.operator("=", converted, List.of(nodes.get(0), nodes.get(1)), call);
        }
        return new Expr.InList(converted.getFirst(), converted.subList(1, converted.size()));
    }

    private Expr caseOf(SqlCase call, Frame frame) {
        List<SqlNode> whens = call.getWhenOperands().getList();
        List<SqlNode> results = new ArrayList<>(call.getThenOperands().getList());
        List<Expr> conditions = new ArrayList<>();
        for (SqlNode when : whens) {
            conditions.add(
                    call.getValueOperand() == null
                            ? condition(when, frame, "CASE/WHEN")
                            : comparison("=", call, call.getValueOperand(), when, frame));
        }
        SqlNode otherwise = call.getElseOperand();
        if (otherwise != null) {
            results.add(otherwise);
        }
        List<Expr> bound = new ArrayList<>(results.stream().map(result -> bind(result, frame)).toList());
        SqlType type = binding.coercion.common(bound, results, "CASE");
        List<Expr> operands = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            operands.add(conditions.get(i));
            operands.add(binding.coercion.convert(bound.get(i), type, results.get(i)));
        }
        operands.add(
                otherwise == null
                        ? Expr.Literal.ofNull(type)
                        : binding.coercion.convert(bound.getLast(), type, otherwise));
        return new Expr.Case(operands, type);
    }

    /** What may leave out some of its operands can have no set-returning function among them. */
    private Expr scalar(String what, Frame frame, Supplier<Expr> bind) {
        int before = frame.expansions.calls();
        Expr bound = frame.optional(bind);
        if (frame.expansions.calls() > before) {
            throw SetReturning.refused(what)
                    .withHint("You might be able to move the set-returning function into a LATERAL FROM item.")
                    .at(binding.at(frame.expansions.last()));
        }
        return bound;
    }

    Expr coalesce(SqlCall call, Frame frame) {
        return scalar("COALESCE", frame, () -> coalesced(call, frame));
    }

    private Expr coalesced(SqlCall call, Frame frame) {
        List<SqlNode> nodes = call.getOperandList();
        if (nodes.isEmpty()) {
            throw calls.missing("coalesce", List.of(), OverloadResolution.Outcome.NONE, call);
        }
        List<Expr> bound = nodes.stream().map(node -> bind(node, frame)).toList();
        SqlType type = binding.coercion.common(bound, nodes, "COALESCE");
        return new Expr.Coalesce(binding.coercion.convertAll(bound, type, nodes), type);
    }

    private Expr cast(SqlCall call, Frame frame) {
        SqlNode target = call.operand(1);
        if (!(target instanceof SqlDataTypeSpec spec)) {
            throw unsupported("this cast", call);
        }
        TypeNames.Declared declared = TypeNames.declared(spec, binding);
        SqlType type = declared.type();
        if (binding.meanings != null) {
            binding.meanings.cast(call, declared);
        }
        Expr value = Arrays.isConstructorOf(type, call.operand(0))
                ? Arrays.construct(call.operand(0), type, this, frame)
                : binding.coercion.cast(bind(call.operand(0), frame), type, call.operand(0));
        return declared.domain() == null
                ? value
                : new DomainConditions(binding, declared.domain()).checked(value, call);
    }

    SqlException unsupported(String what, SqlNode at) {
        return SqlException.unsupported(what).at(binding.at(at));
    }
}
