package dev.millrace.planner.pipeline;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.FunctionCatalog;
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
import dev.millrace.planner.bind.Binding;
import dev.millrace.planner.bind.Literals;
import dev.millrace.planner.bind.QueryBinder;
import dev.millrace.planner.bind.StatementBinder;
import dev.millrace.planner.bind.StatementsBody;
import dev.millrace.planner.bind.Syntax;
import dev.millrace.planner.bind.TableExpressions;
import dev.millrace.planner.definition.DefinitionNames;
import dev.millrace.planner.definition.DefinitionStyle;
import dev.millrace.planner.definition.Definitions;
import dev.millrace.sql.parser.LiftedText;
import dev.millrace.sql.parser.MillraceParser;
import dev.millrace.sql.parser.ReadingWatch;
import dev.millrace.sql.parser.ScriptStatement;
import dev.millrace.sql.parser.SqlParseFailure;
import dev.millrace.sql.parser.StatementSplitter;
import dev.millrace.sql.procedural.Block;

/** SQL text into statements. Thread-safe; keeps nothing between calls. */
public final class Planner {

    private static final Pattern QUERY_OR_CHANGE = Pattern.compile(
            "[\\s(]*(select|values|with|insert|update|delete|merge)\\b", Pattern.CASE_INSENSITIVE);

    /** Parsing and planning recurse with the statement's nesting; this much stack holds what the depth limits admit. */
    private static final long STACK_BYTES = 256L << 20;

    private final FunctionCatalog functions;
    private final Function<ZoneId, ConstantEvaluator> constants;

    /**
     * @param constants evaluates constants under a session's time zone
     */
    public Planner(FunctionCatalog functions, Function<ZoneId, ConstantEvaluator> constants) {
        this.functions = functions;
        this.constants = constants;
    }

    public Planner(FunctionCatalog functions, ConstantEvaluator constants) {
        this(functions, (ZoneId zone) -> constants);
    }

    /**
     * One statement of a script.
     *
     * @param offset UTF-16 units of the script before it
     * @param template the same without its constants; null when none can be taken out
     */
    public record Piece(String sql, int offset, Template template) {}

    /** The statements of a script; empty when there is nothing but blanks and comments. */
    public List<Piece> split(String script, Effort effort) {
        return parsed(() -> StatementSplitter.split(script, watch(effort))).stream()
                .map((ScriptStatement statement) ->
                        new Piece(statement.text(), statement.offset(), template(statement.lifted())))
                .toList();
    }

    /** Whether a query or change, and no statement of another kind, has a parameter. */
    public static boolean hasParameter(String sql) {
        return QUERY_OR_CHANGE.matcher(sql).lookingAt() && StatementSplitter.firstParameter(sql) >= 0;
    }

    /** 42P02 for a statement with parameters that nobody has given values: at the first of them. */
    public static SqlException noParameter(String sql) {
        int at = Math.max(0, StatementSplitter.firstParameter(sql));
        String name = sql.substring(at).replaceFirst("(?s)^(\\$\\d+).*", "$1");
        return new SqlException(SqlState.UNDEFINED_PARAMETER, "there is no parameter " + name).at(at + 1);
    }

    private static ReadingWatch watch(Effort effort) {
        return heapBytes -> {
            effort.check();
            effort.holds(heapBytes);
        };
    }

    private static Template template(LiftedText text) {
        return text == null
                ? null
                : new Template(
                        text.template(),
                        text.parameters(),
                        text.constants().stream().map(Literals::of).toList());
    }

    /**
     * Plans one statement.
     *
     * @param parameterHints types of {@code $1..$n} as far as the client gave them; UNKNOWN, or left out at the end:
     * to be
     *     inferred
     * @throws SqlException for whatever is wrong with it, with its place
     */
    public Statement plan(
            String sql, PlannerCatalog catalog, PlannerSettings settings, List<SqlType> parameterHints) {
        return compile(sql, catalog, settings, parameterHints, null).statement();
    }

    /** A statement, and what it does with relations. */
    public record Compiled(Statement statement, List<Access> accesses) {}

