package dev.millrace.server.procedure;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.sql.procedural.Block;
import dev.millrace.sql.procedural.Step;

/** Does what a procedure says, statement by statement. */
final class Interpreter {

    private static final String ASSERT_FAILURE = "P0004";

    private final Activation call;
    private final Statements statements;
    private final Assignment assignment;
    private final Declarations declarations;
    private final Queries queries;
    private final Loops loops;
    private final Cursors cursors;
    private final Raising raising;
    private final Returning returning;
    private final Sequence sequence;

    Interpreter(Activation call) {
        this.call = call;
        this.statements = call.statements();
        this.assignment = new Assignment(statements);
        this.declarations = new Declarations(call, assignment);
        this.queries = new Queries(call, assignment);
        this.cursors = new Cursors(call, assignment);
        this.loops = new Loops(call, assignment, cursors, this);
        this.raising = new Raising(call, assignment);
        this.returning = new Returning(call, assignment);
        this.sequence = new Sequence(call);
    }

    /** Runs the whole. */
    void run() throws InterruptedException {
        Jump jump = block(call.code().block(), call.root(), null);
        if (jump != null && jump.kind() != Jump.Kind.RETURN) {
            String word = jump.kind() == Jump.Kind.EXIT ? "EXIT" : "CONTINUE";
            throw new SqlException(
                    SqlState.SYNTAX_ERROR,
                    jump.label() == null
                            ? word + " cannot be used outside a loop, unless it has a label"
                            : "there is no label \"" + jump.label() + "\" attached to any block or loop enclosing"
                                    + " this statement");
        }
    }

    /** @param handled the error around which a handler stands, or null */
    private Jump block(Block block, Environment outer, SqlException handled) throws InterruptedException {
        Environment environment = new Environment(outer, block.label(), call.code());
        declarations.declare(block, environment);
        Jump jump = block.handlers().isEmpty()
                ? steps(block.steps(), environment, handled)
                : guarded(block, environment, handled);
        boolean isLeft = jump != null && jump.kind() == Jump.Kind.EXIT && jump.label() != null
                && jump.isFor(block.label());
        return isLeft ? null : jump;
    }

    /** A block with handlers can be taken back as a whole, as if a savepoint stood at its beginning. */
    private Jump guarded(Block block, Environment environment, SqlException handled) throws InterruptedException {
        Runnable before = call.run().session().transaction().returning();
        SqlException error;
        call.procedures().ends().guarded();
        try {
            return steps(block.steps(), environment, handled);
        } catch (SqlException e) {
            error = e;
        } catch (StackOverflowError e) {
            error = new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        } finally {
            call.procedures().ends().unguarded();
        }
        SqlException caught = error;
        Block.Handler handler = block.handlers().stream()
                .filter(one -> catches(one.states(), caught.sqlState()))
                .findFirst()
                .orElseThrow(() -> caught);
        before.run();
        Environment inside = new Environment(environment, null, call.code());
        inside.add(Variable.of("sqlstate", Value.of(caught.sqlState())));
        inside.add(Variable.of("sqlerrm", Value.of(caught.getMessage())));
        return steps(handler.steps(), inside, caught);
    }

    private static boolean catches(List<String> states, String state) {
        if (states == null) {
            return !state.equals(SqlState.QUERY_CANCELED) && !state.equals(ASSERT_FAILURE);
        }
        return states.stream().anyMatch(one ->
                one.equals(state) || one.endsWith("000") && one.substring(0, 2).equals(state.substring(0, 2)));
    }

    Jump steps(List<Step> steps, Environment environment, SqlException handled) throws InterruptedException {
        for (Step step : steps) {
            Jump jump;
            try {
                call.run().cancellation().check();
                jump = step(step, environment, handled);
            } catch (SqlException e) {
                throw call.locate(e, step.line(), step.name());
            }
            if (jump != null) {
                return jump;
            }
        }
        return null;
    }

    private Jump step(Step step, Environment environment, SqlException handled) throws InterruptedException {
        switch (step) {
            case Step.Assign assign -> returning.assign(assign, environment);
            case Step.Choice choice -> {
                for (Step.Branch branch : choice.branches()) {
                    if (statements.isTrue(branch.condition(), environment)) {
                        return steps(branch.steps(), environment, handled);
                    }
                }
                return steps(choice.otherwise(), environment, handled);
            }
            case Step.Case cases -> {
                return cases(cases, environment, handled);
            }
            case Step.Nested nested -> {
                return block(nested.block(), environment, handled);
            }
            case Step.Repeated repeated -> {
                return loops.run(repeated.loop(), environment, handled);
            }
            case Step.Exit exit -> {
                boolean isMeant = exit.condition() == null || statements.isTrue(exit.condition(), environment);
                return isMeant
                        ? new Jump(exit.isContinue() ? Jump.Kind.CONTINUE : Jump.Kind.EXIT, exit.label())
                        : null;
            }
            case Step.Sql sql -> queries.sql(sql, environment);
            case Step.Plain plain -> sequence.run(plain);
            case Step.Perform perform -> queries.perform(perform, environment);
            case Step.Call procedure -> queries.call(procedure, environment);
            case Step.Dynamic dynamic -> queries.dynamic(dynamic, environment);
            case Step.Raise raise -> raising.raise(raise, environment, handled);
            case Step.Assert check -> raising.check(check, environment);
            case Step.Diagnostics diagnostics -> raising.diagnostics(diagnostics, environment, handled);
            case Step.Return back -> {
                returning.returns(back, environment);
                return Jump.RETURN;
            }
            case Step.ReturnNext next -> returning.next(next, environment);
            case Step.ReturnQuery query -> returning.query(query, queries, environment);
            case Step.Open open -> cursors.open(open, queries, environment);
            case Step.Fetch fetch -> cursors.fetch(fetch, environment);
            case Step.Close close -> cursors.close(close, environment);
            case Step.EndTransaction end -> call.procedures().ends().end(end, call.run());
            case Step.Nothing _ -> { }
        }
        return null;
    }

    private Jump cases(Step.Case cases, Environment environment, SqlException handled) throws InterruptedException {
        Environment inside = environment;
        if (cases.operand() != null) {
            Value operand = statements.evaluate(cases.operand(), environment);
            inside = new Environment(environment, null, call.code());
            inside.add(Variable.of("__Case__Variable__", operand));
        }
        for (Step.Branch branch : cases.branches()) {
            String condition = cases.operand() == null
                    ? branch.condition()
                    : "\"__Case__Variable__\" IN (" + branch.condition() + ")";
            if (statements.isTrue(condition, inside)) {
                return steps(branch.steps(), environment, handled);
            }
        }
        if (cases.otherwise() == null) {
            throw new SqlException("20000", "case not found").withHint("CASE statement is missing ELSE part.");
        }
        return steps(cases.otherwise(), environment, handled);
    }

    static Value integer(long number) {
        return Value.of(SqlType.INTEGER, number);
    }
}
