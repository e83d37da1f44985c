package dev.millrace.planner.bind;

import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;

/** Columns of the functions whose rows have several: each row is a JSON array of their values. */
final class RowColumns {

    private static final SqlType ROLE = SqlType.of(SqlType.Kind.OID);
    private static final SqlType RELATION = SqlType.of(Guise.RELATION);

    /** @param operator how the value is taken out of the array: as it is, or as text */
    private record Field(String name, String operator, SqlType type) {
        Field(String name, SqlType type) {
            this(name, "->>", type);
        }
    }

    private static final List<Field> JSON_PAIR =
            List.of(new Field("key", SqlType.TEXT), new Field("value", "->", null));
    private static final List<Field> TEXT_PAIR =
            List.of(new Field("key", SqlType.TEXT), new Field("value", SqlType.TEXT));

    private static final Map<String, List<Field>> FUNCTIONS = Map.of(
            "json_each", JSON_PAIR,
            "jsonb_each", JSON_PAIR,
            "json_each_text", TEXT_PAIR,
            "jsonb_each_text", TEXT_PAIR,
            "pg_options_to_table",
                    List.of(new Field("option_name", SqlType.TEXT), new Field("option_value", SqlType.TEXT)),
            "aclexplode",
                    List.of(
                            new Field("grantor", ROLE),
                            new Field("grantee", ROLE),
                            new Field("privilege_type", SqlType.TEXT),
                            new Field("is_grantable", SqlType.BOOLEAN)),
            "pg_partition_tree",
                    List.of(
                            new Field("relid", RELATION),
                            new Field("parentrelid", RELATION),
                            new Field("isleaf", SqlType.BOOLEAN),
                            new Field("level", SqlType.INTEGER)),
            "pg_identify_object",
                    List.of(
                            new Field("type", SqlType.TEXT),
                            new Field("schema", SqlType.TEXT),
                            new Field("name", SqlType.TEXT),
                            new Field("identity", SqlType.TEXT)),
            "pg_sequence_parameters",
                    List.of(
                            new Field("start_value", SqlType.BIGINT),
                            new Field("minimum_value", SqlType.BIGINT),
                            new Field("maximum_value", SqlType.BIGINT),
                            new Field("increment", SqlType.BIGINT),
                            new Field("cycle_option", SqlType.BOOLEAN),
                            new Field("cache_size", SqlType.BIGINT),
                            new Field("data_type", ROLE)));

    private RowColumns() {}

    static boolean areOf(String function) {
        return FUNCTIONS.containsKey(function);
    }

    static List<String> names(String function) {
        return FUNCTIONS.get(function).stream().map(Field::name).toList();
    }

    /** The value of a column of a row. */
    static Expr value(String function, int number, Column row, ExpressionBinder expressions, SqlNode at) {
        Field field = FUNCTIONS.get(function).get(number);
        List<Expr> operands = List.of(row.reference(), new Expr.Literal((long) number, SqlType.INTEGER));
        Expr member = expressions.calls.operator(field.operator(), operands, List.of(), SqlNodeList.EMPTY);
        return field.type() == null || field.type().equals(SqlType.TEXT)
                ? member
                : expressions.binding.coercion.cast(member, field.type(), at);
    }
}
