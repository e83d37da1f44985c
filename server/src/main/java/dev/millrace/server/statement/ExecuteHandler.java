package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.PreparedStatement;

/** EXECUTE name (arguments). */
final class ExecuteHandler implements Handler<Statement.Execute> {

    @Override
    public Outcome handle(Statement.Execute execute, Execution run) throws InterruptedException {
        PreparedStatement prepared = run.session().statements().get(execute.name());
        return new Execution(run.session(), prepared.sql(), arguments(execute, run), run.cancellation())
                .run(run.database().planning().current(prepared, run.session(), run.cancellation()));
    }

    /** The query that this would run. */
    static QueryPlan query(Statement.Execute execute, Execution run) {
        PreparedStatement prepared = run.session().statements().get(execute.name());
        List<Expr.Literal> arguments = arguments(execute, run);
        Statement statement =
                run.database().planning().current(prepared, run.session(), run.cancellation()).statement();
        if (run.database().planning().bound(statement, arguments, run.session()) instanceof Statement.Query query) {
            return query.plan();
        }
        throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "prepared statement is not a SELECT");
    }

    private static List<Expr.Literal> arguments(Statement.Execute execute, Execution run) {
        PreparedStatement prepared = run.session().statements().get(execute.name());
        List<SqlType> types = prepared.parameters();
        if (types.size() != execute.arguments().size()) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR,
                    "wrong number of parameters for prepared statement \"" + execute.name() + "\"")
                    .withDetail("Expected " + types.size() + " parameters but got " + execute.arguments().size() + ".");
        }
        return types.isEmpty() ? List.of() : evaluate(execute.arguments(), types, run);
    }

    /** One row, computed like any other: argument expressions need no rules of their own. */
    private static List<Expr.Literal> evaluate(List<Expr> arguments, List<SqlType> types, Execution run) {
        List<Expr> cast = new ArrayList<>();
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Expr argument = arguments.get(i);
            boolean isUnknown = argument instanceof Expr.Literal && argument.type().kind() == SqlType.Kind.UNKNOWN;
            boolean fits = isUnknown || argument.type().equals(types.get(i));
            cast.add(fits ? argument : new Expr.Cast(argument, types.get(i)));
            fields.add(new Schema.Field("$" + (i + 1), cast.get(i).type(), true));
        }
        Schema schema = new Schema(fields);
        Plan values = new Plan.Values("execute", List.of(cast), schema);
        QueryPlan query = new QueryPlan(values, List.of(), null, null, schema, List.of(), List.of());
        DeltaBatch row = Rows.all(run.query(query), schema);
        List<Expr.Literal> literals = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Expr.Literal literal = Literals.of(schema.type(i), row.column(i), 0);
            boolean isText = literal.type().kind() == SqlType.Kind.UNKNOWN;
            literals.add(isText ? fromText(literal, types.get(i), run) : literal);
        }
        return literals;
    }

    private static Expr.Literal fromText(Expr.Literal literal, SqlType type, Execution run) {
        if (literal.value() == null) {
            return Expr.Literal.ofNull(type);
        }
        ColumnBuilder column = new ColumnBuilder(type.layout());
        TextForm.parse(type, (String) literal.value(), run.session().settings().zone(), column);
        return Literals.of(type, column.build(), 0);
    }
}
