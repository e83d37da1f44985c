package dev.millrace.planner.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlCase;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Identifier;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.planner.bind.Meanings;

/** Expressions of one query, from syntax into what PostgreSQL's parser makes of them. */
final class ExpressionReader {

    private static final Pattern SEARCHED = Pattern.compile("\\s*case\\s+when\\b", Pattern.CASE_INSENSITIVE);

    final Meanings meanings;
    final DefinitionNames names;
    final Level level;
    /** Whether columns are written with what they are of. */
    private final boolean isQualified;
    private final CallReader calls;
    private final MembershipReader memberships;
    /** How many columns of this very level were read. */
    private int ownColumns;

    ExpressionReader(Meanings meanings, DefinitionNames names, Level level, boolean isQualified) {
        this.meanings = meanings;
        this.names = names;
        this.level = level;
        this.isQualified = isQualified;
        this.calls = new CallReader(this);
        this.memberships = new MembershipReader(this);
    }

    int ownColumns() {
        return ownColumns;
    }

    /** The expression as it is by itself. */
    Shown read(SqlNode node) {
        return switch (node) {
            case SqlIdentifier identifier -> name(identifier);
            case SqlLiteral literal -> literal(literal);
            case SqlCase choice -> choice(choice);
            case SqlCall call -> call(call);
            default -> throw new Undescribed(node);
        };
    }

    /** The expression as the place takes it in which it stands. */
    Shown operand(SqlNode node) {
        Shown value = read(node);
        Expr bound = meanings.bound(node);
        Expr converted = meanings.converted(node);
        if (bound == null || converted == null || isUnknown(bound.type())) {
            return value;
        }
        SqlType from = bound.type();
        SqlType to = converted.type();
        boolean isSame = from.kind() == to.kind() && from.withoutModifiers().equals(to.withoutModifiers());
        return isSame ? value : cast(value, from, to, true);
    }

    List<Shown> operands(List<SqlNode> nodes) {
        return nodes.stream().map(this::operand).toList();
    }

    static boolean isUnknown(SqlType type) {
        return type.kind() == Kind.UNKNOWN;
    }

    SqlType type(SqlNode node) {
        Expr bound = meanings.bound(node);
        return bound == null ? SqlType.UNKNOWN : bound.type();
    }

    Shown.Cast cast(Shown value, SqlType from, SqlType to, boolean isImplicit) {
        boolean isOfText = from.kind().isText() || to.kind().isText();
        return new Shown.Cast(value, names.type(to), isImplicit, false, !isOfText);
    }

    // ---- names and literals -----------------------------------------------------------------------------------------

    private Shown name(SqlIdentifier identifier) {
        Integer column = meanings.column(identifier);
        if (column == null) {
            return calls.keyword(identifier.names.getLast(), identifier);
        }
        List<String> parts = identifier.names;
        return column(column, parts.size() > 1 ? parts.get(parts.size() - 2) : null, parts.getLast());
    }

    /** @param name where the column is of no item: of both sides of a join */
    Shown column(int column, String qualifier, String name) {
        Level.Item owner = level.owner(column, qualifier);
        if (owner == null) {
            // Where there is nothing to have columns, a domain's value is the only one.
            return new Shown.Word(level.items().isEmpty() ? "VALUE" : Identifier.quoted(name), true);
        }
        if (level.has(owner)) {
            ownColumns++;
        }
        String own = Identifier.quoted(owner.columns().get(column));
        return new Shown.Word(isQualified ? Identifier.quoted(owner.name()) + "." + own : own, true);
    }

    /** Whether a name means a column of this query's own FROM. */
    boolean isOwn(SqlIdentifier identifier) {
        Integer column = meanings.column(identifier);
        Level.Item owner = column == null ? null : level.owner(column, null);
        return owner != null && level.has(owner);
    }

    private Shown literal(SqlLiteral literal) {
        Expr bound = meanings.bound(literal);
        if (!(bound instanceof Expr.Literal value)) {
            throw new Undescribed(literal);
        }
        if (!isUnknown(value.type())) {
            return constant(meanings.text(value), value.type());
        }
        Expr converted = meanings.converted(literal);
        if (converted instanceof Expr.Literal read && !isUnknown(read.type())) {
            return unknown(literal, read.type());
        }
        SqlType type = isUnknown(converted.type()) ? SqlType.TEXT : converted.type();
        return constant((String) value.value(), type);
    }

