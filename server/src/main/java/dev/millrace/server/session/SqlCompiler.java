package dev.millrace.server.session;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Access;
import dev.millrace.planner.Effort;
import dev.millrace.planner.ExpressionPlace;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.PlannerSettings;
import dev.millrace.planner.Routine;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Variables;
import dev.millrace.planner.definition.DefinitionNames;
import dev.millrace.planner.definition.DefinitionStyle;
import dev.millrace.sql.procedural.Block;

/** What sessions need of the planner. */
public interface SqlCompiler {

    /**
     * One statement of a script.
     *
     * @param offset characters of the script before it
     */
    record Piece(StatementText text, int offset) {}

    /** The statements of a script; empty when there is nothing but blanks and comments. */
    List<Piece> split(String script, Effort effort);

    /** @param hints types of {@code $1..$n} where the client gave them, UNKNOWN or missing where it did not */
    default Compiled plan(String sql, PlannerCatalog catalog, PlannerSettings settings, List<SqlType> hints) {
        return plan(sql, catalog, settings, hints, null);
    }

    /** @param variables names that mean parameters; null for none */
    Compiled plan(
            String sql, PlannerCatalog catalog, PlannerSettings settings, List<SqlType> hints, Variables variables);

    /** The text of a procedure. */
    Block block(String text);

    /** A body of statements of SQL. */
    Block statements(String text);

    /** @throws SqlException 42P13 where the last statement of a body does not give what is wanted */
    void checkResult(Routine routine, String last, Schema given, List<SqlType> wanted);

    /** The error of a statement with parameters where it cannot have any. */
    SqlException noParameter(String sql);

    /** Whether a query or change, and no statement of another kind, has a parameter. */
    boolean hasParameter(String sql);

    /** A statement, and what it does with relations. */
    record Compiled(Statement statement, List<Access> accesses) {}

    /** A view's query as PostgreSQL would show it, without a semicolon. */
    String describe(
            PlannerCatalog.View view, PlannerCatalog catalog, PlannerSettings settings, DefinitionNames names,
            DefinitionStyle style);

    /** An expression over a table's columns as PostgreSQL would show it; null where it has no words for it. */
    String describe(
            String sql, ExpressionPlace place, SqlType type, PlannerCatalog catalog, PlannerSettings settings,
            DefinitionNames names, boolean isPretty);

    /** Positions of the columns that an expression of a table reads. */
    Set<Integer> columns(String sql, PlannerCatalog.Stored table, PlannerCatalog catalog, PlannerSettings settings);

    /** Evaluates constants as the planner would under a session's time zone. */
    ConstantEvaluator constants(ZoneId zone);
}
