package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.CallProcedure;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.session.Outcome;
import dev.millrace.sql.procedural.Step;
import dev.millrace.sql.procedural.Target;

/** The statements of SQL that a procedure has, and what becomes of their rows. */
final class Queries {

    private static final String NO_DATA_FOUND = "P0002";
    private static final String TOO_MANY_ROWS = "P0003";

    private final Activation call;
    private final Statements statements;
    private final Assignment assignment;

    Queries(Activation call, Assignment assignment) {
        this.call = call;
        this.statements = call.statements();
        this.assignment = assignment;
    }

    void sql(Step.Sql step, Environment environment) throws InterruptedException {
        Outcome outcome = statements.run(step.statement(), environment);
        if (step.into() != null) {
            boolean isRead = isQuery(step.statement(), environment);
            call.counted(into(step.into(), outcome, isRead, environment));
            return;
        }
        switch (outcome) {
            case Outcome.Done done -> {
                long count = count(done.tag());
                if (count >= 0) {
                    call.counted(count);
                }
            }
            case Outcome.Rows rows -> {
                rows.stream().close();
                throw new SqlException(SqlState.SYNTAX_ERROR, "query has no destination for result data")
                        .withHint("If you want to discard the results of a SELECT, use PERFORM instead.");
            }
            case Outcome.CopyIn _, Outcome.CopyOut _ -> { }
        }
    }

    private boolean isQuery(String sql, Environment environment) {
        return statements.prepare(sql, environment).planned().statement() instanceof Statement.Query;
    }

    /** The rows that a tag tells of; -1 where it does not. */
    static long count(String tag) {
        String[] words = tag.split(" ");
        boolean isCounted = words.length > 1 && words[words.length - 1].matches("\\d+")
                && List.of("INSERT", "UPDATE", "DELETE", "MERGE", "MOVE", "FETCH").contains(words[0]);
        return isCounted ? Long.parseLong(words[words.length - 1]) : -1;
    }

    /** @param isRead whether more rows than one are passed over, where one is not asked for strictly */
    private long into(Step.Into into, Outcome outcome, boolean isRead, Environment environment)
            throws InterruptedException {
        if (!(outcome instanceof Outcome.Rows)) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR, "INTO used with a command that cannot return data");
        }
        try (Statements.Rows rows = statements.rows(outcome)) {
            List<Value> first = rows.next();
            if (first == null && into.isStrict()) {
                throw new SqlException(NO_DATA_FOUND, "query returned no rows");
            }
            if (first != null && (into.isStrict() || !isRead) && rows.next() != null) {
                throw new SqlException(TOO_MANY_ROWS, "query returned more than one row")
                        .withHint("Make sure the query returns a single row, or use LIMIT 1.");
            }
            assignment.assignRow(into.targets(), rows.schema(), first, environment);
            return first == null ? 0 : 1;
        }
    }

    void perform(Step.Perform step, Environment environment) throws InterruptedException {
        call.counted(drain(statements.run("SELECT " + step.query(), environment)));
    }

    private long drain(Outcome outcome) throws InterruptedException {
        if (outcome instanceof Outcome.Done done) {
            return count(done.tag());
        }
        long count = 0;
        try (Statements.Rows rows = statements.rows(outcome)) {
            while (rows.next() != null) {
                count++;
            }
        }
        return count;
    }

    void dynamic(Step.Dynamic step, Environment environment) throws InterruptedException {
        Outcome outcome = runDynamic(step.expression(), step.using(), environment);
        if (step.into() != null) {
            call.countedOnly(into(step.into(), outcome, true, environment));
        } else {
            call.countedOnly(Math.max(0, drain(outcome)));
        }
    }

    /** Runs the statement that an expression gives. */
    Outcome runDynamic(String expression, List<String> using, Environment environment) throws InterruptedException {
        String sql = statements.text(expression, environment);
        if (sql == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "query string argument of EXECUTE is null");
        }
        return statements.runDynamic(
                sql, using.stream().map(one -> statements.evaluate(one, environment)).toList());
    }

    /** CALL, whose procedure gives values back to the variables that are its arguments. */
    void call(Step.Call step, Environment environment) throws InterruptedException {
        Outcome outcome = statements.run(step.statement(), environment);
        if (!(outcome instanceof Outcome.Rows)) {
            return;
        }
        CallProcedure planned = (CallProcedure) statements.prepare(step.statement(), environment).planned().statement();
        Procedural procedure = call.run().catalog().snapshot().find(planned.routine())
                .map(found -> ((RoutineObject) found).definition().procedural())
                .orElseThrow();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < procedure.parameters().size(); i++) {
            if (procedure.parameters().get(i).mode().isOutput()) {
                targets.add(target(step, i, procedure.parameters().get(i).name(), environment));
            }
        }
        try (Statements.Rows rows = statements.rows(outcome)) {
            List<Value> row = rows.next();
            for (int i = 0; i < targets.size(); i++) {
                assignment.assign(targets.get(i), row.get(i), environment);
            }
        }
    }

    private static Target target(Step.Call step, int position, String name, Environment environment) {
        for (int i = 0; i < step.arguments().size(); i++) {
            String text = step.arguments().get(i);
            String[] named = text.split("=>|:=", 2);
            boolean isMeant = named.length > 1 ? named[0].strip().equals(name) : i == position;
            String variable = named[named.length - 1].strip();
            if (isMeant && variable.matches("[\\w$.\"]+")) {
                Target target = new Target(List.of(variable.split("\\.")), List.of());
                Assignment.variable(target, environment);
                return target;
            }
        }
        throw new SqlException(
                SqlState.SYNTAX_ERROR,
                "procedure parameter \"" + name + "\" is an output parameter but corresponding argument is not"
                        + " writable");
    }
}
