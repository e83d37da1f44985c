package dev.millrace.planner.definition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Identifier;
import dev.millrace.planner.Routine;
import dev.millrace.sql.parser.expression.PostgresOperators;

/** Calls of functions, aggregates, window functions and operators. */
final class CallReader {

    private static final Set<String> KEYWORDS = Set.of(
            "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_role",
            "current_user", "user", "session_user", "current_catalog", "current_schema");
    private static final Map<String, String> LIKES =
            Map.of("LIKE", "~~", "NOT LIKE", "!~~", "ILIKE", "~~*", "NOT ILIKE", "!~~*");

    private final ExpressionReader expressions;
    private final WindowReader windows;

    CallReader(ExpressionReader expressions) {
        this.expressions = expressions;
        this.windows = new WindowReader(expressions);
    }

    /** What a call names, unqualified. */
    static String name(SqlCall call) {
        SqlIdentifier id = call.getOperator().getNameAsId();
        boolean isNamed = call.getOperator() instanceof SqlUnresolvedFunction && id != null;
        return isNamed ? id.names.getLast() : call.getOperator().getName().toLowerCase(Locale.ROOT);
    }

    /** {@code current_date} and its like. */
    Shown keyword(String name, SqlNode at) {
        if (!KEYWORDS.contains(name)) {
            throw new Undescribed(at);
        }
        return new Shown.Word(name.toUpperCase(Locale.ROOT), false);
    }

    Shown read(SqlCall call) {
        String name = call.getOperator().getName();
        boolean isFunction = call.getOperator().getSyntax() == SqlSyntax.FUNCTION;
        return switch (call.getKind()) {
            case PLUS, MINUS, TIMES, DIVIDE, MOD ->
                call.operandCount() == 2 && !isFunction
                        ? infix(call.getKind() == SqlKind.MOD ? "%" : name, call)
                        : function(call);
            case MINUS_PREFIX -> prefix("-", call);
            case PLUS_PREFIX -> prefix("+", call);
            case LIKE, SIMILAR -> like(call);
            case FILTER, OVER, WITHIN_GROUP -> wrapped(call);
            case ARRAY_VALUE_CONSTRUCTOR ->
                new Shown.ArrayOf(expressions.operands(call.getOperandList()), null);
            case ARRAY_QUERY_CONSTRUCTOR -> new Shown.Subquery("ARRAY(", List.of(), "", call.operand(0));
            case ITEM -> element(call);
            default -> other(call, name);
        };
    }

    private Shown other(SqlCall call, String name) {
        return switch (call.getOperator().getSyntax()) {
            case BINARY -> {
                if (name.equals("COLLATE")) {
                    SqlIdentifier collation = call.operand(1);
                    yield new Shown.Collated(
                            expressions.operand(call.operand(0)), Identifier.quoted(collation.names.getLast()));
                }
                if (name.endsWith(" ANY") || name.endsWith(" ALL")) {
                    yield new MembershipReader(expressions).read(call);
                }
                if (name.equals("OVERLAPS")) {
                    yield overlaps(call);
                }
                yield infix(name, call);
            }
            case PREFIX -> prefix(name, call);
            case FUNCTION, FUNCTION_STAR, FUNCTION_ID, FUNCTION_ID_CONSTANT, ORDERED_FUNCTION -> function(call);
            default -> throw new Undescribed(call);
        };
    }

    // ---- operators --------------------------------------------------------------------------------------------------

    private Shown infix(String symbol, SqlCall call) {
        SqlNode left = call.operand(0);
        SqlNode right = call.operand(1);
        boolean isMixed = Set.of("+", "-", "*", "/").contains(symbol);
        return new Shown.Operator(symbol, List.of(
                isMixed ? expressions.computed(left, right) : expressions.operand(left),
                isMixed ? expressions.computed(right, left) : expressions.operand(right)));
    }

    private Shown prefix(String symbol, SqlCall call) {
        SqlNode operand = call.operand(0);
        if (symbol.equals("-") && operand instanceof SqlNumericLiteral number
                && expressions.meanings.bound(call) instanceof Expr.Literal literal) {
            BigDecimal value = number.bigDecimalValue().negate();
            return expressions.constant(value.toPlainString(), literal.type());
        }
        return new Shown.Operator(symbol, List.of(expressions.operand(operand)));
    }

    private Shown like(SqlCall call) {
        String name = call.getOperator().getName();
        boolean isSimilar = !LIKES.containsKey(name);
        Shown pattern = expressions.operand(call.operand(1));
        if (isSimilar || call.operandCount() > 2) {
            List<Shown> arguments = new ArrayList<>(List.of(pattern));
            if (call.operandCount() > 2) {
                arguments.add(expressions.operand(call.operand(2)));
            }
            pattern = Shown.Call.of(isSimilar ? "similar_to_escape" : "like_escape", arguments);
        }
        String symbol = isSimilar ? name.startsWith("NOT ") ? "!~" : "~" : LIKES.get(name);
        return new Shown.Operator(symbol, List.of(expressions.operand(call.operand(0)), pattern));
    }

