package dev.millrace.planner.pipeline;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Statement;

/** Statements and the plans they get, statements and the errors they get: {@code plans} and {@code errors}. */
final class PlanTest {

    private final TestCatalog catalog = new TestCatalog();

    @Test
    void plansAreAsWritten() throws IOException {
        Scripts.check("plans", this::explain);
    }

    @Test
    void errorsAreAsWritten() throws IOException {
        Scripts.check("errors", this::error);
    }

    private String explain(String sql) {
        try {
            return explain(catalog.plan(sql));
        } catch (SqlException e) {
            return "ERROR " + render(e);
        }
    }

    private String explain(Statement statement) {
        return switch (statement) {
            case Statement.Query query -> text(query.plan());
            case Statement.CreateMaterializedView view -> text(view.plan());
            case Statement.Insert insert -> text(insert.source());
            case Statement.Update update -> text(update.rows());
            case Statement.Delete delete -> text(delete.rows());
            default -> statement.toString();
        };
    }

    private String text(QueryPlan plan) {
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < plan.result().size(); i++) {
            header.append(i == 0 ? "" : ", ")
                    .append(plan.result().field(i).name())
                    .append(' ')
                    .append(plan.result().type(i))
                    .append(plan.result().field(i).nullable() ? "" : " not null");
        }
        String key = plan.key().isEmpty() ? "" : " key " + plan.key();
        String parameters = plan.parameters().isEmpty() ? "" : " parameters " + plan.parameters();
        return "(" + header + ")" + key + parameters + "\n" + Explain.text(plan, catalog::nameOf);
    }

    private String error(String sql) {
        try {
            return "no error: " + catalog.plan(sql).getClass().getSimpleName();
        } catch (SqlException e) {
            return render(e);
        }
    }

    private static String render(SqlException e) {
        String hint = e.hint() == null ? "" : "\nhint: " + e.hint();
        String detail = e.detail() == null ? "" : "\ndetail: " + e.detail();
        return e.sqlState() + " at " + e.position() + ": " + e.getMessage() + detail + hint;
    }
}
