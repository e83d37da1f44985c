package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.wire.WireColumn;

/** Tells from which table each result column comes unchanged: drivers read names, nullability and keys by it. */
final class SourceColumns {

    private SourceColumns() {}

    static List<WireColumn> of(QueryPlan query, CatalogSnapshot catalog) {
        Schema result = query.result();
        List<WireColumn> columns = new ArrayList<>(result.size());
        for (int i = 0; i < result.size(); i++) {
            Schema.Field field = result.field(i);
            long[] source = source(query.root(), i);
            // System relations have the negative of their OID.
            boolean isKnown = source != null && Math.abs(source[0]) <= Integer.MAX_VALUE
                    && (source[0] < 0 || catalog.find(source[0]).isPresent());
            columns.add(isKnown
                    ? new WireColumn(field.name(), field.type(), (int) Math.abs(source[0]), (int) source[1])
                    : new WireColumn(field.name(), field.type()));
        }
        return columns;
    }

    /** What RETURNING gives, over the columns of the table's rows and what else was joined. */
    static List<WireColumn> of(Statement.Returning returning, long relation, CatalogSnapshot catalog) {
        int width = catalog.find(relation).orElse(null) instanceof CatalogObject.Relation table
                ? table.schema().size()
                : 0;
        List<WireColumn> columns = new ArrayList<>(returning.schema().size());
        for (int i = 0; i < returning.schema().size(); i++) {
            Schema.Field field = returning.schema().field(i);
            boolean isColumn = returning.expressions().get(i) instanceof Expr.Input input && input.index() < width;
            columns.add(isColumn
                    ? new WireColumn(
                            field.name(), field.type(), Math.toIntExact(relation),
                            ((Expr.Input) returning.expressions().get(i)).index() + 1)
                    : new WireColumn(field.name(), field.type()));
        }
        return columns;
    }

    /** Relation and 1-based column, or null. Follows what hands columns through one to one. */
    private static long[] source(Plan plan, int column) {
        if (plan instanceof Plan.Scan scan) {
            return new long[] {scan.relation(), scan.columns().get(column) + 1};
        }
        if (plan instanceof Plan.Project project) {
            return project.expressions().get(column) instanceof Expr.Input input
                    ? source(project.input(), input.index())
                    : null;
        }
        if (plan instanceof Plan.Join join) {
            int left = join.left().schema().size();
            return column < left ? source(join.left(), column) : source(join.right(), column - left);
        }
        boolean handsThrough = plan instanceof Plan.Filter
                || plan instanceof Plan.Exchange
                || plan instanceof Plan.Distinct
                || (plan instanceof Plan.TopK || plan instanceof Plan.Window)
                        && column < plan.inputs().getFirst().schema().size();
        return handsThrough ? source(plan.inputs().getFirst(), column) : null;
    }
}
