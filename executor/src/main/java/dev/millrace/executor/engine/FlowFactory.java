package dev.millrace.executor.engine;

import java.time.ZoneId;
import java.util.function.Function;

import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.expression.ExpressionCompiler;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.operator.Dataflow;
import dev.millrace.executor.operator.DataflowBuilder;
import dev.millrace.executor.operator.StateTables;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.LookupJoin;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.state.StateReader;

/** Builds flows: with state of their own in storage, or with none beyond their life. */
final class FlowFactory {

    private final Functions functions;
    private final int shards;
    private final Workspace workspace;
    private final TableIds tables;
    private final Connections connections;

    FlowFactory(
            Functions functions,
            int shards,
            Workspace workspace,
            TableIds tables,
            Connections connections) {
        this.functions = functions;
        this.shards = shards;
        this.workspace = workspace;
        this.tables = tables;
        this.connections = connections;
    }

    /** A flow whose state belongs to an object and survives. {@code isNew} when storage holds nothing of it yet. */
    Flow persistent(long object, Plan plan, ZoneId zone, boolean isNew) {
        StateTables own = new StateTables() {
            @Override
            public int tableId(String uid, int ordinal) {
                return tables.ofOperator(object, uid, ordinal);
            }

            @Override
            public boolean isNew(int tableId) {
                return isNew;
            }

            @Override
            public StateReader reader() {
                return workspace.reader();
            }
        };
        ExpressionCompiler compiler = new ExpressionCompiler(functions, zone);
        boolean[] readsClock = {isOfItsMoment(plan)};
        Dataflow dataflow = new DataflowBuilder(shards, own, expression -> {
            readsClock[0] |= expression.asksClock();
            return compiler.compile(expression);
        }).build(plan);
        return new Flow(plan, dataflow, isNew, readsClock[0], () -> pending(object, plan));
    }

    private PendingChanges pending(long object, Plan plan) {
        boolean isNew = !tables.knows(object, PendingChanges.UID, 0);
        int table = tables.ofOperator(object, PendingChanges.UID, 0);
        return new PendingChanges(
                plan, table, isNew, workspace.reader(), () -> tables.renew(object, PendingChanges.UID, 0));
    }

    /** Whether the clock moves its rows, or what a row becomes depends on when it comes. */
    private static boolean isOfItsMoment(Plan plan) {
        return plan instanceof Plan.TemporalFilter || plan instanceof KeyedProcess || plan instanceof LookupJoin
                || plan.inputs().stream().anyMatch(FlowFactory::isOfItsMoment);
    }

    /** A flow for a subscription: one shard, in storage only what memory has no room for. */
    Flow subscription(Plan plan, ZoneId zone, Scratch scratch) {
        return ephemeral(plan, zone, scratch, false);
    }

    /** A flow for one query, which is fed with the relations' content and then read; otherwise the same. */
    Flow query(Plan plan, ZoneId zone, Scratch scratch) {
        return ephemeral(plan, zone, scratch, true);
    }

    private Flow ephemeral(Plan plan, ZoneId zone, Scratch scratch, boolean isFedOnce) {
        ExpressionCompiler compiler = new ExpressionCompiler(functions, zone);
        boolean[] readsClock = {isOfItsMoment(plan)};
        Function<Expr, Evaluator> noting = expression -> {
            readsClock[0] |= expression.asksClock();
            return compiler.compile(expression);
        };
        Dataflow dataflow = isFedOnce
                ? new DataflowBuilder(scratch, noting, compiler::isVolatile).build(plan)
                : new DataflowBuilder(1, scratch, noting).build(plan);
        return new Flow(plan, dataflow, true, readsClock[0], () -> {
            throw new IllegalStateException("a flow of this life only does not wait");
        });
    }

    Workspace workspace() {
        return workspace;
    }

    Connections connections() {
        return connections;
    }
}
