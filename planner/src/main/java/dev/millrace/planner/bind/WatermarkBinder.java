package dev.millrace.planner.bind;

import java.util.List;
import java.util.OptionalLong;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.IntervalLength;
import dev.millrace.sql.parser.statement.Watermark;

/** {@code WATERMARK FOR ts AS ts - INTERVAL '5' SECOND}: a time column, and by how much a row may come late. */
final class WatermarkBinder {

    private final Binding binding;
    private final QueryBinder queries;

    WatermarkBinder(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
    }

    /** @param watermark null for none */
    List<Statement.WatermarkDefinition> bind(
            Watermark watermark, List<Statement.ColumnDefinition> columns, Scope scope) {
        if (watermark == null) {
            return List.of();
        }
        List<String> names =
                columns.stream().map(Statement.ColumnDefinition::name).toList();
        int position = names.indexOf(watermark.column().getSimple());
        if (position < 0) {
            throw Names.missingColumn(watermark.column(), scope, binding);
        }
        SqlType type = columns.get(position).type();
        if (type.kind() != SqlType.Kind.TIMESTAMP && type.kind() != SqlType.Kind.TIMESTAMPTZ) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "a watermark needs a column of type timestamp, not " + type)
                    .at(binding.at(watermark.column()));
        }
        SqlNode expression = watermark.expression();
        Expr value = queries.expressions.bind(expression, new Frame(scope, "WATERMARK"));
        if (value.type().kind() != type.kind()) {
            throw new SqlException(
                            SqlState.DATATYPE_MISMATCH,
                            "the watermark must be of type " + type + ", not " + value.type())
                    .at(binding.at(expression));
        }
        int column = scope.columns().get(position).column().id();
        return List.of(new Statement.WatermarkDefinition(
                position, binding.source.text(expression), delay(value, column, expression)));
    }

    private long delay(Expr value, int column, SqlNode at) {
        if (isColumn(value, column)) {
            return 0;
        }
        boolean isDelayed = value instanceof Expr.Call call
                && call.function().startsWith("-(")
                && call.operands().size() == 2
                && isColumn(call.operands().getFirst(), column)
                && call.operands().get(1).type().kind() == SqlType.Kind.INTERVAL
                && isConstant(call.operands().get(1));
        if (!isDelayed) {
            throw unsupported(at);
        }
        Expr.Literal delay = binding.constants.evaluate(value.operands().get(1));
        OptionalLong micros = delay.value() instanceof String text ? IntervalLength.micros(text) : OptionalLong.empty();
        if (micros.isEmpty()) {
            throw unsupported(at);
        }
        if (micros.getAsLong() < 0) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "the delay of a watermark must not be negative")
                    .at(binding.at(at));
        }
        return micros.getAsLong();
    }

    private SqlException unsupported(SqlNode at) {
        return SqlException.unsupported("a watermark other than its column, less a constant interval without months,")
                .withHint("Write WATERMARK FOR ts AS ts - INTERVAL '5' SECOND.")
                .at(binding.at(at));
    }

    private static boolean isColumn(Expr expr, int column) {
        return expr instanceof Expr.Cast cast
                ? isColumn(cast.operand(), column)
                : expr instanceof Expr.Input input && input.index() == column;
    }

    private static boolean isConstant(Expr expr) {
        return !(expr instanceof Expr.Input || expr instanceof Expr.Parameter || expr instanceof Expr.Now)
                && expr.operands().stream().allMatch(WatermarkBinder::isConstant);
    }
}
