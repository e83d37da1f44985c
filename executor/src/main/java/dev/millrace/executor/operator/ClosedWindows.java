package dev.millrace.executor.operator;

import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.LookupJoin;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.WindowClose;

/**
 * Which columns of a plan's node say of what window a row is, where all rows of a window come in one step and none is
 * ever added to or taken from them. Whoever works on each window for itself has then nothing to remember.
 */
final class ClosedWindows {

    private ClosedWindows() {}

    static BitSet of(Plan plan) {
        return switch (plan) {
            case WindowClose close -> close.isFinal() ? bounds(close) : new BitSet();
            case Plan.Filter filter -> of(filter.input());
            case Plan.Exchange exchange -> of(exchange.input());
            case Plan.Project project -> passedOn(of(project.input()), project.expressions());
            case Plan.Aggregate aggregate -> {
                BitSet columns = new BitSet();
                BitSet below = of(aggregate.input());
                for (int i = 0; i < aggregate.keys().size(); i++) {
                    columns.set(i, below.get(aggregate.keys().get(i)));
                }
                yield columns;
            }
            case Plan.Distinct distinct -> of(distinct.input());
            case Plan.TopK topK -> isWhole(topK) ? of(topK.input()) : new BitSet();
            case Plan.Window window -> isWhole(window) ? of(window.input()) : new BitSet();
            case Plan.Scan _, Plan.Values _, Plan.Union _, Plan.Join _, Plan.SetOperation _, Plan.Hop _, Plan.Unnest _,
                    Plan.TemporalFilter _, SessionWindow _, KeyedProcess _,
                    AsofJoin _, LookupJoin _, Recursion _, Recursion.Input _ -> new BitSet();
        };
    }

    /** The end, and the start where no two windows have the same. */
    private static BitSet bounds(WindowClose close) {
        BitSet columns = new BitSet();
        columns.set(close.endColumn());
        Plan input = close.input();
        while (input instanceof Plan.Exchange exchange) {
            input = exchange.input();
        }
        if (input instanceof Plan.Hop hop && !hop.windows().grows()) {
            columns.set(close.endColumn() - 1);
        }
        return columns;
    }

    private static BitSet passedOn(BitSet below, List<Expr> expressions) {
        BitSet columns = new BitSet();
        for (int i = 0; i < expressions.size(); i++) {
            columns.set(i, expressions.get(i) instanceof Expr.Input input && below.get(input.index()));
        }
        return columns;
    }

    /** Whether what a node works on at once, a group or a partition, is all of it there in one step, once. */
    static boolean isWhole(Plan plan) {
        return switch (plan) {
            case Plan.Aggregate aggregate -> hasAny(aggregate.input(), aggregate.keys());
            case Plan.Distinct distinct -> !of(distinct.input()).isEmpty();
            case Plan.TopK topK -> hasAny(topK.input(), topK.partition());
            case Plan.Window window -> hasAny(window.input(), window.partition());
            case Plan.Scan _, Plan.Values _, Plan.Filter _, Plan.Project _, Plan.Union _, Plan.Join _,
                    Plan.SetOperation _, Plan.Hop _, Plan.Unnest _, Plan.TemporalFilter _, Plan.Exchange _,
                    WindowClose _, SessionWindow _, KeyedProcess _,
                    AsofJoin _, LookupJoin _, Recursion _, Recursion.Input _ -> false;
        };
    }

    private static boolean hasAny(Plan input, List<Integer> columns) {
        BitSet closed = of(input);
        return columns.stream().anyMatch(closed::get);
    }
}
