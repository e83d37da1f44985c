package dev.millrace.server.procedure;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.session.Outcome;
import dev.millrace.sql.procedural.Loop;
import dev.millrace.sql.procedural.Loop.Over;
import dev.millrace.sql.procedural.Target;

/** What a procedure does again and again. */
final class Loops {

    private final Activation call;
    private final Statements statements;
    private final Assignment assignment;
    private final Cursors cursors;
    private final Interpreter interpreter;

    Loops(Activation call, Assignment assignment, Cursors cursors, Interpreter interpreter) {
        this.call = call;
        this.statements = call.statements();
        this.assignment = assignment;
        this.cursors = cursors;
        this.interpreter = interpreter;
    }

    /** One pass through the body has to go on with the next. */
    private static final Jump NEXT = null;

    Jump run(Loop loop, Environment environment, SqlException handled) throws InterruptedException {
        return switch (loop.over()) {
            case Over.Forever _ -> {
                Jump jump = NEXT;
                while (jump == NEXT) {
                    jump = pass(loop, environment, handled);
                }
                yield left(jump, loop);
            }
            case Over.While condition -> {
                Jump jump = NEXT;
                while (jump == NEXT && statements.isTrue(condition.condition(), environment)) {
                    jump = pass(loop, environment, handled);
                }
                yield left(jump, loop);
            }
            case Over.Range range -> range(loop, range, environment, handled);
            case Over.Rows rows -> rows(loop, rows, environment, handled);
            case Over.OfCursor cursor -> cursor(loop, cursor, environment, handled);
            case Over.Elements elements -> elements(loop, elements, environment, handled);
        };
    }

    /** The body once: null to go on with the loop, else where to go. */
    private Jump pass(Loop loop, Environment environment, SqlException handled) throws InterruptedException {
        call.run().cancellation().check();
        Jump jump = interpreter.steps(loop.steps(), environment, handled);
        boolean isNext = jump != null && jump.kind() == Jump.Kind.CONTINUE && jump.isFor(loop.label());
        return isNext ? NEXT : jump;
    }

    /** Where it goes on behind the loop. */
    private static Jump left(Jump jump, Loop loop) {
        boolean isOwn = jump != null && jump.kind() == Jump.Kind.EXIT && jump.isFor(loop.label());
        return isOwn ? null : jump;
    }

    private Jump range(Loop loop, Over.Range range, Environment environment, SqlException handled)
            throws InterruptedException {
        long from = bound(range.from(), "lower bound of FOR loop", environment);
        long to = bound(range.to(), "upper bound of FOR loop", environment);
        long by = range.by() == null ? 1 : bound(range.by(), "BY value of FOR loop", environment);
        if (by <= 0) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "BY value of FOR loop must be greater than zero");
        }
        Environment inside = new Environment(environment, loop.label(), call.code());
        Variable variable = inside.add(new Variable(range.variable(), Variable.Kind.of(SqlType.INTEGER)));
        Jump jump = NEXT;
        boolean isFound = false;
        long step = range.isReverse() ? -by : by;
        for (long i = from; jump == NEXT && (range.isReverse() ? i >= to : i <= to); i += step) {
            isFound = true;
            variable.set(Interpreter.integer(i));
            jump = pass(loop, inside, handled);
        }
        call.found().set(Value.of(isFound));
        return left(jump, loop);
    }

    private long bound(String expression, String what, Environment environment) {
        Value value = statements.evaluate(expression, SqlType.INTEGER, environment);
        if (value.isNull()) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, what + " cannot be null");
        }
        return value.word();
    }

    private Jump rows(Loop loop, Over.Rows over, Environment environment, SqlException handled)
            throws InterruptedException {
        Outcome outcome = over.isDynamic()
                ? new Queries(call, assignment).runDynamic(over.text(), over.using(), environment)
                : statements.run(over.text(), environment);
        if (!(outcome instanceof Outcome.Rows)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "cannot open a statement that returns no rows as cursor");
        }
        over.targets().forEach(target -> Assignment.variable(target, environment));
        try (Statements.Rows rows = statements.rows(outcome)) {
            return rows(loop, over.targets(), rows, environment, handled);
        }
    }

    private Jump rows(
            Loop loop, List<Target> targets, Statements.Rows rows, Environment environment, SqlException handled)
            throws InterruptedException {
        Jump jump = NEXT;
        boolean isFound = false;
        while (jump == NEXT) {
            List<Value> row = rows.next();
            if (row == null) {
                if (!isFound) {
                    assignment.assignRow(targets, rows.schema(), null, environment);
                }
                break;
            }
            isFound = true;
            assignment.assignRow(targets, rows.schema(), row, environment);
            jump = pass(loop, environment, handled);
        }
        call.found().set(Value.of(isFound));
        return left(jump, loop);
    }

    private Jump cursor(Loop loop, Over.OfCursor over, Environment environment, SqlException handled)
            throws InterruptedException {
        Environment inside = new Environment(environment, loop.label(), call.code());
        inside.add(new Variable(over.variable(), Variable.Kind.RECORD));
        try (Statements.Rows rows = statements.rows(cursors.bound(over.cursor(), over.arguments(), environment))) {
            return rows(loop, List.of(new Target(List.of(over.variable()), List.of())), rows, inside, handled);
        }
    }

    private Jump elements(Loop loop, Over.Elements over, Environment environment, SqlException handled)
            throws InterruptedException {
        Value array = statements.evaluate(over.array(), environment);
        if (array.isNull()) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "FOREACH expression must not be null");
        }
        if (array.type().kind() != SqlType.Kind.ARRAY) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "FOREACH expression must yield an array, not type " + array.type());
        }
        Variable variable = Assignment.variable(over.targets().getFirst(), environment);
        boolean isArray = !variable.isRecord() && variable.type().kind() == SqlType.Kind.ARRAY;
        if (over.slice() > 0 != isArray) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    over.slice() > 0
                            ? "FOREACH ... SLICE loop variable must be of an array type"
                            : "FOREACH loop variable must not be of an array type");
        }
        Jump jump = NEXT;
        boolean isFound = false;
        for (Value element : ArrayElements.each(array, over.slice())) {
            if (jump != NEXT) {
                break;
            }
            isFound = true;
            assignment.assign(over.targets().getFirst(), element, environment);
            jump = pass(loop, environment, handled);
        }
        call.found().set(Value.of(isFound));
        return left(jump, loop);
    }
}
