package dev.millrace.planner.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.WindowFrame;

/** Window functions over rows that are ordered alike; see {@code Plan.Window}. */
public record Window(Rel input, List<Integer> partition, List<Order> order, List<Call> calls) implements Rel {

    public Window {
        partition = List.copyOf(partition);
        order = List.copyOf(order);
        calls = List.copyOf(calls);
    }

    /**
     * One function.
     *
     * @param filter null when every row counts
     */
    public record Call(Column column, String function, List<Expr> arguments, Expr filter, WindowFrame frame) {
        public Call {
            arguments = List.copyOf(arguments);
        }

        public Call withColumn(Column other) {
            return new Call(other, function, arguments, filter, frame);
        }

        public boolean isRowNumber() {
            return function.equals("row_number()");
        }

        public List<Expr> expressions() {
            List<Expr> all = new ArrayList<>(arguments);
            if (filter != null) {
                all.add(filter);
            }
            for (Expr part : new Expr[] {
                frame.key(), frame.start().offset(), frame.start().edge(), frame.end().offset(), frame.end().edge()
            }) {
                if (part != null) {
                    all.add(part);
                }
            }
            return all;
        }

        public Call rewrite(UnaryOperator<Expr> rewrite) {
            WindowFrame rewritten = new WindowFrame(
                    frame.unit(),
                    rewrite(frame.start(), rewrite),
                    rewrite(frame.end(), rewrite),
                    frame.exclusion(),
                    apply(rewrite, frame.key()));
            return new Call(
                    column, function, arguments.stream().map(rewrite).toList(), apply(rewrite, filter), rewritten);
        }

        private static FrameBound rewrite(FrameBound bound, UnaryOperator<Expr> rewrite) {
            return bound.hasOffset()
                    ? new FrameBound(bound.kind(), rewrite.apply(bound.offset()), apply(rewrite, bound.edge()))
                    : bound;
        }

        private static Expr apply(UnaryOperator<Expr> rewrite, Expr expr) {
            return expr == null ? null : rewrite.apply(expr);
        }
    }

    @Override
    public List<Column> columns() {
        List<Column> all = new ArrayList<>(input.columns());
        calls.forEach(call -> all.add(call.column()));
        return all;
    }

    @Override
    public List<Rel> inputs() {
        return List.of(input);
    }

    @Override
    public Rel withInputs(List<Rel> inputs) {
        return new Window(inputs.getFirst(), partition, order, calls);
    }

    @Override
    public List<Expr> expressions() {
        return calls.stream().flatMap(call -> call.expressions().stream()).toList();
    }

    @Override
    public Rel withExpressions(UnaryOperator<Expr> rewrite) {
        return new Window(input, partition, order, calls.stream().map(call -> call.rewrite(rewrite)).toList());
    }
}
