package dev.millrace.executor.operator;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.WindowCall;
import dev.millrace.executor.window.RangeReach;
import dev.millrace.executor.window.Reach;
import dev.millrace.executor.window.WindowFunction;
import dev.millrace.executor.window.WindowFunctions;

/** Puts together the operator of a window: its functions, and what they make it look at. */
final class WindowAssembly {

    private WindowAssembly() {}

    static Operator operator(Plan.Window plan, StateTables tables, Function<Expr, Evaluator> compiler) {
        Schema input = plan.input().schema();
        RowPlace place = new RowPlace(input, plan.partition(), plan.order());
        List<WindowFunctions.Ready> ready = ready(plan, compiler);
        Reach all = ready.stream().map(WindowFunctions.Ready::reach).reduce(Reach.NONE, Reach::or);
        // Where one function reads the whole partition anyway, saved states save nothing.
        boolean isRunning = all.isRunning() && !all.readsBefore().isAll();
        Reach reach = isRunning ? all : all.readingAll();
        List<WindowFunction> functions =
                ready.stream().map(WindowFunctions.Ready::function).toList();
        AffectedRows affected = new AffectedRows(
                reach,
                range(ready),
                range(ready(plan, compiler)),
                new PartitionSection(input, needed(plan.calls())));
        SavedStates saved = isRunning ? new SavedStates(OrderedTables.of(tables, plan.uid(), 1)) : null;
        return new WindowOperator(
                plan,
                place,
                OrderedTables.of(tables, plan.uid(), 0),
                saved,
                affected,
                new WindowDifference(plan, functions));
    }

    private static List<WindowFunctions.Ready> ready(Plan.Window plan, Function<Expr, Evaluator> compiler) {
        WindowFunctions functions = new WindowFunctions(plan, compiler);
        return plan.calls().stream().map(functions::of).toList();
    }

    private static RangeReach range(List<WindowFunctions.Ready> ready) {
        return new RangeReach(
                ready.stream().map(WindowFunctions.Ready::edges).filter(Objects::nonNull).toList());
    }

    /** The columns that the calls read. */
    private static BitSet needed(List<WindowCall> calls) {
        BitSet needed = new BitSet();
        for (WindowCall call : calls) {
            call.arguments().forEach(argument -> collect(argument, needed));
            if (call.filter() >= 0) {
                needed.set(call.filter());
            }
            collect(call.frame().key(), needed);
            for (FrameBound bound : List.of(call.frame().start(), call.frame().end())) {
                collect(bound.edge(), needed);
            }
        }
        return needed;
    }

    private static void collect(Expr expr, BitSet into) {
        if (expr instanceof Expr.Input input) {
            into.set(input.index());
        } else if (expr != null) {
            expr.operands().forEach(operand -> collect(operand, into));
        }
    }
}
