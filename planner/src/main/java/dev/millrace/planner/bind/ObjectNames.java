package dev.millrace.planner.bind;

import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.sql.parser.expression.PostgresTypeName;

/**
 * Casts to {@code regclass} and its like. There are no such types here: what is written decides whether the number of
 * the object is meant or its name. Text becomes the number, a number the name, and a further cast to text or to a
 * number asks for that one.
 */
final class ObjectNames {

    /** The catalog that numbers the objects of each type. */
    private static final Map<String, String> CATALOGS = Map.of(
            "regclass", "pg_class",
            "regtype", "pg_type",
            "regproc", "pg_proc",
            "regprocedure", "pg_proc",
            "regnamespace", "pg_namespace",
            "regrole", "pg_authid",
            "regcollation", "pg_collation",
            "regconfig", "pg_ts_config",
            "regoper", "pg_operator",
            "regoperator", "pg_operator");

    private ObjectNames() {}

    private static String catalog(SqlNode type) {
        return type instanceof SqlDataTypeSpec spec
                        && spec.getTypeNameSpec() instanceof PostgresTypeName name
                        && name.arrayDimensions() == 0
                ? CATALOGS.get(name.name())
                : null;
    }

    /** The cast, or null when it is none of these. */
    static Expr cast(SqlCall call, ExpressionBinder expressions, Frame frame) {
        SqlNode operand = call.operand(0);
        String catalog = catalog(call.operand(1));
        if (catalog != null) {
            Expr value = expressions.bind(operand, frame);
            return isText(value) ? number(catalog, value, expressions, call) : name(catalog, value, expressions, call);
        }
        if (operand.getKind() != SqlKind.CAST || !(call.operand(1) instanceof SqlDataTypeSpec spec)) {
            return null;
        }
        SqlCall inner = (SqlCall) operand;
        String of = catalog(inner.operand(1));
        if (of == null) {
            return null;
        }
        SqlType target = TypeNames.resolve(spec, expressions.binding);
        Expr value = expressions.bind(inner.operand(0), frame);
        Expr object = isText(value) ? number(of, value, expressions, call) : value;
        Expr wanted = target.kind().isText() ? name(of, object, expressions, call) : object;
        return expressions.binding.coercion.cast(wanted, target, operand);
    }

    private static boolean isText(Expr value) {
        return value.type().kind().isText() || value.type().kind() == SqlType.Kind.UNKNOWN;
    }

    private static Expr number(String catalog, Expr value, ExpressionBinder expressions, SqlNode at) {
        if (value instanceof Expr.Literal literal && literal.value() instanceof String text && text.matches("\\d+")) {
            return expressions.binding.coercion.convert(value, SqlType.OID, at);
        }
        return expressions.calls.named(
                "object number", List.of(new Expr.Literal(catalog, SqlType.TEXT), value), List.of(at, at), at);
    }

    private static Expr name(String catalog, Expr value, ExpressionBinder expressions, SqlNode at) {
        Expr number = expressions.binding.coercion.cast(value, SqlType.OID, at);
        return expressions.calls.named(
                "object name", List.of(new Expr.Literal(catalog, SqlType.TEXT), number), List.of(at, at), at);
    }
}
