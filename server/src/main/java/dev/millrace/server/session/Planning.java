package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.millrace.executor.data.DateStyle;
import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.expression.CompiledExpressions;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Access;
import dev.millrace.planner.Effort;
import dev.millrace.planner.ExpressionPlace;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.PlannerSettings;
import dev.millrace.planner.Routine;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Template;
import dev.millrace.planner.Variables;
import dev.millrace.planner.definition.DefinitionNames;
import dev.millrace.planner.definition.DefinitionStyle;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.SessionCatalog;
import dev.millrace.server.wire.ServerMessage;
import dev.millrace.sql.procedural.Block;

/**
 * From text to statement, through a cache that all sessions share: the planner never runs for a text seen before
 * under the same catalog version, role, search path and time zone, nor for one that differs from such a text in
 * constants only.
 */
public final class Planning {

    /** Longer texts are bulk inserts with literals, which do not come back. */
    private static final int CACHED_TEXT_MAX = 16_384;

    private final SqlCompiler compiler;
    private final CompiledExpressions compiled = new CompiledExpressions(Functions.standard());
    private final PlanCache cache = new PlanCache();

    public Planning(SqlCompiler compiler) {
        this.compiler = compiler;
    }

    /** What statements compute of single rows. */
    public CompiledExpressions compiled() {
        return compiled;
    }

    /** Whether a query or change has a parameter; of other statements, PREPARE among them, the answer is no. */
    boolean hasParameter(String sql) {
        return compiler.hasParameter(sql);
    }

    SqlException noParameter(String sql) {
        return compiler.noParameter(sql);
    }

    /** The text of a routine that a session runs. */
    public Block block(Routine routine) {
        String text = routine.body();
        return routine.procedural().ofStatements() ? compiler.statements(text) : compiler.block(text);
    }

    /** @throws SqlException 42P13 where the last statement of a body does not give what is wanted */
    public void checkResult(Routine routine, String last, Schema given, List<SqlType> wanted) {
        compiler.checkResult(routine, last, given, wanted);
    }

    public List<SqlCompiler.Piece> split(String script, Session session, Cancellation cancellation) {
        try (PlanningEffort effort = new PlanningEffort(session.database().engine(), cancellation)) {
            return compiler.split(script, effort);
        }
    }

    /** Plans one statement as the session sees the database now. */
    public Planned plan(StatementText text, List<SqlType> hints, Session session, Cancellation cancellation) {
        SessionCatalog catalog = session.catalog();
        if (text.sql().length() > CACHED_TEXT_MAX || catalog.snapshot().isDerived()) {
            return planAnew(text.sql(), hints, session, cancellation);
        }
        if (text.template() != null && hints.size() <= text.template().parameters()) {
            Planned planned = planTemplate(text.template(), hints, session, cancellation);
            if (planned != null) {
                return planned;
            }
        }
        PlanCache.Key key = PlanCache.Key.of(text.sql(), hints, session);
        Optional<Planned> known = cache.find(key);
        if (known != null && known.isPresent()) {
            return known.get();
        }
        Planned planned = planAnew(text.sql(), hints, session, cancellation);
        if (isReusable(planned.statement())) {
            cache.keep(key, Optional.of(planned));
        }
        return planned;
    }

    /**
     * The plan of the template with the text's constants; null when the text must be planned as it was written, be it
     * only for the error that this will give, with its place.
     */
    private Planned planTemplate(
            Template template, List<SqlType> hints, Session session, Cancellation cancellation) {
        int own = template.parameters();
        List<SqlType> types = new ArrayList<>(hints);
        while (types.size() < own) {
            types.add(SqlType.UNKNOWN);
        }
        types.addAll(template.types());
        PlanCache.Key key = PlanCache.Key.of(template.sql(), types, session);
        Optional<Planned> known = cache.find(key);
        if (known == null) {
            known = tryTemplate(template, types, session, cancellation);
            cache.keep(key, known);
        }
        if (known.isEmpty()) {
            return null;
        }
        Planned shared = known.get();
        try {
            List<Expr.Literal> constants = convert(template.constants(), shared.parameters(), own, session);
            return shared.with(shared.parameters().subList(0, own), constants);
        } catch (SqlException e) {
            return null;
        }
    }