    /** What an unknown literal is as a value of a type; null when it is none. */
    Shown.Constant unknown(SqlNode node, SqlType type) {
        boolean isOne = meanings.bound(node) instanceof Expr.Literal literal && isUnknown(literal.type());
        if (!isOne) {
            return null;
        }
        String text = (String) ((Expr.Literal) meanings.bound(node)).value();
        boolean isPlain = text == null || type.kind().isText() || type.numbersObjects();
        // The fields of an interval say what its number counts.
        SqlType read = type.kind() == Kind.INTERVAL ? type : type.named();
        return constant(isPlain ? text : meanings.read(text, read), type.named());
    }

    Shown.Constant constant(String text, SqlType type) {
        Shown.Constant.Form form = Shown.Constant.Form.QUOTED;
        if (text != null && type.guise() == null) {
            form = switch (type.kind()) {
                case INTEGER -> Shown.Constant.Form.INTEGER;
                case NUMERIC -> Shown.Constant.Form.NUMERIC;
                case BOOLEAN -> Shown.Constant.Form.BOOLEAN;
                default -> form;
            };
        }
        boolean isBlankPadded = type.kind() == Kind.CHAR && type.precision() == SqlType.UNSPECIFIED;
        return new Shown.Constant(text, isBlankPadded ? "bpchar" : names.type(type), form);
    }

    // ---- what SQL itself defines ------------------------------------------------------------------------------------

    private Shown call(SqlCall call) {
        return switch (call.getKind()) {
            case AND -> logic(Shown.Logic.Kind.AND, call);
            case OR -> logic(Shown.Logic.Kind.OR, call);
            case NOT -> not(operand(call.operand(0)));
            case IS_NULL -> new Shown.Test(read(call.operand(0)), "IS NULL", true);
            case IS_NOT_NULL -> new Shown.Test(read(call.operand(0)), "IS NOT NULL", true);
            case IS_TRUE -> truth(call, "IS TRUE");
            case IS_FALSE -> truth(call, "IS FALSE");
            case IS_NOT_TRUE -> truth(call, "IS NOT TRUE");
            case IS_NOT_FALSE -> truth(call, "IS NOT FALSE");
            case IS_UNKNOWN -> truth(call, "IS UNKNOWN");
            case IS_DISTINCT_FROM -> distinct(call.operand(0), call.operand(1));
            case IS_NOT_DISTINCT_FROM -> not(distinct(call.operand(0), call.operand(1)));
            case BETWEEN -> between(call);
            case IN, NOT_IN, SOME, ALL, EXISTS -> memberships.read(call);
            case SCALAR_QUERY -> new Shown.Subquery("(", List.of(), "", call.operand(0));
            case SELECT, ORDER_BY, WITH, UNION, INTERSECT, EXCEPT, VALUES ->
                new Shown.Subquery("(", List.of(), "", call);
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                comparison(call.getOperator().getName(), call.operand(0), call.operand(1));
            case CAST -> cast(call);
            case ROW -> new Shown.RowOf(operands(call.getOperandList()));
            case DOT -> field(call);
            default -> calls.read(call);
        };
    }

    /** {@code (row).field}, without parentheses behind another one. */
    private Shown field(SqlCall call) {
        SqlNode row = call.operand(0);
        if (!(call.operand(1) instanceof SqlIdentifier field) || field.isStar()) {
            throw new Undescribed(call);
        }
        boolean isBare = row.getKind() == SqlKind.DOT || row.getKind() == SqlKind.ITEM;
        return new Shown.Worded(
                List.of(isBare ? "" : "(", operand(row), (isBare ? "." : ").") + Identifier.quoted(field.getSimple())),
                false);
    }

    static Shown not(Shown value) {
        return new Shown.Logic(Shown.Logic.Kind.NOT, List.of(value));
    }

    static Shown logic(Shown.Logic.Kind kind, List<Shown> operands) {
        return operands.size() == 1 ? operands.getFirst() : new Shown.Logic(kind, operands);
    }