    private Shown overlaps(SqlCall call) {
        List<Shown> ends = new ArrayList<>();
        for (SqlNode side : call.getOperandList()) {
            ends.addAll(expressions.operands(((SqlCall) side).getOperandList()));
        }
        return new Shown.Worded(
                List.of("((", ends.get(0), ", ", ends.get(1), ") OVERLAPS (", ends.get(2), ", ", ends.get(3), "))"),
                false);
    }

    private Shown element(SqlCall call) {
        List<List<Shown>> subscripts = new ArrayList<>();
        SqlNode of = call;
        while (of instanceof SqlCall item && item.getKind() == SqlKind.ITEM) {
            SqlNode subscript = item.operand(1);
            List<Shown> bounds = new ArrayList<>();
            if (subscript instanceof SqlCall slice && slice.getOperator() == PostgresOperators.SLICE) {
                for (SqlNode bound : slice.getOperandList()) {
                    bounds.add(bound instanceof SqlNodeList ? null : expressions.operand(bound));
                }
            } else {
                bounds.add(expressions.operand(subscript));
            }
            subscripts.addFirst(bounds);
            of = item.operand(0);
        }
        return new Shown.Element(expressions.operand(of), subscripts);
    }

    // ---- functions --------------------------------------------------------------------------------------------------

    Shown function(SqlCall call) {
        return called(call, List.of(), null, null);
    }

    private Shown wrapped(SqlCall call) {
        SqlCall aggregate = call;
        Shown filter = null;
        Shown.Over over = null;
        List<Shown.SortItem> within = List.of();
        while (true) {
            switch (aggregate.getKind()) {
                case FILTER -> filter = expressions.operand(aggregate.operand(1));
                case WITHIN_GROUP -> within = windows.sort(((SqlNodeList) aggregate.operand(1)).getList());
                case OVER -> over = windows.over(aggregate.operand(1));
                default -> {
                    return called(aggregate, within, filter, over);
                }
            }
            aggregate = aggregate.operand(0);
        }
    }

