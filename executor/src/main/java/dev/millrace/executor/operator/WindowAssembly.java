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
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.window.RangeEdges;
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
        // Where no function runs on from the partition's start, a frame's start may be nearer than a saved state.
        boolean isSliding = isRunning
                && ready.stream().allMatch(function -> function.isSliding() || !function.reach().isRunning());
        List<RangeEdges> sliding = sliding(ready);
        PartitionSection section = new PartitionSection(new NeededColumns(input, needed(plan.calls())));
        AffectedRows affected = new AffectedRows(
                reach,
                range(ready, WindowFunctions.Ready::edges),
                range(ready, WindowFunctions.Ready::readEdges),
                new RangeReach(isSliding ? sliding : List.of()),
                section);
        WindowDifference difference = new WindowDifference(plan, functions);
        OrderedTable rows = OrderedTables.of(tables, plan.uid(), 0);
        if (!isRunning) {
            return new WindowOperator(plan, place, rows, null, affected, difference);
        }
        SavedStates saved = new SavedStates(OrderedTables.of(tables, plan.uid(), 1));
        LeavingRows leaving = new LeavingRows(sliding, rows, section);
        RunningRows running = new RunningRows(saved, affected, leaving, difference, isSliding);
        return new WindowOperator(plan, place, rows, running, affected, difference);
    }

    private static List<RangeEdges> sliding(List<WindowFunctions.Ready> ready) {
        return ready.stream()
                .filter(WindowFunctions.Ready::isSliding)
                .map(WindowFunctions.Ready::edges)
                .toList();
    }

    private static List<WindowFunctions.Ready> ready(Plan.Window plan, Function<Expr, Evaluator> compiler) {
        WindowFunctions functions = new WindowFunctions(plan, compiler);
        return plan.calls().stream().map(functions::of).toList();
    }

    private static RangeReach range(
            List<WindowFunctions.Ready> ready, Function<WindowFunctions.Ready, RangeEdges> edges) {
        return new RangeReach(ready.stream().map(edges).filter(Objects::nonNull).toList());
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