    private Shown logic(Shown.Logic.Kind kind, SqlCall call) {
        List<Shown> operands = new ArrayList<>();
        List<SqlNode> pending = new ArrayList<>(call.getOperandList().reversed());
        while (!pending.isEmpty()) {
            SqlNode next = pending.removeLast();
            // What stands in parentheses on the right side stays a level of its own, but for PostgreSQL's flattening.
            if (next.getKind() == call.getKind() && operands.isEmpty()) {
                pending.addAll(((SqlCall) next).getOperandList().reversed());
            } else {
                operands.add(operand(next));
            }
        }
        return new Shown.Logic(kind, operands);
    }

    private Shown truth(SqlCall call, String words) {
        return new Shown.Test(operand(call.operand(0)), words, false);
    }

    private Shown distinct(SqlNode left, SqlNode right) {
        List<SqlNode> leftRow = row(left);
        List<SqlNode> rightRow = row(right);
        if (leftRow == null || rightRow == null) {
            return new Shown.Distinct(compared(left, right), compared(right, left));
        }
        List<Shown> each = new ArrayList<>();
        for (int i = 0; i < leftRow.size(); i++) {
            each.add(distinct(leftRow.get(i), rightRow.get(i)));
        }
        return logic(Shown.Logic.Kind.OR, each);
    }

    private Shown between(SqlCall call) {
        SqlBetweenOperator operator = (SqlBetweenOperator) call.getOperator();
        SqlNode value = call.operand(0);
        SqlNode low = call.operand(1);
        SqlNode high = call.operand(2);
        boolean isNegated = operator.isNegated();
        Shown inside = range(value, low, high, isNegated);
        if (operator.flag != SqlBetweenOperator.Flag.SYMMETRIC) {
            return inside;
        }
        return new Shown.Logic(
                isNegated ? Shown.Logic.Kind.AND : Shown.Logic.Kind.OR,
                List.of(inside, range(value, high, low, isNegated)));
    }

    private Shown range(SqlNode value, SqlNode low, SqlNode high, boolean isNegated) {
        return new Shown.Logic(
                isNegated ? Shown.Logic.Kind.OR : Shown.Logic.Kind.AND,
                List.of(comparison(isNegated ? "<" : ">=", value, low), comparison(isNegated ? ">" : "<=", value,
                        high)));
    }

    // ---- comparisons ------------------------------------------------------------------------------------------------

    Shown comparison(String written, SqlNode left, SqlNode right) {
        String symbol = written.equals("!=") ? "<>" : written;
        List<SqlNode> leftRow = row(left);
        List<SqlNode> rightRow = row(right);
        if (leftRow != null && MembershipReader.query(right) != null) {
            return new Shown.Subquery("(", operands(leftRow), " " + symbol + " ", MembershipReader.query(right));
        }
        if (leftRow == null || rightRow == null) {
            return new Shown.Operator(symbol, List.of(compared(left, right), compared(right, left)));
        }
        if (symbol.equals("=") || symbol.equals("<>")) {
            List<Shown> each = new ArrayList<>();
            for (int i = 0; i < leftRow.size(); i++) {
                each.add(comparison(symbol, leftRow.get(i), rightRow.get(i)));
            }
            return logic(symbol.equals("=") ? Shown.Logic.Kind.AND : Shown.Logic.Kind.OR, each);
        }
        return new Shown.Worded(
                List.of("(", new Shown.RowOf(operands(leftRow)), " " + symbol + " ",
                        new Shown.RowOf(operands(rightRow)), ")"),
                false);
    }

    static List<SqlNode> row(SqlNode node) {
        return node instanceof SqlCall call && call.getKind() == SqlKind.ROW && call.operandCount() > 1
                ? call.getOperandList()
                : null;
    }

    /** An operand as PostgreSQL's operator takes it, which is there for more pairs of types than ours. */
    Shown compared(SqlNode node, SqlNode other) {
        boolean isMixed = isMixed(type(node), type(other)) || isDay(type(node).kind()) && isDay(type(other).kind());
        return isMixed ? read(node) : operand(node);
    }

