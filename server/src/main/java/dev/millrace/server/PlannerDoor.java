package dev.millrace.server;

import java.time.ZoneId;
import java.util.List;

import dev.millrace.executor.expression.ConstantFolding;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.PlannerSettings;
import dev.millrace.planner.Statement;
import dev.millrace.planner.pipeline.Planner;
import dev.millrace.server.session.SqlCompiler;

/**
 * The planner as sessions know it, with our own functions to resolve calls against and to fold constants by (law 1).
 */
final class PlannerDoor implements SqlCompiler {

    private final Planner planner = new Planner(
            Functions.standard(), (ZoneId zone) -> new ConstantFolding(Functions.standard(), zone));

    @Override
    public List<Piece> split(String script) {
        return planner.split(script).stream().map(piece -> new Piece(piece.sql(), piece.offset())).toList();
    }

    @Override
    public Statement plan(String sql, PlannerCatalog catalog, PlannerSettings settings, List<SqlType> hints) {
        return planner.plan(sql, catalog, settings, hints);
    }
}