    private Optional<Planned> tryTemplate(
            Template template, List<SqlType> types, Session session, Cancellation cancellation) {
        try {
            Planned planned = planAnew(template.sql(), types, session, cancellation);
            boolean isWhole = planned.parameters().size() == types.size() && isReusable(planned.statement());
            return isWhole ? Optional.of(planned) : Optional.empty();
        } catch (SqlException e) {
            cancellation.check();
            return Optional.empty();
        }
    }

    /** Strings become values of the types that their places have, as the planner would have read them. */
    private List<Expr.Literal> convert(
            List<Expr.Literal> constants, List<SqlType> types, int first, Session session) {
        ConstantEvaluator evaluator = null;
        List<Expr.Literal> converted = new ArrayList<>(constants.size());
        for (int i = 0; i < constants.size(); i++) {
            Expr.Literal constant = constants.get(i);
            SqlType type = types.get(first + i);
            if (type.equals(constant.type())) {
                converted.add(constant);
            } else if (type.equals(SqlType.TEXT)) {
                converted.add(new Expr.Literal(constant.value(), type));
            } else {
                evaluator = evaluator == null ? compiler.constants(session.settings().zone()) : evaluator;
                converted.add(evaluator.evaluate(new Expr.Cast(constant, type)));
            }
        }
        return converted;
    }

    /** Positions of the columns that an expression of a table reads. */
    public Set<Integer> columns(String sql, PlannerCatalog.Stored table, Session session) {
        return compiler.columns(sql, table, session.catalog(), plannerSettings(session, Effort.ANY));
    }

    private Planned planAnew(String sql, List<SqlType> hints, Session session, Cancellation cancellation) {
        return ofProcedure(sql, hints, null, session, cancellation);
    }

    /**
     * Plans a statement of a procedure, which keeps the plan itself.
     *
     * @param variables names that mean parameters; null for none
     */
    public Planned ofProcedure(
            String sql, List<SqlType> hints, Variables variables, Session session, Cancellation cancellation) {
        try (PlanningEffort effort = new PlanningEffort(session.database().engine(), cancellation)) {
            return planAnew(sql, hints, variables, session, effort);
        }
    }

    private static PlannerSettings plannerSettings(Session session, Effort effort) {
        Settings settings = session.settings();
        return new PlannerSettings(
                settings.zone(),
                settings.searchPath(),
                session.identity().currentName(),
                session.identity().sessionName(),
                session.database().name(),
                settings.recursionLimit(),
                !settings.dateStyle().equals(DateStyle.DEFAULT),
                session.transaction().engineTransaction().clockMicros(),
                settings.isOn("check_function_bodies"),
                effort);
    }

    /** A view's query as PostgreSQL would show it to the session. */
    public String describe(PlannerCatalog.View view, DefinitionNames names, DefinitionStyle style, Session session) {
        return compiler.describe(view, session.catalog(), plannerSettings(session, Effort.ANY), names, style);
    }

    /** As {@link SqlCompiler#describe(String, ExpressionPlace, SqlType, PlannerCatalog, PlannerSettings,
     *  DefinitionNames, boolean)}. */
    public String describe(
            String sql, ExpressionPlace place, SqlType type, DefinitionNames names, boolean isPretty,
            Session session) {
        return compiler.describe(
                sql, place, type, session.catalog(), plannerSettings(session, Effort.ANY), names, isPretty);
    }

    private Planned planAnew(
            String sql, List<SqlType> hints, Variables variables, Session session, PlanningEffort effort) {
        Settings settings = session.settings();
        PlannerSettings plannerSettings = plannerSettings(session, effort);
        SessionCatalog catalog = session.catalog();
        Statement statement;
        try {
            SqlCompiler.Compiled compiled = compiler.plan(sql, catalog, plannerSettings, hints, variables);
            statement = compiled.statement();
            checkAllowed(compiled, catalog);
        } catch (SqlException e) {
            effort.check();
            throw e;
        }
        Schema result = session.database().runner().describe(statement, session);
        return new Planned(
                statement,
                statement.parameters(),
                List.of(),
                result,
                session.database().runner().columns(statement, session),
                // What writes answers elsewhere writes ISO.
                settings.dateStyle().isSpecial() ? null : session.database().runner().shortPath(statement, session),
                catalog.snapshot().isDerived() ? -1 : catalog.snapshot().version(),
                settings.zone(),
                settings.dateStyle(),
                session.searchPath(),
                session.identity().current(),
                session.identity().session());
    }

