package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlTrimFunction;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** Functions whose arguments SQL writes with words between them, as calls of plain ones. */
final class SpecialCalls {

    /** Normal forms of Unicode. */
    private static final Set<String> FORMS = Set.of("nfc", "nfd", "nfkc", "nfkd");

    private SpecialCalls() {}

    /** The call, or null when it is none of these. */
    static Expr bind(
            String name, List<SqlNode> nodes, CallBinder calls, ExpressionBinder expressions, Frame frame, SqlNode at) {
        return switch (name) {
            case "trim" -> trim(nodes, calls, expressions, frame, at);
            case "position" -> position(nodes, calls, expressions, frame, at);
            case "extract" -> extract(nodes, calls, expressions, frame, at);
            case "normalize", "is_normalized" -> normalize(name, nodes, calls, expressions, frame, at);
            case "age" -> age(nodes, calls, expressions, frame, at);
            case "localtime", "localtimestamp", "current_time", "current_timestamp" ->
                nodes.isEmpty() ? null : SessionFunctions.rounded(name, nodes, expressions.binding, at);
            default -> Multiranges.bind(name, nodes, calls, expressions, frame, at);
        };
    }

    /** {@code trim([leading|trailing|both] [characters] from value)}. */
    private static Expr trim(
            List<SqlNode> nodes, CallBinder calls, ExpressionBinder expressions, Frame frame, SqlNode at) {
        if (nodes.size() != 3 || !(nodes.getFirst() instanceof SqlLiteral)) {
            List<Expr> plain = nodes.stream().map(node -> expressions.bind(node, frame)).toList();
            return calls.named("btrim", plain, nodes, at);
        }
        List<SqlNode> swapped = List.of(nodes.get(2), nodes.get(1));
        return calls.named(
                trimName(nodes), swapped.stream().map(node -> expressions.bind(node, frame)).toList(), swapped, at);
    }

    /** The function that a call of trim is. */
    static String trimName(List<SqlNode> nodes) {
        if (nodes.size() != 3 || !(nodes.getFirst() instanceof SqlLiteral flag)) {
            return "btrim";
        }
        return switch (flag.getValueAs(SqlTrimFunction.Flag.class)) {
            case BOTH -> "btrim";
            case LEADING -> "ltrim";
            case TRAILING -> "rtrim";
        };
    }

    /** {@code position(part in whole)} is the plain {@code position(whole, part)}. */
    private static Expr position(
            List<SqlNode> nodes, CallBinder calls, ExpressionBinder expressions, Frame frame, SqlNode at) {
        List<SqlNode> swapped = nodes.size() == 2 ? nodes.reversed() : nodes;
        return calls.named(
                "position", swapped.stream().map(node -> expressions.bind(node, frame)).toList(), swapped, at);
    }

    /** {@code extract(field from value)}: the field arrives as a word or as text. */
    private static Expr extract(
            List<SqlNode> nodes, CallBinder calls, ExpressionBinder expressions, Frame frame, SqlNode at) {
        List<Expr> arguments = nodes.stream()
                .map(node -> node instanceof SqlIntervalQualifier unit
                        ? Literals.text(unit.getUnit().name().toLowerCase(Locale.ROOT))
                        : expressions.bind(node, frame))
                .toList();
        return calls.named("extract", arguments, nodes, at);
    }

    /** {@code normalize(text, NFC)}: the form is a word. */
    private static Expr normalize(
            String name, List<SqlNode> nodes, CallBinder calls, ExpressionBinder expressions, Frame frame, SqlNode at) {
        List<Expr> arguments = new ArrayList<>();
        for (SqlNode node : nodes) {
            boolean isForm = arguments.size() == 1
                    && node instanceof SqlIdentifier word
                    && word.isSimple()
                    && FORMS.contains(word.getSimple());
            arguments.add(
                    isForm
                            ? Literals.text(((SqlIdentifier) node).getSimple().toUpperCase(Locale.ROOT))
                            : expressions.bind(node, frame));
        }
        return calls.named(name, arguments, nodes, at);
    }

    /** {@code age(time)}: until the beginning of the current day. */
    private static Expr age(
            List<SqlNode> nodes, CallBinder calls, ExpressionBinder expressions, Frame frame, SqlNode at) {
        List<Expr> arguments = new ArrayList<>(nodes.stream().map(node -> expressions.bind(node, frame)).toList());
        List<SqlNode> places = new ArrayList<>(nodes);
        SqlType.Kind kind = nodes.size() == 1 ? arguments.getFirst().type().kind() : null;
        boolean isLocal = kind == SqlType.Kind.TIMESTAMP;
        if (isLocal || kind == SqlType.Kind.TIMESTAMPTZ || kind == SqlType.Kind.DATE || kind == SqlType.Kind.UNKNOWN) {
            Expr today = SessionFunctions.bind("current_date", expressions.binding, at);
            SqlType type = isLocal ? SqlType.TIMESTAMP : SqlType.TIMESTAMPTZ;
            arguments.set(0, expressions.binding.coercion.convert(arguments.getFirst(), type, at));
            arguments.addFirst(expressions.binding.coercion.convert(today, type, at));
            places.addFirst(at);
        }
        return calls.named("age", arguments, places, at);
    }

    /** {@code (start, end) OVERLAPS (start, end)}, where an end may be given as how long it lasts. */
    static Expr overlaps(SqlCall call, CallBinder calls, ExpressionBinder expressions, Frame frame) {
        List<Expr> ends = new ArrayList<>();
        List<SqlNode> nodes = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            List<SqlNode> row = ExpressionBinder.row(operand);
            if (row == null || row.size() != 2) {
                String side = operand == call.operand(0) ? "left" : "right";
                throw new SqlException(
                                SqlState.SYNTAX_ERROR,
                                "wrong number of parameters on " + side + " side of OVERLAPS expression")
                        .at(expressions.binding.at(operand));
            }
            Expr start = expressions.bind(row.get(0), frame);
            Expr end = expressions.bind(row.get(1), frame);
            if (end.type().kind() == SqlType.Kind.INTERVAL) {
                end = calls.operator("+", List.of(start, end), row, call);
            }
            ends.addAll(List.of(start, end));
            nodes.addAll(row);
        }
        return calls.named("overlaps", ends, nodes, call);
    }
}
