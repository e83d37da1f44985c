package dev.millrace.server.procedure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Merge;
import dev.millrace.planner.Statement;
import dev.millrace.planner.WithModifications;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Planned;
import dev.millrace.server.session.RowStream;
import dev.millrace.server.session.SqlCompiler;

/** Plans and runs the expressions and statements of one call of a procedure. */
final class Statements {

    /** What may name variables; the words of other statements are all their own. */
    private static final Set<String> WITH_VARIABLES = Set.of(
            "select", "insert", "update", "delete", "merge", "with", "values", "table", "call", "explain");

    private final Execution run;
    private final Casts casts;
    private final Volatility volatility;

    Statements(Execution run, Casts casts, Volatility volatility) {
        this.run = run;
        this.casts = casts;
        this.volatility = volatility;
    }

    Execution run() {
        return run;
    }

    // ---- expressions ------------------------------------------------------------------------------------------------

    /** The value of an expression, which may have FROM and what stands behind it. */
    Value evaluate(String expression, Environment environment) {
        return evaluateQuery("SELECT " + expression, environment);
    }

    private Value evaluateQuery(String sql, Environment environment) {
        Prepared prepared;
        try {
            prepared = prepare(sql, environment);
        } catch (SqlException e) {
            throw e.at(0);
        }
        if (prepared.isExpression()) {
            return prepared.evaluate(environment.values(), run);
        }
        if (!(prepared.planned().statement() instanceof Statement.Query) || prepared.planned().result().size() != 1) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR, "query \"" + sql.substring("SELECT ".length()) + "\" returned "
                            + prepared.planned().result().size() + " columns");
        }
        try (Rows rows = rows(run(prepared, sql, environment))) {
            SqlType type = prepared.planned().result().type(0);
            List<Value> first = rows.next();
            if (first != null && rows.next() != null) {
                throw new SqlException(
                        SqlState.CARDINALITY_VIOLATION,
                        "query \"" + sql.substring("SELECT ".length()) + "\" returned more than one row");
            }
            return first == null ? Value.ofNull(type) : first.getFirst();
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (SqlException e) {
            throw withContext(e, "SQL expression \"" + sql.substring("SELECT ".length()) + "\"");
        }
    }

    Value evaluate(String expression, SqlType type, Environment environment) {
        return casts.assign(evaluate(expression, environment), type, run);
    }

    boolean isTrue(String condition, Environment environment) {
        return evaluate(condition, SqlType.BOOLEAN, environment).isTrue();
    }

    /** Null for NULL. */
    String text(String expression, Environment environment) {
        return text(evaluate(expression, environment));
    }

    String text(Value value) {
        return value.isNull()
                ? null
                : TextForm.format(
                        value.type(), value.column(), 0, run.session().settings().zone());
    }

    Value assign(Value value, SqlType type) {
        return casts.assign(value, type, run);
    }

    // ---- statements -------------------------------------------------------------------------------------------------

    Prepared prepare(String sql, Environment environment) {
        Prepared known = environment.prepared().get(sql);
        if (known != null && known.isCurrent(run)) {
            return known;
        }
        boolean mayName = WITH_VARIABLES.contains(firstWord(sql)) || sql.startsWith("(");
        Planned planned = run.database().planning().ofProcedure(
                sql, mayName ? environment.types() : List.of(), mayName ? environment.names() : null, run.session(),
                run.cancellation());
        Prepared prepared = new Prepared(planned, run.session().transaction().catalog());
        if (isKept(planned.statement())) {
            environment.prepared().put(sql, prepared);
        }
        return prepared;
    }

    static String firstWord(String sql) {
        int end = 0;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isKept(Statement statement) {
        return statement instanceof Statement.Query || statement instanceof Statement.Insert
                || statement instanceof Statement.Update || statement instanceof Statement.Delete
                || statement instanceof Merge || statement instanceof WithModifications;
    }

    /** Runs one statement that may name variables. */
    Outcome run(String sql, Environment environment) throws InterruptedException {
        Prepared prepared;
        try {
            prepared = prepare(sql, environment);
        } catch (SqlException e) {
            throw e.at(0);
        }
        try {
            return run(prepared, sql, environment);
        } catch (SqlException e) {
            throw withContext(e.at(0), "SQL statement \"" + sql + "\"");
        }
    }

    /** The same without telling where an error is. */
    Outcome runPlain(String sql, Environment environment) throws InterruptedException {
        return run(prepare(sql, environment), sql, environment);
    }

    private Outcome run(Prepared prepared, String sql, Environment environment) throws InterruptedException {
        List<Expr.Literal> arguments = new ArrayList<>();
        if (!prepared.planned().parameters().isEmpty()) {
            Column[] values = environment.values();
            for (int i = 0; i < values.length; i++) {
                arguments.add(Literals.of(environment.types().get(i), values[i], 0));
            }
        }
        return run(prepared.planned(), sql, arguments);
    }

    /** Runs statements that were computed. Gives what the last of them gives. */
    Outcome runDynamic(String sql, List<Value> using) throws InterruptedException {
        List<SqlType> types = using.stream().map(Value::type).toList();
        List<Expr.Literal> arguments = using.stream()
                .map(value -> Literals.of(value.type(), value.column(), 0))
                .toList();
        Outcome last = new Outcome.Done("");
        boolean isRunning = false;
        try (var _ = Procedures.current().ends().allow(false)) {
            for (SqlCompiler.Piece piece : run.database().planning().split(sql, run.session(), run.cancellation())) {
                close(last);
                isRunning = false;
                Planned planned = run.database().planning().ofProcedure(
                        piece.text().sql(), types, null, run.session(), run.cancellation());
                isRunning = !(planned.statement() instanceof Statement.Fetch);
                last = run(planned, piece.text().sql(), arguments);
            }
            return last;
        } catch (SqlException e) {
            // What cannot be planned is told where it stands, and no more.
            throw isRunning ? withContext(e.at(0), "SQL statement \"" + sql + "\"") : e.at(0);
        }
    }

    private Outcome run(Planned planned, String sql, List<Expr.Literal> arguments) throws InterruptedException {
        check(planned.statement());
        Execution inner = new Execution(
                run.session(), sql, planned.parameters().isEmpty() ? List.of() : arguments, run.cancellation());
        Outcome outcome = inner.run(planned);
        if (outcome instanceof Outcome.CopyIn || outcome instanceof Outcome.CopyOut) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot COPY to/from client in PL/pgSQL");
        }
        return outcome;
    }

    private void check(Statement statement) {
        boolean isOfTransaction = statement instanceof Statement.Begin || statement instanceof Statement.Commit
                || statement instanceof Statement.Rollback || statement instanceof Statement.Savepoint;
        if (isOfTransaction) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "unsupported transaction command in PL/pgSQL");
        }
        checkWrites(statement);
    }

    /** As PostgreSQL calls it. */
    static String command(Statement statement) {
        return statement.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }

    /** @throws SqlException 0A000 where the function is declared not to write, and this does */
    void checkWrites(Statement statement) {
        boolean isRead = statement instanceof Statement.Query || statement instanceof Statement.ShowSetting
                || statement instanceof Statement.Explain || statement instanceof Statement.Fetch;
        if (volatility != Volatility.VOLATILE && !isRead) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    command(statement) + " is not allowed in a non-volatile function");
        }
    }

    private static void close(Outcome outcome) {
        if (outcome instanceof Outcome.Rows rows) {
            rows.stream().close();
        }
    }

    // ---- rows -------------------------------------------------------------------------------------------------------

    Rows rows(Outcome outcome) {
        if (outcome instanceof Outcome.Rows rows) {
            Schema schema = new Schema(rows.columns().stream()
                    .map(column -> new Schema.Field(column.name(), column.type(), true))
                    .toList());
            return new Rows(rows.stream(), schema, rows.tag().startsWith("SELECT"));
        }
        throw new SqlException(SqlState.SYNTAX_ERROR, "the statement returns no rows");
    }

    /** The rows of a query, one at a time. */
    final class Rows implements AutoCloseable {
        private final RowStream stream;
        private final Schema schema;
        private final boolean isRead;
        private final Deque<DeltaBatch> held = new ArrayDeque<>();
        private boolean isHeld;
        private DeltaBatch batch;
        private int at;

        private Rows(RowStream stream, Schema schema, boolean isRead) {
            this.stream = stream;
            this.schema = schema;
            this.isRead = isRead;
            Procedures.current().ends().opened(this);
        }

        /** Whether they come from a query, not from what a statement has written. */
        boolean isRead() {
            return isRead;
        }

        /** Takes the rest now, so that the transaction may end. */
        void hold() throws InterruptedException {
            if (!isHeld) {
                for (DeltaBatch next = stream.next(); next != null; next = stream.next()) {
                    run.cancellation().check();
                    held.add(next);
                }
                isHeld = true;
                stream.close();
            }
        }

        Schema schema() {
            return schema;
        }

        /** Null at the end. */
        List<Value> next() throws InterruptedException {
            while (batch == null || at >= batch.size()) {
                run.cancellation().check();
                batch = isHeld ? held.poll() : stream.next();
                at = 0;
                if (batch == null) {
                    return null;
                }
            }
            List<Value> row = new ArrayList<>(schema.size());
            for (int i = 0; i < schema.size(); i++) {
                row.add(Value.of(schema.type(i), batch.column(i), at));
            }
            at++;
            return row;
        }

        @Override
        public void close() {
            Procedures.current().ends().closed(this);
            if (!isHeld) {
                stream.close();
            }
        }
    }

    // ---- errors -----------------------------------------------------------------------------------------------------

    static SqlException withContext(SqlException e, String line) {
        return e.withContext(e.context() == null ? line : e.context() + "\n" + line);
    }

    SqlException interrupted() {
        Thread.currentThread().interrupt();
        return new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }
}