    /**
     * That the session's role may do what the statement does. Plans are kept for one role and one catalog version, of
     * which all rights are a part: what was allowed then is allowed as long as the plan is current.
     */
    private static void checkAllowed(SqlCompiler.Compiled compiled, SessionCatalog catalog) {
        if (compiled.statement() instanceof Statement.CreateView) {
            return; // its owner's rights count when it is read
        }
        for (Access access : compiled.accesses()) {
            catalog.authority().check(access, catalog.system());
        }
    }

    /** Whether planning again would give the same. */
    boolean isCurrent(Planned planned, Session session) {
        return isCurrent(planned, null, session);
    }

    /** @param seen the catalog that it was planned with, which a transaction may have to itself; null for unknown */
    public boolean isCurrent(Planned planned, CatalogSnapshot seen, Session session) {
        Settings settings = session.settings();
        CatalogSnapshot catalog = session.transaction().catalog();
        return (catalog == seen || planned.catalogVersion() == catalog.version() && !catalog.isDerived())
                && planned.zone().equals(settings.zone())
                && planned.role() == session.identity().current()
                && planned.sessionRole() == session.identity().session()
                && planned.dateStyle().equals(settings.dateStyle())
                && planned.searchPath().equals(session.searchPath());
    }

    /**
     * What a prepared statement is now.
     *
     * @throws SqlException 0A000 when its columns would no longer be those the client was told
     */
    public Planned current(PreparedStatement prepared, Session session, Cancellation cancellation) {
        if (isCurrent(prepared.planned(), session)) {
            return prepared.planned();
        }
        Planned again = plan(prepared.text(), prepared.hints(), session, cancellation);
        if (!sameShape(again.result(), prepared.result()) || !again.parameters().equals(prepared.parameters())) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, ServerMessage.CACHED_PLAN_CHANGED);
        }
        return again;
    }

    /** A planned statement with values in the place of its parameters. */
    public Statement bound(Statement statement, List<Expr.Literal> values, Session session) {
        return values.isEmpty() ? statement : binding(values, session).bind(statement);
    }

    /** The same of an INSERT whose rows are made already: its source stays as it is. */
    public Statement.Insert boundBeside(Statement.Insert insert, List<Expr.Literal> values, Session session) {
        return binding(values, session).insert(insert, insert.source());
    }

    /** Expressions with values in the place of their parameters. */
    public List<Expr> bound(List<Expr> expressions, List<Expr.Literal> values, Session session) {
        return values.isEmpty() ? expressions : binding(values, session).all(expressions);
    }

    private ParameterBinding binding(List<Expr.Literal> values, Session session) {
        return new ParameterBinding(values, compiler.constants(session.settings().zone()));
    }

    /** The values of expressions of parameters alone; null when one of them has none. */
    public List<Expr.Literal> values(List<Expr> expressions, List<Expr.Literal> parameters, Session session) {
        ParameterBinding binding = null;
        List<Expr.Literal> values = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            Expr value = expression;
            if (expression instanceof Expr.Parameter parameter) {
                value = parameters.get(parameter.index());
            } else if (!(expression instanceof Expr.Literal)) {
                binding = binding == null ? binding(parameters, session) : binding;
                value = expression.rewrite(binding);
            }
            if (!(value instanceof Expr.Literal literal)) {
                return null;
            }
            values.add(literal);
        }
        return values;
    }

    private static boolean sameShape(Schema left, Schema right) {
        if (left == null || right == null) {
            return left == right;
        }
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.type(i).equals(right.type(i)) || !left.field(i).name().equals(right.field(i).name())) {
                return false;
            }
        }
        return true;
    }

    /** Statements whose meaning is in their text and the catalog; cursors and prepared names are the session's own. */
    private static boolean isReusable(Statement statement) {
        return statement instanceof Statement.Query
                || statement instanceof Statement.Insert
                || statement instanceof Statement.Update
                || statement instanceof Statement.Delete
                || statement instanceof Statement.Composed
                || statement instanceof Statement.Begin
                || statement instanceof Statement.Commit
                || statement instanceof Statement.Rollback
                || statement instanceof Statement.SetSetting
                || statement instanceof Statement.ShowSetting;
    }
}
