package dev.millrace.server;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.expression.CompiledExpressions;
import dev.millrace.executor.expression.ConstantFolding;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Effort;
import dev.millrace.planner.ExpressionPlace;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.PlannerSettings;
import dev.millrace.planner.Routine;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Variables;
import dev.millrace.planner.definition.DefinitionNames;
import dev.millrace.planner.definition.DefinitionStyle;
import dev.millrace.planner.pipeline.Planner;
import dev.millrace.server.session.SqlCompiler;
import dev.millrace.server.session.StatementText;
import dev.millrace.sql.procedural.Block;

/**
 * The planner as sessions know it, with our own functions to resolve calls against and to fold constants by (law 1).
 */
final class PlannerDoor implements SqlCompiler {

    private final Planner planner = new Planner(
            Functions.standard(), this::constants);

    private final CompiledExpressions casts = new CompiledExpressions(Functions.standard());

    @Override
    public List<Piece> split(String script, Effort effort) {
        return planner.split(script, effort).stream()
                .map(piece -> new Piece(new StatementText(piece.sql(), piece.template()), piece.offset()))
                .toList();
    }

    @Override
    public Compiled plan(
            String sql, PlannerCatalog catalog, PlannerSettings settings, List<SqlType> hints, Variables variables) {
        Planner.Compiled compiled = planner.compile(sql, catalog, settings, hints, variables);
        return new Compiled(compiled.statement(), compiled.accesses());
    }

    @Override
    public Block block(String text) {
        return Planner.block(text);
    }

    @Override
    public Block statements(String text) {
        return Planner.statements(text);
    }

    @Override
    public void checkResult(Routine routine, String last, Schema given, List<SqlType> wanted) {
        Planner.checkResult(routine, last, given, wanted);
    }

    @Override
    public boolean hasParameter(String sql) {
        return Planner.hasParameter(sql);
    }

    @Override
    public SqlException noParameter(String sql) {
        return Planner.noParameter(sql);
    }

    @Override
    public String describe(
            PlannerCatalog.View view, PlannerCatalog catalog, PlannerSettings settings, DefinitionNames names,
            DefinitionStyle style) {
        return planner.describe(view, catalog, settings, names, style);
    }

    @Override
    public String describe(
            String sql, ExpressionPlace place, SqlType type, PlannerCatalog catalog, PlannerSettings settings,
            DefinitionNames names, boolean isPretty) {
        return planner.describe(sql, place, type, catalog, settings, names, isPretty);
    }

    @Override
    public Set<Integer> columns(
            String sql, PlannerCatalog.Stored table, PlannerCatalog catalog, PlannerSettings settings) {
        return planner.columns(sql, table, catalog, settings);
    }

    /** For what no client has asked for. */
    Statement plan(String sql, PlannerCatalog catalog, PlannerSettings settings) {
        return planner.plan(sql, catalog, settings, List.of());
    }

    @Override
    public ConstantEvaluator constants(ZoneId zone) {
        return new ConstantFolding(Functions.standard(), zone, casts);
    }
}
