package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.RowQuery;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;

/** Makes a query of expressions with subqueries over rows that a statement writes, or has found in its way. */
final class RowQueryBinder {

    /** Numbers that no relation has, nor a part of a WITH. */
    private static final long ROWS = Long.MAX_VALUE - 1_000_000;

    private final Binding binding;
    private final QueryBinder queries;
    private final QueryCompiler compiler;

    RowQueryBinder(Binding binding, QueryBinder queries, QueryCompiler compiler) {
        this.binding = binding;
        this.queries = queries;
        this.compiler = compiler;
    }

    /**
     * @param frame in which the expressions were bound
     * @param rows the columns of the rows
     * @param computed what views compute of them, by column
     */
    RowQuery bind(Frame frame, List<Column> rows, Map<Column, Expr> computed, List<Expr> values) {
        List<Schema.Field> fields = new ArrayList<>();
        rows.forEach(column -> fields.add(new Schema.Field(column.name(), column.type(), true)));
        fields.add(new Schema.Field("place", SqlType.BIGINT, false));
        Schema lent = new Schema(fields);
        PlannerCatalog.Stored stored = new PlannerCatalog.Stored(
                null, "rows", ROWS, lent, List.of(), List.of(),
                fields.stream().map(field -> PlannerCatalog.ColumnOrigin.NONE).toList(), List.of(), false, false,
                false, null);
        Rel read = new FromBinder(binding, queries).rows(stored, Scope.NONE).rel();
        Column place = read.columns().getLast();
        List<Column> known = new ArrayList<>(rows);
        known.add(place);
        List<Expr> references = new ArrayList<>();
        read.columns().forEach(column -> references.add(column.reference()));
        Rel named = new Rel.Project(read, references, known);
        Rel whole = Rel.Project.extend(named, List.copyOf(computed.values()), List.copyOf(computed.keySet()));
        List<Expr> expressions = new ArrayList<>(values);
        List<Column> output = new ArrayList<>();
        values.forEach(value -> output.add(binding.numbers.column("value", value.type(), true)));
        expressions.add(place.reference());
        List<Column> all = new ArrayList<>(output);
        all.add(binding.numbers.column("place", SqlType.BIGINT, false));
        Rel result = new Rel.Project(frame.attach(whole), expressions, all);
        BoundQuery query = new BoundQuery(
                result, output, List.of(new Order(all.getLast().id(), false, false)), null, null, false);
        return new RowQuery(
                compiler.compile(query, binding.numbers, binding.parameters.decided()), ROWS, lent);
    }
}
