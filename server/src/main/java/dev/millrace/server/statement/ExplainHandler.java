package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.operator.Dataflow;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.CurrentOf;
import dev.millrace.planner.MaterializedViewPlan;
import dev.millrace.planner.Merge;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TreeChange;
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
        if (explain.statement() instanceof MaterializedViewPlan view) {
            return ofView(view, explain.analyze(), run);
        }
        List<List<String>> lines = new ArrayList<>();
        String text = explanation.text(plan(explain.statement()), id -> name(id, explain.statement(), run));
        text.lines().forEach(line -> lines.add(List.of(line)));
        if (explain.analyze()) {
            analyze(explain.statement(), run, lines);
        }
        return Rows.ofText(ResultColumns.EXPLAIN, lines, "EXPLAIN");
    }

    /** The plan by which a view is kept; with ANALYZE what its operators have done since the server started. */
    Outcome ofView(MaterializedViewPlan plan, boolean analyze, Execution run) throws InterruptedException {
        CatalogObject.MaterializedView view = AlterMaterializedViewHandler.find(plan.name(), run);
        Map<String, Dataflow.NodeStatistics> done = new HashMap<>();
        if (analyze) {
            run.database().engine().status().operators(view.id()).forEach(node -> done.put(node.plan().uid(), node));
        }
        String text = explanation.text(
                AlterMaterializedViewHandler.body(view, run).plan(),
                id -> name(id, plan, run),
                node -> remark(done.get(node.uid())));
        return Rows.ofText(
                ResultColumns.EXPLAIN, text.lines().map(List::of).toList(), "EXPLAIN");
    }

    private static String remark(Dataflow.NodeStatistics node) {
        if (node == null) {
            return "";
        }
        String state = node.plan() instanceof Plan.Scan || node.stateBytes() == 0
                ? ""
                : ", state " + node.stateRows() + " rows " + node.stateBytes() + " bytes";
        return String.format(Locale.ROOT, " (in %d, out %d rows, %.3f ms%s)",
                node.rowsIn(), node.rowsOut(), node.nanos() / 1e6, state);
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
            case CurrentOf row -> plan(row.change());
            case TreeChange tree -> plan(tree.parts().getFirst());
            case Merge merge -> merge.rows();
            case Statement.Subscribe subscribe -> subscribe.plan();
            case Statement.CreateMaterializedView view -> view.plan();
            case Statement.CreateSink sink -> sink.plan();
            case Statement other -> throw SqlException.unsupported("EXPLAIN of this statement");
        };
    }
}
