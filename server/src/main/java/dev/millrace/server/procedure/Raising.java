package dev.millrace.server.procedure;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.wire.ServerMessage;
import dev.millrace.sql.procedural.ErrorConditions;
import dev.millrace.sql.procedural.Step;
import dev.millrace.sql.procedural.Target;

/** What a procedure tells, and what it asks about errors: RAISE, ASSERT, GET DIAGNOSTICS. */
final class Raising {

    private static final String RAISED = "P0001";

    private final Activation call;
    private final Statements statements;
    private final Assignment assignment;

    Raising(Activation call, Assignment assignment) {
        this.call = call;
        this.statements = call.statements();
        this.assignment = assignment;
    }

    void raise(Step.Raise raise, Environment environment, SqlException handled) {
        if (raise.isAgain()) {
            if (handled == null) {
                throw new SqlException(
                        "0Z002", "RAISE without parameters cannot be used outside an exception handler");
            }
            throw call.again(handled);
        }
        SqlException error = error(raise, environment);
        if (raise.level().equals("exception")) {
            throw error;
        }
        call.run().session().notice(ServerMessage.raised(
                raise.level().toUpperCase(Locale.ROOT), error,
                Statements.withContext(error, call.place(raise.line(), "RAISE")).context()));
    }

    private SqlException error(Step.Raise raise, Environment environment) {
        String message = raise.message() == null ? null : formatted(raise, environment);
        String state = raise.state();
        String detail = null;
        String hint = null;
        String column = null;
        String constraint = null;
        String table = null;
        String schema = null;
        for (Map.Entry<String, String> option : raise.options().entrySet()) {
            String value = statements.text(option.getValue(), environment);
            if (value == null) {
                throw new SqlException(
                        SqlState.NULL_VALUE_NOT_ALLOWED, "RAISE statement option cannot be null");
            }
            boolean isTwice = option.getKey().equals("errcode") && state != null
                    || option.getKey().equals("message") && message != null;
            if (isTwice) {
                throw new SqlException(
                        SqlState.SYNTAX_ERROR,
                        "RAISE option already specified: " + option.getKey().toUpperCase(Locale.ROOT));
            }
            switch (option.getKey()) {
                case "message" -> message = value;
                case "errcode" -> state = state(value);
                case "detail" -> detail = value;
                case "hint" -> hint = value;
                case "column" -> column = value;
                case "constraint" -> constraint = value;
                case "table" -> table = value;
                case "schema" -> schema = value;
                default -> { }
            }
        }
        String told = message != null ? message : raise.condition() != null ? raise.condition() : state;
        String otherwise = raise.level().equals("exception") ? RAISED : null;
        return new SqlException(state == null ? otherwise : state, told, detail, hint, 0)
                .withOrigin(new SqlException.Origin(schema, table, column, constraint));
    }

    private static String state(String text) {
        if (ErrorConditions.states(text) != null) {
            return ErrorConditions.states(text).getFirst();
        }
        if (text.matches("[0-9A-Z]{5}")) {
            return text;
        }
        throw new SqlException(
                SqlState.UNDEFINED_OBJECT, "unrecognized exception condition \"" + text + "\"");
    }

    private String formatted(Step.Raise raise, Environment environment) {
        StringBuilder message = new StringBuilder();
        int argument = 0;
        for (int i = 0; i < raise.message().length(); i++) {
            char c = raise.message().charAt(i);
            boolean isDouble = c == '%' && raise.message().startsWith("%%", i);
            if (c != '%' || isDouble) {
                message.append(c);
                i += isDouble ? 1 : 0;
            } else {
                String value = shown(raise.arguments().get(argument++), environment);
                message.append(value == null ? "<NULL>" : value);
            }
        }
        return message.toString();
    }

    /** A record is shown as rows are. */
    private String shown(String expression, Environment environment) {
        Variable record = environment.find(List.of(expression.strip().toLowerCase(Locale.ROOT)));
        return record == null || !record.isRecord()
                ? statements.text(expression, environment)
                : statements.text(record.whole());
    }

    void check(Step.Assert check, Environment environment) {
        if ("off".equals(call.run().session().settings().find("plpgsql.check_asserts"))) {
            return;
        }
        Value condition = statements.evaluate(check.condition(), environment);
        if (!statements.assign(condition, SqlType.BOOLEAN).isTrue()) {
            String message = check.message() == null ? null : statements.text(check.message(), environment);
            throw new SqlException("P0004", message == null ? "assertion failed" : message);
        }
    }

    void diagnostics(Step.Diagnostics step, Environment environment, SqlException handled) {
        if (step.isStacked() && handled == null) {
            throw new SqlException(
                    "0Z002", "GET STACKED DIAGNOSTICS cannot be used outside an exception handler");
        }
        for (Map.Entry<Target, String> item : step.items().entrySet()) {
            assignment.assign(item.getKey(), diagnostic(item.getValue(), step, handled), environment);
        }
    }

    private Value diagnostic(String item, Step.Diagnostics step, SqlException handled) {
        if (!step.isStacked()) {
            return switch (item) {
                case "row_count" -> Value.of(SqlType.BIGINT, call.rowCount());
                case "pg_context" -> Value.of(call.place(step.line(), step.name()));
                default -> throw unknown(item, "current");
            };
        }
        return Value.of(switch (item) {
            case "returned_sqlstate" -> handled.sqlState();
            case "message_text" -> handled.getMessage();
            case "pg_exception_detail" -> orEmpty(handled.detail());
            case "pg_exception_hint" -> orEmpty(handled.hint());
            case "pg_exception_context" -> orEmpty(handled.context());
            case "column_name" -> orEmpty(handled.origin().column());
            case "constraint_name" -> orEmpty(handled.origin().constraint());
            case "table_name" -> orEmpty(handled.origin().table());
            case "schema_name" -> orEmpty(handled.origin().schema());
            case "pg_datatype_name" -> "";
            default -> throw unknown(item, "stacked");
        });
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static SqlException unknown(String item, String which) {
        return new SqlException(
                SqlState.SYNTAX_ERROR,
                "diagnostics item " + item.toUpperCase(Locale.ROOT) + " is not allowed in GET "
                        + which.toUpperCase(Locale.ROOT) + " DIAGNOSTICS");
    }
}
