package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;

/**
 * What a transaction sees of views over what it has written itself, and of views that it has created: where a plan
 * reads such a view, the view's own plan takes its place, over the transaction's rows. A view is its query, so the
 * answer is what the view will hold after commit.
 */
final class OwnWrites {

    private final Transaction transaction;
    private final Map<Long, Boolean> touched = new HashMap<>();
    private final Map<String, Plan> expanded = new HashMap<>();

    OwnWrites(Transaction transaction) {
        this.transaction = transaction;
    }

    Plan expand(Plan plan) {
        return transaction.hasWrites() ? expandNode(plan) : plan;
    }

    private Plan expandNode(Plan plan) {
        Plan known = expanded.get(plan.uid());
        if (known != null) {
            return known;
        }
        Plan result = plan;
        if (plan instanceof Plan.Scan scan && viewOf(scan.relation()) != null && isTouched(scan.relation())) {
            result = select(scan, expandNode(viewOf(scan.relation()).plan()));
        } else {
            List<Plan> inputs = new ArrayList<>();
            boolean changed = false;
            for (Plan input : plan.inputs()) {
                Plan other = expandNode(input);
                changed |= other != input;
                inputs.add(other);
            }
            if (changed) {
                result = plan.withInputs(plan.uid() + "'", inputs);
            }
        }
        expanded.put(plan.uid(), result);
        return result;
    }

    private static Plan select(Plan.Scan scan, Plan view) {
        List<Expr> columns = new ArrayList<>();
        List<Schema.Field> fields = new ArrayList<>();
        for (int column : scan.columns()) {
            columns.add(new Expr.Input(column, view.schema().type(column)));
            fields.add(scan.schema().field(fields.size()));
        }
        return new Plan.Project(scan.uid() + "'", view, columns, new Schema(fields));
    }

    private ObjectDefinition.View viewOf(long relation) {
        ObjectDefinition object = transaction.definition(relation);
        return object != null && object.body() instanceof ObjectDefinition.View view ? view : null;
    }

    /** Whether the relation was written or is a new view, or a view over one of these. */
    private boolean isTouched(long relation) {
        Boolean known = touched.get(relation);
        if (known != null) {
            return known;
        }
        ObjectDefinition.View view = viewOf(relation);
        boolean isNew = view != null && transaction.creates(relation);
        boolean result = isNew || transaction.writes().containsKey(relation);
        if (view != null) {
            for (long input : PlanScans.relations(view.plan())) {
                result |= isTouched(input);
            }
        }
        touched.put(relation, result);
        return result;
    }
}
