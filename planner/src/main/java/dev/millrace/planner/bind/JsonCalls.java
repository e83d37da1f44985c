package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * Functions that make JSON of values of any types, also of whole rows: each argument is made JSON by {@code to_json},
 * and a function that users cannot name puts them together.
 */
final class JsonCalls {

    static final Map<String, String> BUILDERS = Map.of(
            "json_build_object", "json object",
            "jsonb_build_object", "jsonb object",
            "json_build_array", "json array",
            "jsonb_build_array", "jsonb array");

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final CallBinder calls;

    JsonCalls(Binding binding, ExpressionBinder expressions, CallBinder calls) {
        this.binding = binding;
        this.expressions = expressions;
        this.calls = calls;
    }

    /** Whether an aggregate's arguments may be whole rows. */
    static boolean takesRows(String aggregate) {
        return switch (aggregate) {
            case "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg" -> true;
            default -> false;
        };
    }

    /** The call, or null when it is none of these functions. */
    Expr bind(String name, List<SqlNode> nodes, Frame frame, SqlCall call) {
        String builder = BUILDERS.get(name);
        if (builder != null) {
            return build(name, builder, nodes, frame, call);
        }
        return null;
    }

    /**
     * Prepares the arguments of an aggregate that makes JSON; of all others it leaves them as they are.
     *
     * @param arguments are replaced
     * @return the name of the aggregate to call
     */
    String aggregate(String name, List<SqlNode> nodes, List<Expr> arguments) {
        return switch (name) {
            case "json_agg", "jsonb_agg" -> {
                if (arguments.size() != 1) {
                    yield name;
                }
                boolean isRow = arguments.getFirst().type().kind() == Kind.RECORD;
                arguments.set(0, value(arguments.getFirst(), nodes.getFirst()));
                yield isRow && name.equals("json_agg") ? "json_agg row" : name;
            }
            case "json_object_agg", "jsonb_object_agg" -> {
                if (arguments.size() == 2) {
                    arguments.set(0, keyText(arguments.get(0), nodes.get(0)));
                    arguments.set(1, value(arguments.get(1), nodes.get(1)));
                }
                yield name;
            }
            default -> name;
        };
    }

    /** What depends on the session's time zone is made JSON while that is known. */
    private Expr value(Expr argument, SqlNode node) {
        Expr value = binding.coercion.decided(argument, node);
        SqlType type = value.type();
        Kind kind = type.kind() == Kind.ARRAY ? type.element().kind() : type.kind();
        return kind == Kind.TIMESTAMPTZ || kind == Kind.RECORD ? json(value, node) : value;
    }

    private Expr keyText(Expr argument, SqlNode node) {
        Expr key = binding.coercion.decided(argument, node);
        if (key.type().kind().isText()) {
            return key;
        }
        Expr json = key(key, node);
        Expr root = binding.coercion.convert(Literals.text("{}"), SqlType.arrayOf(SqlType.TEXT), node);
        return calls.named("#>>", List.of(json, root), List.of(node, node), node);
    }

    private Expr build(String name, String builder, List<SqlNode> nodes, Frame frame, SqlCall call) {
        boolean isObject = name.endsWith("object");
        if (isObject && nodes.size() % 2 != 0) {
            throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE, "argument list must have even number of elements")
                    .withHint("The arguments of " + name + "() must consist of alternating keys and values.");
        }
        List<Expr> texts = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            SqlNode node = nodes.get(i);
            boolean isKey = isObject && i % 2 == 0;
            Expr value = expressions.bindTyped(node, frame);
            texts.add(new Expr.Cast(isKey ? key(value, node) : json(value, node), SqlType.TEXT));
        }
        return calls.named(builder, texts, nodes, call);
    }

    private Expr key(Expr value, SqlNode node) {
        Kind kind = value.type().kind();
        if (kind == Kind.ARRAY || kind == Kind.RECORD || kind == Kind.JSON || kind == Kind.JSONB) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "key value must be scalar, not array, composite, or json");
        }
        return json(value, node);
    }

    private Expr json(Expr value, SqlNode node) {
        return value.type().kind() == Kind.JSON ? value : calls.named("to_json", List.of(value), List.of(node), node);
    }
}
