package dev.millrace.server.statement;

import java.util.List;
import java.util.Locale;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.InlineBlock;
import dev.millrace.planner.InlineBlock.Block;
import dev.millrace.planner.InlineBlock.Step;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Planned;
import dev.millrace.server.session.RowStream;
import dev.millrace.server.session.SqlCompiler;
import dev.millrace.server.session.StatementText;
import dev.millrace.server.wire.ServerMessage;

/**
 * DO: the steps of a block, one after another, in the statement's transaction. A block with handlers can be taken back
 * as a whole, as if a savepoint stood at its beginning.
 */
final class DoHandler implements Handler<InlineBlock> {

    private static final String UNCAUGHT_BY_OTHERS = SqlState.QUERY_CANCELED;

    @Override
    public Outcome handle(InlineBlock block, Execution run) throws InterruptedException {
        run(block.block(), null, run);
        return new Outcome.Done("DO");
    }

    /** Whether the whole is to end. @param handled the error around which a handler stands, or null */
    private static boolean run(Block block, SqlException handled, Execution run) throws InterruptedException {
        if (block.handlers().isEmpty()) {
            return steps(block.steps(), handled, run);
        }
        Runnable before = run.session().transaction().returning();
        SqlException error;
        try {
            return steps(block.steps(), handled, run);
        } catch (SqlException e) {
            error = e;
        }
        InlineBlock.Handler handler = block.handlers().stream()
                .filter(one -> catches(one.conditions(), error.sqlState()))
                .findFirst()
                .orElseThrow(() -> error);
        before.run();
        return steps(handler.steps(), error, run);
    }

    private static boolean catches(List<String> conditions, String state) {
        if (conditions == null) {
            return !state.equals(UNCAUGHT_BY_OTHERS);
        }
        return conditions.stream().anyMatch(one ->
                one.equals(state) || one.endsWith("000") && one.substring(0, 2).equals(state.substring(0, 2)));
    }

    private static boolean steps(List<Step> steps, SqlException handled, Execution run) throws InterruptedException {
        for (Step step : steps) {
            run.cancellation().check();
            if (step(step, handled, run)) {
                return true;
            }
        }
        return false;
    }

    private static boolean step(Step step, SqlException handled, Execution run) throws InterruptedException {
        switch (step) {
            case Step.Sql sql -> statement(sql.statement(), sql.isQuery(), run);
            case Step.Dynamic dynamic -> {
                String statement = value(dynamic.expression(), run);
                if (statement == null) {
                    throw new SqlException(
                            SqlState.NULL_VALUE_NOT_ALLOWED, "query string argument of EXECUTE is null");
                }
                statement(statement, true, run);
            }
            case Step.Choice choice -> {
                for (InlineBlock.Branch branch : choice.branches()) {
                    if ("t".equals(value("(" + branch.condition() + ")::boolean", run))) {
                        return steps(branch.steps(), handled, run);
                    }
                }
                return steps(choice.otherwise(), handled, run);
            }
            case Step.Nested nested -> {
                return run(nested.block(), handled, run);
            }
            case Step.Raise raise -> raise(raise, run);
            case Step.RaiseAgain _ -> {
                if (handled == null) {
                    throw new SqlException(
                            "0Z002", "RAISE without parameters cannot be used outside an exception handler");
                }
                throw handled;
            }
            case Step.Nothing _ -> { }
            case Step.Return _ -> {
                return true;
            }
        }
        return false;
    }

    // ---- statements -------------------------------------------------------------------------------------------------

    private static void statement(String sql, boolean mayHaveRows, Execution run) throws InterruptedException {
        try {
            for (SqlCompiler.Piece piece : run.database().planning().split(sql, run.session(), run.cancellation())) {
                Planned planned = run.database().planning().plan(
                        piece.text(), List.of(), run.session(), run.cancellation());
                refuse(planned.statement());
                Execution inner = new Execution(run.session(), piece.text().sql(), List.of(), run.cancellation());
                finish(inner.run(planned), mayHaveRows, inner);
            }
        } catch (SqlException e) {
            throw e.at(0).withContext(e.context() == null ? "SQL statement \"" + sql + "\"" : e.context());
        }
    }

    private static void refuse(Statement statement) {
        boolean isOfTransaction = statement instanceof Statement.Begin || statement instanceof Statement.Commit
                || statement instanceof Statement.Rollback || statement instanceof Statement.Savepoint;
        if (isOfTransaction) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "unsupported transaction command in PL/pgSQL");
        }
    }

    private static void finish(Outcome outcome, boolean mayHaveRows, Execution run) throws InterruptedException {
        switch (outcome) {
            case Outcome.Done _ -> { }
            case Outcome.Rows rows -> {
                try (RowStream stream = rows.stream()) {
                    if (!mayHaveRows) {
                        throw new SqlException(SqlState.SYNTAX_ERROR, "query has no destination for result data")
                                .withHint("If you want to discard the results of a SELECT, use PERFORM instead.");
                    }
                    while (stream.next() != null) {
                        run.cancellation().check();
                    }
                }
            }
            case Outcome.CopyIn _, Outcome.CopyOut _ ->
                throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot COPY to/from client in PL/pgSQL");
        }
    }

    /** What an expression gives, as text; null for NULL. */
    private static String value(String expression, Execution run) {
        try {
            Planned planned = run.database().planning().plan(
                    StatementText.asWritten("SELECT " + expression), List.of(), run.session(), run.cancellation());
            if (!(planned.statement() instanceof Statement.Query query)) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "expression expected");
            }
            Schema schema = query.plan().result();
            DeltaBatch rows = Rows.all(run.query(query.plan()), schema);
            return rows.isEmpty() || rows.column(0).isNull(0)
                    ? null
                    : TextForm.format(schema.type(0), rows.column(0), 0, run.session().settings().zone());
        } catch (SqlException e) {
            throw e.at(0);
        }
    }

    // ---- RAISE ------------------------------------------------------------------------------------------------------

    private static void raise(Step.Raise raise, Execution run) {
        StringBuilder message = new StringBuilder();
        int argument = 0;
        for (int i = 0; i < raise.message().length(); i++) {
            char c = raise.message().charAt(i);
            boolean isDouble = c == '%' && raise.message().startsWith("%%", i);
            if (c != '%' || isDouble) {
                message.append(c);
                i += isDouble ? 1 : 0;
            } else {
                String value = value(raise.arguments().get(argument++), run);
                message.append(value == null ? "<NULL>" : value);
            }
        }
        if (raise.level().equals("exception")) {
            throw new SqlException("P0001", message.toString());
        }
        run.session().notice(ServerMessage.raised(raise.level().toUpperCase(Locale.ROOT), message.toString()));
    }
}