    /**
     * As {@link #plan}.
     *
     * @param variables names that mean parameters; null for none
     */
    public Compiled compile(
            String sql, PlannerCatalog catalog, PlannerSettings settings, List<SqlType> parameterHints,
            Variables variables) {
        return DeepStack.call(STACK_BYTES, () -> compileHere(sql, catalog, settings, parameterHints, variables));
    }

    /** The text of a procedure. @throws SqlException when it is none; its position is the text's */
    public static Block block(String text) {
        return parsed(() -> MillraceParser.block(text));
    }

    /** A body of SQL: its statements. @throws SqlException when it cannot be cut into them */
    public static Block statements(String text) {
        return parsed(() -> MillraceParser.statements(text));
    }

    /** As {@link StatementsBody#checkResult}. */
    public static void checkResult(Routine routine, String last, Schema given, List<SqlType> wanted) {
        StatementsBody.checkResult(routine, last, given, wanted, new Parser());
    }

    private Compiled compileHere(
            String sql, PlannerCatalog catalog, PlannerSettings settings, List<SqlType> parameterHints,
            Variables variables) {
        SqlNode syntax = parsed(() -> MillraceParser.parse(sql, watch(settings.effort())));
        ConstantEvaluator evaluator = constants.apply(settings.timeZone());
        Binding binding =
                new Binding(functions, evaluator, catalog, settings, new Parser(), sql, parameterHints, variables);
        Statement statement =
                new StatementBinder(binding, new QueryCompilation(functions, evaluator, settings.effort()))
                        .bind(syntax);
        return new Compiled(statement, binding.accesses());
    }

    /** A view's query as PostgreSQL would show it, without a semicolon; {@code names}: what is called what now. */
    public String describe(
            PlannerCatalog.View view, PlannerCatalog catalog, PlannerSettings settings, DefinitionNames names,
            DefinitionStyle style) {
        return DeepStack.call(STACK_BYTES, () -> {
            Binding binding = binding(catalog, settings).forView(view);
            Definitions definitions = new Definitions(binding.note(), names);
            SqlNode query = parsed(() -> MillraceParser.parse(view.query()));
            new QueryBinder(binding).bindStatement(query);
            List<String> columns = view.schema().fields().stream().map(Schema.Field::name).toList();
            return definitions.query(query, view.query(), columns, style);
        });
    }

    /**
     * An expression that a table's definition keeps, as PostgreSQL would show it; null where it has no words for it.
     *
     * @param type what it is converted to, or null
     */
    public String describe(
            String sql, ExpressionPlace place, SqlType type, PlannerCatalog catalog, PlannerSettings settings,
            DefinitionNames names, boolean isPretty) {
        return DeepStack.call(STACK_BYTES, () -> {
            Binding binding = binding(catalog, settings).forExpression(sql);
            Definitions definitions = new Definitions(binding.note(), names);
            TableExpressions.Noted noted = TableExpressions.noted(sql, place, type, binding);
            return definitions.expression(noted.expression(), noted.items(), place.hasOldAndNew(), isPretty);
        });
    }

    /** Positions of the columns that an expression reads which a table's definition keeps. */
    public Set<Integer> columns(
            String sql, PlannerCatalog.Stored table, PlannerCatalog catalog, PlannerSettings settings) {
        return DeepStack.call(STACK_BYTES, () -> {
            Binding binding = binding(catalog, settings).forExpression(sql);
            binding.note();
            return TableExpressions.noted(sql, ExpressionPlace.ofTable(table), null, binding).columns();
        });
    }

    private Binding binding(PlannerCatalog catalog, PlannerSettings settings) {
        return new Binding(
                functions, constants.apply(settings.timeZone()), catalog, settings, new Parser(), "", List.of(), null);
    }

    private static <T> T parsed(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (SqlParseFailure failure) {
            String hint = failure.hint().isEmpty() ? null : failure.hint();
            throw new SqlException(failure.sqlState(), failure.getMessage(), null, hint, failure.position());
        }
    }

    private static final class Parser implements Syntax {
        @Override
        public SqlNode statement(String sql) {
            return parsed(() -> MillraceParser.parse(sql));
        }

        @Override
        public SqlNode expression(String sql) {
            return parsed(() -> MillraceParser.parseExpression(sql));
        }
    }
}
