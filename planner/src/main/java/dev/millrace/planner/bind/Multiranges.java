package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

/** {@code int4multirange(a, b, …)} and its kin, which take any number of ranges: one call over an array of these. */
final class Multiranges {

    private static final String SUFFIX = "multirange";

    private Multiranges() {}

    static boolean isOne(SqlType type) {
        return type.kind() != SqlType.Kind.ARRAY && type.kind().sqlName().endsWith(SUFFIX);
    }

    /** The call, or null when it is none of these. */
    static Expr bind(
            String name, List<SqlNode> nodes, CallBinder calls, ExpressionBinder expressions, Frame frame, SqlNode at) {
        if (!name.endsWith(SUFFIX) || name.equals(SUFFIX) || !TypeNames.isPlain(name)) {
            return null;
        }
        Coercion coercion = expressions.binding.coercion;
        if (nodes.isEmpty()) {
            return coercion.convert(Literals.text("{}"), TypeNames.byName(name), at);
        }
        SqlType range = TypeNames.byName(name.replace(SUFFIX, "range"));
        Expr ranges = coercion.convert(Literals.text("{}"), SqlType.arrayOf(range), at);
        for (SqlNode node : nodes) {
            Expr value = expressions.bind(node, frame);
            boolean isArray = nodes.size() == 1 && value.type().kind() == SqlType.Kind.ARRAY;
            ranges = isArray
                    ? value
                    : calls.named(
                            "array_append", List.of(ranges, coercion.convert(value, range, node)), List.of(at, node),
                            at);
        }
        return calls.named("multirange of all", List.of(ranges), List.of(at), at);
    }
}
