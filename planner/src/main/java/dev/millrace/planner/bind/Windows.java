package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.Window;

/** The windows of one SELECT and the calls over them; each call becomes a column above its rows or groups. */
final class Windows {

    private final Binding binding;
    private final Map<String, WindowDefinition> named = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();

    /** The calls over windows that order their rows alike: they share one pass. */
    private record Group(WindowDefinition window, List<Window.Call> calls) {}

    Windows(Binding binding) {
        this.binding = binding;
    }

    /** False when there is one of that name. */
    boolean declare(String name, WindowDefinition window) {
        return named.putIfAbsent(name, window) == null;
    }

    /** The window of that name, or null. */
    WindowDefinition named(String name) {
        return named.get(name);
    }

    /** The column of a call; equal calls share one. */
    Expr.Input add(
            WindowDefinition window,
            String name,
            String function,
            List<Expr> arguments,
            Expr filter,
            SqlType type,
            boolean nullable) {
        Group group = groups.stream().filter(g -> g.window.isOrderedLike(window)).findFirst().orElse(null);
        if (group == null) {
            group = new Group(window, new ArrayList<>());
            groups.add(group);
        }
        Column column = binding.numbers.column(name, type, nullable);
        Window.Call call = new Window.Call(column, function, arguments, filter, window.frame());
        for (Window.Call known : group.calls) {
            if (known.withColumn(column).equals(call)) {
                return known.column().reference();
            }
        }
        group.calls.add(call);
        return column.reference();
    }

    /** Everything that the calls compute from the rows or groups below them. */
    List<Expr> expressions() {
        List<Expr> all = new ArrayList<>();
        for (Group group : groups) {
            all.addAll(group.window.partition());
            all.addAll(group.window.order());
            group.calls.forEach(call -> all.addAll(call.expressions()));
        }
        return all;
    }

    /** The relation with a column for each call. A row number alone is a top-k that may yet get its limit. */
    Rel compute(Rel rel, Grouping grouping) {
        Rel over = rel;
        for (Group group : groups) {
            WindowDefinition window = group.window;
            Computed computed = new Computed(binding, over);
            List<Integer> partition = window.partition().stream()
                    .map(expr -> computed.column(grouping.apply(expr)))
                    .toList();
            List<Order> order = new ArrayList<>();
            for (int i = 0; i < window.order().size(); i++) {
                Direction direction = window.directions().get(i);
                int column = computed.column(grouping.apply(window.order().get(i)));
                order.add(new Order(column, direction.descending(), direction.nullsFirst()));
            }
            List<Window.Call> calls =
                    group.calls.stream().map(call -> call.rewrite(grouping::apply)).toList();
            boolean isNumber = calls.size() == 1 && calls.getFirst().isRowNumber();
            over = isNumber
                    ? new Rel.TopK(
                            computed.rel(), partition, order, 0, -1, false, calls.getFirst().column())
                    : new Window(computed.rel(), partition, order, calls);
        }
        return over;
    }
}
