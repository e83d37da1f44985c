package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.TimeBound;
import dev.millrace.executor.state.KeyGroups;

/** Puts the operator of a temporal filter together. */
final class TemporalFilterAssembly {

    private TemporalFilterAssembly() {}

    /** For one shard of so many. */
    static Operator operator(
            Plan.TemporalFilter plan, StateTables tables, Function<Expr, Evaluator> compiler, int shard, int shards) {
        int columns = plan.schema().size();
        List<Presence.Bound> bounds = new ArrayList<>();
        for (TimeBound bound : plan.bounds()) {
            boolean isSearched = bound.kind() == TimeBound.Kind.RISES || bound.kind() == TimeBound.Kind.FALLS;
            Expr expr = isSearched ? clockAsColumn(bound.expr(), columns) : bound.expr();
            bounds.add(new Presence.Bound(bound.kind(), compiler.apply(expr)));
        }
        return new TemporalFilterOperator(
                plan.uid(),
                new Presence(bounds),
                KeyEncoder.of(plan.schema(), plan.key()),
                new RowCodec(plan.schema()),
                plan.schema(),
                KeyGroups.owned(plan.key().isEmpty(), shard, shards),
                OrderedTables.of(tables, plan.uid(), 0));
    }

    /** The condition asked about many moments at once: the clock is a column behind the row's. */
    private static Expr clockAsColumn(Expr condition, int columns) {
        return condition.rewrite(node -> node instanceof Expr.Now now ? new Expr.Input(columns, now.type()) : node);
    }
}
