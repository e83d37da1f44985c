package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Merge;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.WithModifications;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.RowStream;
import dev.millrace.server.session.StatementRunner;

/** EXPLAIN: the incremental plan; with ANALYZE the statement runs, and what it took is told. */
final class ExplainHandler implements Handler<Statement.Explain> {

    private final StatementRunner runner;
    private final Explanation explanation;

    ExplainHandler(StatementRunner runner, Explanation explanation) {
        this.runner = runner;
        this.explanation = explanation;
    }

    @Override
    public Outcome handle(Statement.Explain explain, Execution run) throws InterruptedException {
        List<List<String>> lines = new ArrayList<>();
        String text = explanation.text(plan(explain.statement()), id -> name(id, explain.statement(), run));
        text.lines().forEach(line -> lines.add(List.of(line)));
        if (explain.analyze()) {
            analyze(explain.statement(), run, lines);
        }
        return Rows.ofText(ResultColumns.EXPLAIN, lines, "EXPLAIN");
    }

    private static String name(long relation, Statement statement, Execution run) {
        if (statement instanceof WithModifications with) {
            for (WithModifications.Part part : with.parts()) {
                if (part.rows() == relation) {
                    return part.name();
                }
            }
        }
        return run.catalog().snapshot()
                .find(relation)
                .map(CatalogObject::name)
                .or(() -> run.database().system().relations().stream()
                        .filter(stored -> stored.id() == relation)
                        .map(PlannerCatalog.Stored::name)
                        .findFirst())
                .orElseGet(() -> Long.toString(relation));
    }

    private void analyze(Statement statement, Execution run, List<List<String>> lines) throws InterruptedException {
        if (statement instanceof Statement.Subscribe || statement instanceof Statement.CreateMaterializedView) {
            throw SqlException.unsupported("EXPLAIN ANALYZE of this statement");
        }
        long start = System.nanoTime();
        long rows = 0;
        if (runner.run(statement, run) instanceof Outcome.Rows result) {
            try (RowStream stream = result.stream()) {
                for (DeltaBatch batch = stream.next(); batch != null; batch = stream.next()) {
                    rows += batch.size();
                }
            }
        }
        double millis = (System.nanoTime() - start) / 1e6;
        lines.add(List.of("Rows: " + rows));
        lines.add(List.of(String.format(Locale.ROOT, "Execution Time: %.3f ms", millis)));
    }

    private static QueryPlan plan(Statement statement) {
        return switch (statement) {
            case Statement.Query query -> query.plan();
            case Statement.Insert insert -> insert.source();
            case Statement.Update update -> update.rows();
            case Statement.Delete delete -> delete.rows();
            case WithModifications with -> plan(with.main());
            case Merge merge -> merge.rows();
            case Statement.Subscribe subscribe -> subscribe.plan();
            case Statement.CreateMaterializedView view -> view.plan();
            case Statement.CreateSink sink -> sink.plan();
            case Statement other -> throw SqlException.unsupported("EXPLAIN of this statement");
        };
    }
}
