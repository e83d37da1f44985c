package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;

/** Values of the columns that COPY does not give: their DEFAULT, computed for each row unless it is constant. */
final class ColumnDefaults {

    private final Execution run;
    private final List<Integer> columns = new ArrayList<>();
    private final Statement.Query query;
    private final boolean isConstant;
    private DeltaBatch values;

    /** @param given columns that come from outside */
    ColumnDefaults(CatalogObject.Relation relation, List<Integer> given, Execution run) {
        this.run = run;
        List<CatalogObject.Column> all = switch (relation) {
            case CatalogObject.Table table -> table.columns();
            case CatalogObject.Stream stream -> stream.columns();
            case CatalogObject.View _, CatalogObject.MaterializedView _ -> List.of();
        };
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!given.contains(i)) {
                columns.add(i);
                // Numbers and generated values are put in when the row is whole.
                String sql = all.get(i).defaultSql();
                terms.add("CAST(" + (sql == null ? "NULL" : "(" + sql + ")") + " AS " + all.get(i).type() + ")");
            }
        }
        query = columns.isEmpty() ? null : (Statement.Query) run.database().planning().plan(
                StatementText.asWritten("SELECT " + String.join(", ", terms)), List.of(),
                run.session(), run.cancellation()).statement();
        isConstant = query == null || isConstant(query.plan().root());
    }

    private static boolean isConstant(Plan plan) {
        return plan instanceof Plan.Values values
                && values.rows().stream().allMatch(row -> row.stream().allMatch(
                        value -> value instanceof Expr.Literal || value instanceof Expr.Now));
    }

    /** Appends a value to each column that was not given. */
    void append(BatchBuilder builder) {
        if (query == null) {
            return;
        }
        if (values == null || !isConstant) {
            values = Rows.all(run.query(query.plan()), query.plan().result());
        }
        for (int i = 0; i < columns.size(); i++) {
            builder.column(columns.get(i)).append(values.column(i), 0);
        }
    }
}
