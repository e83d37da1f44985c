package dev.millrace.executor.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.LookupJoin;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.WindowClose;

/**
 * Which nodes of a plan only ever put out new rows, never take one back. What stands on such a node needs to remember
 * less: an extreme no other values, a top-k no rows behind its window.
 */
final class AppendOnly {

    private final boolean isFedOnce;
    private final Map<String, Boolean> known = new HashMap<>();

    /** @param isFedOnce the relations' content comes in, and no change of it ever: an ad hoc query */
    AppendOnly(boolean isFedOnce) {
        this.isFedOnce = isFedOnce;
    }

    boolean of(Plan plan) {
        Boolean answer = known.get(plan.uid());
        if (answer == null) {
            answer = decide(plan);
            known.put(plan.uid(), answer);
        }
        return answer;
    }

    private boolean decide(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> isFedOnce || scan.appendOnly();
            case Plan.Values values ->
                isFedOnce || values.rows().stream().flatMap(List::stream).noneMatch(Expr::asksClock);
            case Plan.Filter filter -> of(filter.input()) && !filter.condition().asksClock();
            case Plan.Project project ->
                of(project.input()) && project.expressions().stream().noneMatch(Expr::asksClock);
            case Plan.Union union -> union.inputs().stream().allMatch(this::of);
            case Plan.Hop hop -> of(hop.input());
            case Plan.Unnest unnest -> of(unnest.input()) && unnest.arrays().stream().noneMatch(Expr::asksClock);
            case Plan.Exchange exchange -> of(exchange.input());
            case Plan.Join join -> (join.kind() == JoinKind.INNER || join.kind() == JoinKind.SEMI)
                    && of(join.left())
                    && of(join.right())
                    && (join.condition() == null || !join.condition().asksClock());
            // Of rows that are equal and look different the smallest is shown: that may change.
            case Plan.Distinct distinct -> of(distinct.input()) && isLossless(distinct.schema());
            case Plan.TemporalFilter filter -> false;
            case Plan.Aggregate aggregate -> false;
            case Plan.SetOperation set -> false;
            case Plan.TopK top -> false;
            case Plan.Window window -> false;
            case SessionWindow session -> false;
            case KeyedProcess process -> false;
            case WindowClose close -> close.isFinal() || of(close.input());
            case AsofJoin join -> false;
            case LookupJoin join -> of(join.left());
            // It goes on when everything that it reads is there; within another recursion that is not once.
            case Recursion recursion -> isFedOnce && !isWithinRecursion(recursion);
            case Recursion.Input input -> false;
        };
    }

    private static boolean isWithinRecursion(Plan plan) {
        return plan instanceof Recursion.Input
                || (plan instanceof Recursion recursion ? recursion.reads() : plan.inputs())
                        .stream().anyMatch(AppendOnly::isWithinRecursion);
    }

    private static boolean isLossless(Schema schema) {
        return schema.fields().stream().allMatch(field -> KeyEncoder.isLossless(field.type()));
    }
}