    /** The same of what is computed with. */
    Shown computed(SqlNode node, SqlNode other) {
        return isMixed(type(node), type(other)) ? read(node) : operand(node);
    }

    /** Whether PostgreSQL computes with these two types, though they differ. */
    private static boolean isMixed(SqlType one, SqlType other) {
        Kind a = one.kind();
        Kind b = other.kind();
        return a != b && (a.isInteger() && b.isInteger() || a.isFloat() && b.isFloat()
                || isDay(a) && b == Kind.INTERVAL || a == Kind.INTERVAL && isDay(b)
                || a == Kind.DATE && b == Kind.INTEGER || a == Kind.INTEGER && b == Kind.DATE
                || a == Kind.DATE && b == Kind.TIME || a == Kind.TIME && b == Kind.DATE
                || a == Kind.TIME && b == Kind.INTERVAL || a == Kind.INTERVAL && b == Kind.TIME);
    }

    private static boolean isDay(Kind kind) {
        return kind == Kind.DATE || kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMPTZ;
    }

    // ---- CASE and CAST ----------------------------------------------------------------------------------------------

    private Shown choice(SqlCase choice) {
        List<Shown> conditions = new ArrayList<>();
        List<Shown> results = new ArrayList<>();
        SqlNode value = value(choice);
        for (SqlNode when : choice.getWhenOperands()) {
            conditions.add(value == null ? operand(when) : compared(((SqlCall) when).operand(1), value));
        }
        choice.getThenOperands().forEach(result -> results.add(operand(result)));
        SqlNode otherwise = choice.getElseOperand();
        boolean isNull = otherwise == null
                || otherwise instanceof SqlLiteral literal && meanings.bound(literal) == null;
        return new Shown.Choice(
                value == null ? null : read(value), conditions, results,
                isNull ? constant(null, type(choice).named()) : operand(otherwise));
    }

    /** What {@code CASE value WHEN} compares, which the grammar has put into each condition; null for none. */
    private SqlNode value(SqlCase choice) {
        boolean isSwitch = !SEARCHED.matcher(meanings.source(choice)).lookingAt()
                && choice.getWhenOperands().stream().allMatch(when -> when.getKind() == SqlKind.EQUALS);
        return isSwitch ? ((SqlCall) choice.getWhenOperands().get(0)).operand(0) : null;
    }

    private Shown cast(SqlCall call) {
        SqlType to = meanings.castType(call);
        if (to == null || !(call.operand(1) instanceof SqlDataTypeSpec)) {
            throw new Undescribed(call);
        }
        Shown value = cast(call.operand(0), to);
        return meanings.castDomain(call) == null
                ? value
                : new Shown.Cast(value, names.domain(meanings.castDomain(call)), false, false, false);
    }

    /** An explicit one. */
    Shown cast(SqlNode node, SqlType to) {
        boolean isElements = node.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR && to.kind() == Kind.ARRAY;
        if (isElements) {
            List<SqlNode> elements = ((SqlCall) node).getOperandList();
            boolean isNested = elements.stream().anyMatch(one -> one.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR);
            SqlType of = isNested ? to : to.element();
            return new Shown.ArrayOf(
                    elements.stream().map(element -> cast(element, of)).toList(),
                    elements.isEmpty() ? names.type(to) : null);
        }
        Shown.Constant constant = unknown(node, to);
        if (constant != null) {
            boolean isPlain = to.equals(to.named());
            return isPlain || constant.text() == null
                    ? isPlain ? constant : new Shown.Constant(null, names.type(to), constant.form())
                    : new Shown.Cast(constant, names.type(to), false, true, true);
        }
        SqlType from = type(node);
        Shown value = read(node);
        if (from.equals(to) || from.kind() == to.kind() && to.equals(to.named()) && from.named().equals(to)
                && from.kind() != Kind.NUMERIC) {
            return from.equals(to) ? value : new Shown.Cast(value, names.type(to), false, false, false);
        }
        return cast(value, from, to, false);
    }

    /** The query, or the elements in parentheses, of {@code IN}. */
    static List<SqlNode> list(SqlNode node) {
        return node instanceof SqlNodeList list ? list.getList() : List.of(node);
    }
}
