package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowFrame;
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

    /** Whether nothing is called over one. */
    boolean isEmpty() {
        return groups.isEmpty();
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

    /**
     * The relation with a column for each call. A row number alone is a top-k that may yet get its limit.
     *
     * @param nature in which rows come that are not ordered
     */
    Rel compute(Rel rel, Grouping grouping, List<Order> nature) {
        Rel over = rel;
        for (Group group : groups) {
            if (!group.window.order().isEmpty() || nature.isEmpty()) {
                over = compute(over, group, grouping, List.of());
                continue;
            }
            List<Window.Call> placed = group.calls.stream().filter(Windows::countsRows).toList();
            List<Window.Call> others = group.calls.stream().filter(call -> !countsRows(call)).toList();
            over = placed.isEmpty() ? over : compute(over, new Group(group.window, placed), grouping, nature);
            over = others.isEmpty() ? over : compute(over, new Group(group.window, others), grouping, List.of());
        }
        return over;
    }

    /** Whether each row has a place of its own for this call, also among peers. */
    private static boolean countsRows(Window.Call call) {
        String name = call.function().substring(0, call.function().indexOf('('));
        boolean isByRows = call.frame().unit() == WindowFrame.Unit.ROWS
                && call.frame().exclusion() != WindowFrame.Exclusion.GROUP
                && call.frame().exclusion() != WindowFrame.Exclusion.TIES;
        return switch (name) {
            case "row_number", "lag", "lead", "ntile" -> true;
            case "rank", "dense_rank", "percent_rank", "cume_dist" -> false;
            default -> isByRows;
        };
    }

    private Rel compute(Rel rel, Group group, Grouping grouping, List<Order> nature) {
        WindowDefinition window = group.window;
        Computed computed = new Computed(binding, rel);
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
        order.addAll(nature);
        boolean isNumber = calls.size() == 1 && calls.getFirst().isRowNumber();
        return isNumber
                ? new Rel.TopK(
                        computed.rel(), partition, order, 0, -1, false, calls.getFirst().column())
                : new Window(computed.rel(), partition, order, calls);
    }
}