    private Shown called(SqlCall call, List<Shown.SortItem> within, Shown filter, Shown.Over over) {
        Routine routine = expressions.meanings.routine(call);
        String name = name(call);
        boolean isPlain = routine == null && within.isEmpty() && filter == null && over == null;
        Shown worded = isPlain ? worded(name, call) : null;
        if (worded != null) {
            return worded;
        }
        List<Shown> arguments = new ArrayList<>();
        List<Shown.SortItem> order = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlNodeList inner) {
                order.addAll(windows.sort(inner.getList()));
            } else if (operand instanceof SqlIdentifier star && star.isStar()) {
                arguments.add(new Shown.Word("*", false));
            } else if (operand != null) {
                arguments.add(argument(operand));
            }
        }
        gather(routine, arguments);
        boolean isOrderedSet = Set.of("percentile_cont", "percentile_disc", "mode", "rank", "dense_rank",
                "percent_rank", "cume_dist").contains(name);
        if (!isOrderedSet) {
            order.addAll(within);
        }
        SqlLiteral quantifier = call.getFunctionQuantifier();
        boolean isDistinct = quantifier != null && quantifier.getValue() == SqlSelectKeyword.DISTINCT;
        return new Shown.Call(
                routine == null ? Identifier.quoted(name) : expressions.names.routine(routine),
                isDistinct ? "DISTINCT " : "", arguments, order, isOrderedSet ? within : List.of(), filter, over);
    }

    /** The last arguments of a function with VARIADIC are an array. */
    private static void gather(Routine routine, List<Shown> arguments) {
        int last = routine == null || routine.inputs().isEmpty() || !routine.inputs().getLast().isVariadic()
                ? -1
                : routine.inputs().size() - 1;
        if (last < 0 || arguments.size() <= last || arguments.stream().anyMatch(Shown.Named.class::isInstance)) {
            return;
        }
        List<Shown> rest = arguments.subList(last, arguments.size());
        Shown array = new Shown.Named("VARIADIC ", new Shown.ArrayOf(List.copyOf(rest), null));
        rest.clear();
        arguments.add(array);
    }

    private Shown argument(SqlNode operand) {
        if (operand.getKind() != SqlKind.ARGUMENT_ASSIGNMENT) {
            return expressions.operand(operand);
        }
        SqlNode value = ((SqlCall) operand).operand(0);
        String name = ((SqlIdentifier) ((SqlCall) operand).operand(1)).getSimple();
        boolean isVariadic = name.equals(PostgresOperators.VARIADIC);
        return new Shown.Named(
                isVariadic ? "VARIADIC " : Identifier.quoted(name) + " => ",
                isVariadic ? expressions.read(value) : expressions.operand(value));
    }

    /** What SQL writes with words, and what is no function in PostgreSQL; null for a plain call. */
    private Shown worded(String name, SqlCall call) {
        List<SqlNode> nodes = call.getOperandList();
        boolean hasWords = !hasCommas(call, nodes);
        return switch (name) {
            case "coalesce", "greatest", "least", "nullif", "grouping" ->
                Shown.Call.of(name.toUpperCase(Locale.ROOT), expressions.operands(nodes));
            case "extract" -> new Shown.Worded(
                    List.of("EXTRACT(" + field(nodes.get(0)) + " FROM ", expressions.operand(nodes.get(1)), ")"),
                    false);
            case "position" -> hasWords && nodes.size() == 2
                    ? new Shown.Worded(
                            List.of("POSITION((", expressions.operand(nodes.get(0)), ") IN (",
                                    expressions.operand(nodes.get(1)), "))"), false)
                    : null;
            case "substring" -> hasWords && nodes.size() > 1 ? spread("SUBSTRING(", nodes, " FROM ", " FOR ") : null;
            case "overlay" -> hasWords && nodes.size() > 2
                    ? spread("OVERLAY(", nodes, " PLACING ", " FROM ", " FOR ")
                    : null;
            case "trim" -> nodes.size() == 3 && nodes.getFirst() instanceof SqlLiteral flag
                    ? trim(flag.getValueAs(SqlTrimFunction.Flag.class), nodes)
                    : null;
            case "timezone" -> expressions.meanings.source(call).toLowerCase(Locale.ROOT).startsWith("timezone")
                    ? null
                    : new Shown.Worded(
                            List.of("(", new Protected(expressions.operand(nodes.get(1))), " AT TIME ZONE ",
                                    new Protected(expressions.operand(nodes.get(0))), ")"), true);
            case "normalize", "is_normalized" -> throw new Undescribed(call);
            default -> KEYWORDS.contains(name) ? keyword(name, nodes) : null;
        };
    }

    /** An argument that is put in parentheses where it needs them. */
    record Protected(Shown value) {}

    private Shown keyword(String name, List<SqlNode> nodes) {
        String digits = nodes.isEmpty() ? "" : "(" + nodes.getFirst() + ")";
        return new Shown.Word(name.toUpperCase(Locale.ROOT) + digits, false);
    }

    private static String field(SqlNode node) {
        if (node instanceof SqlIntervalQualifier unit) {
            return unit.getUnit().name().toLowerCase(Locale.ROOT);
        }
        return ((SqlLiteral) node).toValue();
    }

    private boolean hasCommas(SqlCall call, List<SqlNode> nodes) {
        if (nodes.size() < 2 || nodes.get(0) == null || nodes.get(1) == null) {
            return true;
        }
        int from = nodes.get(0).getParserPosition().getEndColumnNum();
        int start = call.getParserPosition().getColumnNum();
        String text = expressions.meanings.source(call);
        int to = nodes.get(1).getParserPosition().getColumnNum() - 1;
        int begin = from - start + 1;
        int end = to - start + 1;
        return begin < 0 || end > text.length() || begin > end || text.substring(begin, end).contains(",");
    }

    private Shown spread(String opening, List<SqlNode> nodes, String... words) {
        List<Object> parts = new ArrayList<>(List.of(opening, expressions.operand(nodes.get(0))));
        for (int i = 1; i < nodes.size(); i++) {
            parts.add(words[i - 1]);
            parts.add(expressions.operand(nodes.get(i)));
        }
        parts.add(")");
        return new Shown.Worded(parts, false);
    }

    private Shown trim(SqlTrimFunction.Flag flag, List<SqlNode> nodes) {
        List<Object> parts = new ArrayList<>(List.of("TRIM(" + flag.name()));
        boolean isBlank = nodes.get(1) == null
                || nodes.get(1).getParserPosition().equals(SqlParserPos.ZERO)
                || nodes.get(1) instanceof SqlLiteral literal && literal.toValue().equals(" ")
                        && !expressions.meanings.source(nodes.get(1)).startsWith("'");
        if (!isBlank) {
            parts.add(" ");
            parts.add(expressions.operand(nodes.get(1)));
        }
        parts.add(" FROM ");
        parts.add(expressions.operand(nodes.get(2)));
        parts.add(")");
        return new Shown.Worded(parts, false);
    }

    /** A call as an item of FROM. */
    Shown item(SqlCall call) {
        if (call.getKind() == SqlKind.UNNEST) {
            return Shown.Call.of("unnest", expressions.operands(call.getOperandList()));
        }
        if (expressions.meanings.routine(call) == null
                && Set.of("tumble", "hop", "cumulate", "session", "rows from").contains(name(call))) {
            throw new Undescribed(call);
        }
        return function(call);
    }

    static boolean isColumn(Shown value) {
        return value instanceof Shown.Word word && word.isColumn();
    }

    static boolean isConstant(Shown value) {
        return value instanceof Shown.Constant;
    }
}
