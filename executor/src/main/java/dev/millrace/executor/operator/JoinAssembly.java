package dev.millrace.executor.operator;

import java.util.List;
import java.util.function.Function;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.Arrangement;
import dev.millrace.executor.state.KeyedTable;

/** Chooses and puts together the operator of a join. */
final class JoinAssembly {

    private final Plan.Join plan;
    private final StateTables tables;
    private final Function<Expr, Evaluator> compiler;

    JoinAssembly(Plan.Join plan, StateTables tables, Function<Expr, Evaluator> compiler) {
        this.plan = plan;
        this.tables = tables;
        this.compiler = compiler;
    }

    Operator operator() {
        JoinKind kind = plan.kind();
        Schema left = plan.left().schema();
        Schema right = plan.right().schema();
        if (kind.isLeftOnly() && plan.condition() == null) {
            int id = tables.tableId(plan.uid(), 1);
            KeyedTable weights =
                    new KeyedTable(id, tables.reader(), tables.isNew(id), SemiJoinOperator.PAYLOAD_BYTES);
            return new SemiJoinOperator(
                    plan.uid(),
                    kind == JoinKind.ANTI,
                    side(left, plan.leftKeys(), arrangement(0, false)),
                    side(right, plan.rightKeys(), null),
                    weights);
        }
        return new JoinOperator(
                plan.uid(),
                kind,
                side(left, plan.leftKeys(), arrangement(0, JoinOperator.tracksLeft(kind))),
                side(right, plan.rightKeys(), arrangement(1, kind.keepsUnmatchedRight())),
                plan.condition() == null
                        ? null
                        : new PairCondition(plan.condition(), compiler.apply(plan.condition()), left, right),
                new BatchBuilder(plan.schema()));
    }

    private JoinSide side(Schema schema, List<Integer> keys, Arrangement arrangement) {
        return new JoinSide(schema, keys, plan.nullSafe(), arrangement);
    }

    private Arrangement arrangement(int ordinal, boolean keepsMatches) {
        int id = tables.tableId(plan.uid(), ordinal);
        return new Arrangement(id, tables.reader(), tables.isNew(id), keepsMatches);
    }
}
