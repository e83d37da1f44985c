package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.planner.RoutineChange;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.MillraceParser;
import dev.millrace.sql.parser.SqlParseFailure;
import dev.millrace.sql.parser.statement.SqlCreateFunction;
import dev.millrace.sql.procedural.Step;

/**
 * A body in SQL that is more than one query: several statements, one that writes, a procedure's, or one under settings
 * of its own. A session runs it as it runs a procedure, statement by statement; what the last gives is the result.
 */
public final class StatementsBody {

    private static final Set<String> DEFINING = Set.of("create", "alter", "drop", "grant", "revoke", "comment");

    private final Binding binding;
    private final SqlCreateFunction create;

    StatementsBody(Binding binding, SqlCreateFunction create) {
        this.binding = binding;
        this.create = create;
    }

    static boolean is(SqlCreateFunction create, Syntax syntax) {
        boolean isSql = Procedural.SQL.equals(create.options().getOrDefault("language", Procedural.SQL))
                && create.body() != null && !create.options().containsKey("symbol")
                && !create.options().containsKey("tables");
        boolean asksSession = isSql && (WrittenSettings.of(create.settings()).asksSession()
                || "definer".equals(create.options().get("security")));
        if (!isSql || asksSession || create.options().containsKey("procedure")) {
            return isSql;
        }
        try {
            int count = MillraceParser.statements(create.body()).steps().size();
            return count > 1 || count == 1 && !syntax.statement(statement(create.body(), 0)).isA(SqlKind.QUERY);
        } catch (SqlParseFailure | SqlException e) {
            // What cannot be read is told where one query is.
            return false;
        }
    }

    private static String statement(String body, int index) {
        return ((Step.Plain) MillraceParser.statements(body).steps().get(index)).statement();
    }

    /** All of it can be read. What it means, whoever runs it can tell. */
    Statement create(Routine routine, Set<Long> dependencies) {
        boolean isOpen = routine.types().contains(SqlType.ANY_ENUM)
                || routine.isProcedure() && routine.types().stream().anyMatch(FunctionBinder::isPolymorphic);
        if (isOpen) {
            throw SqlException.unsupported("anyenum, or a procedure of any type, with a body of statements")
                    .withHint("Make one for each type.")
                    .at(binding.at(create));
        }
        boolean isStandard = create.options().containsKey("standard");
        if (isStandard || binding.settings.checksBodies()) {
            for (Step step : steps(routine)) {
                String sql = ((Step.Plain) step).statement();
                binding.syntax.statement(sql);
                String word = sql.split("\\W", 2)[0];
                if (isStandard && DEFINING.contains(word.toLowerCase(Locale.ROOT))) {
                    throw SqlException.unsupported(word.toUpperCase(Locale.ROOT) + " between BEGIN ATOMIC"
                                    + " and END")
                            .withHint("Write the body as a string.");
                }
            }
        }
        return new RoutineChange.Create(
                StatementBinder.name(create.name()), routine, create.replace(), dependencies, null, 0);
    }

    private List<Step> steps(Routine routine) {
        try {
            return MillraceParser.statements(routine.body()).steps();
        } catch (SqlParseFailure failure) {
            throw new SqlException(failure.sqlState(), failure.getMessage()).at(binding.at(create));
        }
    }

    /**
     * What the last statement gives has to be what is returned.
     *
     * @param last null for a body without statements
     * @param given what it gives; null for no rows
     * @param wanted types of what is returned, a value or the fields of a row; empty where nothing is
     * @throws SqlException 42P13 when it is not
     */
    public static void checkResult(Routine routine, String last, Schema given, List<SqlType> wanted, Syntax syntax) {
        if (wanted.isEmpty()) {
            return;
        }
        if (last == null || given == null) {
            throw mismatch(routine, "Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.");
        }
        boolean isRow = given.size() == 1 && given.type(0).kind() == SqlType.Kind.RECORD
                && (wanted.size() > 1 || wanted.getFirst().kind() != SqlType.Kind.RECORD);
        if (isRow) {
            return;
        }
        boolean isOfValues = wanted.size() == 1 && !routine.returnsRows();
        if (given.size() != wanted.size()) {
            throw mismatch(routine, isOfValues
                    ? "Final statement must return exactly one column."
                    : "Final statement returns too " + (given.size() < wanted.size() ? "few" : "many") + " columns.");
        }
        List<SqlNode> items = items(syntax.statement(last));
        for (int i = 0; i < wanted.size(); i++) {
            SqlType type = given.type(i).withoutModifiers();
            boolean isOpen = i < items.size() && items.get(i) instanceof SqlLiteral
                    && type.kind() == SqlType.Kind.TEXT;
            if (!isOpen && !Conversions.exists(type, wanted.get(i), Conversions.Strength.ASSIGNMENT)) {
                throw mismatch(routine, isOfValues
                        ? "Actual return type is " + type + "."
                        : "Final statement returns " + type + " instead of " + wanted.get(i).withoutModifiers()
                                + " at column " + (i + 1) + ".");
            }
        }
    }

    /** What a SELECT gives, as written; empty for anything else. */
    private static List<SqlNode> items(SqlNode statement) {
        return statement instanceof SqlSelect select ? new ArrayList<>(select.getSelectList()) : List.of();
    }

    private static SqlException mismatch(Routine routine, String detail) {
        String type = routine.returnsRows() || routine.isProcedure() ? "record" : Routine.spell(routine.result());
        return new SqlException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "return type mismatch in function declared to return " + type)
                .withDetail(detail)
                .withContext("SQL function \"" + routine.name() + "\"");
    }
}
