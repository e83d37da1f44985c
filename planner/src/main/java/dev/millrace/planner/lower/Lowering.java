package dev.millrace.planner.lower;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.TimeBound;
import dev.millrace.executor.plan.WindowCall;
import dev.millrace.executor.plan.WindowFrame;
import dev.millrace.planner.logical.AsofJoin;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.ColumnNumbers;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.KeyedProcess;
import dev.millrace.planner.logical.LookupJoin;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.RecursiveUnion;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.SessionWindow;
import dev.millrace.planner.logical.Unnest;
import dev.millrace.planner.logical.Window;

/**
 * Makes the physical plan of a logical one. Keyed operators get an exchange below them unless their input is dealt by
 * the same columns in the same order already.
 */
public final class Lowering {

    private final Nodes nodes = new Nodes();
    private final ColumnNumbers numbers;
    private final Keeping keeping;
    private final IdentityHashMap<Rel, Lowered> done = new IdentityHashMap<>();

    /** @param keeping null for a query that is answered once */
    public Lowering(ColumnNumbers numbers, Keeping keeping) {
        this.numbers = numbers;
        this.keeping = keeping;
    }

    /** The plan of a relation, with these columns at these positions. */
    public Plan lower(Rel rel, List<Column> columns) {
        Plan plan = select(lower(rel), columns).plan();
        if (keeping != null && keeping.emitsOnClose()) {
            WindowCloseLowering.requireWindows(plan);
        }
        return plan;
    }

    Lowered lower(Rel rel) {
        Lowered known = done.get(rel);
        if (known == null) {
            Rel timed = rel;
            if (keeping != null) {
                keeping.check(rel);
                timed = new ClockColumns(numbers, keeping).of(rel);
            }
            known = timed == rel ? node(rel) : lower(timed);
            done.put(rel, known);
        }
        return known;
    }

    private Lowered node(Rel rel) {
        return switch (rel) {
            case Rel.Get get ->
                Lowered.anywhere(
                        nodes.scan(
                                get.relation().id(), get.positions(), Lowered.schema(get.columns()),
                                get.relation().isAppendOnly()),
                        get.columns());
            case Rel.Values values ->
                Lowered.anywhere(nodes.values(values.rows(), Lowered.schema(values.columns())), values.columns());
            case Rel.Filter filter -> filter(lower(filter.input()), Expressions.conjuncts(filter.condition()));
            case Rel.Project project -> project(project);
            case Rel.Join join -> new JoinLowering(this, nodes, numbers).lower(join);
            case Rel.Apply apply -> throw new IllegalStateException("subqueries are gone here");
            case Rel.Aggregate aggregate -> aggregate(aggregate);
            case Rel.Distinct distinct -> {
                Lowered input = select(lower(distinct.input()), distinct.columns());
                Lowered dealt = hashed(input, ids(input.columns()));
                yield dealt.with(nodes.distinct(dealt.plan()), dealt.columns());
            }
            case Rel.Union union -> union(union);
            case Rel.SetOperation operation -> setOperation(operation);
            case Rel.TopK topK -> topK(topK);
            case Window window -> window(window);
            case Rel.Hop hop -> hop(hop);
            case SessionWindow session -> TimeLowering.session(this, nodes, session);
            case KeyedProcess process -> ProcessLowering.lower(this, nodes, process);
            case AsofJoin join -> TimeLowering.asofJoin(this, nodes, join);
            case LookupJoin join -> TimeLowering.lookupJoin(this, nodes, join);
            case Unnest unnest -> unnest(unnest);
            case RecursiveUnion union -> new RecursionLowering(this, nodes, keeping).lower(union);
            case RecursiveUnion.Reference reference ->
                new RecursionLowering(this, nodes, keeping).reference(reference);
        };
    }

    // ---- conditions -------------------------------------------------------------------------------------------------

    /** Whether a condition has to be watched as the clock moves. */
    boolean isTimed(Expr condition) {
        return keeping != null && condition.asksClock();
    }

    /** The rows for which all conditions hold. */
    Lowered filter(Lowered input, List<Expr> conditions) {
        List<Expr> timed = conditions.stream().filter(this::isTimed).toList();
        List<Expr> others = conditions.stream().filter(condition -> !isTimed(condition)).toList();
        Lowered kept = others.isEmpty()
                ? input
                : input.with(nodes.filter(input.plan(), input.positional(Expressions.and(others))), input.columns());
        if (timed.isEmpty()) {
            return kept;
        }
        List<Integer> key = kept.columns().stream().filter(Lowering::canBeKey).map(Column::id).toList();
        Lowered dealt = hashed(kept, key);
        List<TimeBound> bounds = new TimeBounds(keeping).of(timed.stream().map(dealt::positional).toList());
        return dealt.with(nodes.temporalFilter(dealt.plan(), bounds, dealt.positions(key)), dealt.columns());
    }

    static boolean canBeKey(Column column) {
        return column.type().kind() != SqlType.Kind.JSON && column.type().kind() != SqlType.Kind.ARRAY;
    }

    private static List<Integer> ids(List<Column> columns) {
        return columns.stream().map(Column::id).toList();
    }

    // ---- exchanges --------------------------------------------------------------------------------------------------

    /** The rows dealt by these columns; without columns, all in one place. */
    Lowered hashed(Lowered input, List<Integer> columns) {
        if (columns.isEmpty()) {
            return single(input);
        }
        if (input.dealt().contains(columns)) {
            return input;
        }
        Plan exchange = nodes.exchange(input.plan(), new Distribution.Hash(input.positions(columns)));
        return new Lowered(exchange, input.columns(), List.of(columns), false);
    }

    Lowered single(Lowered input) {
        if (input.isSingle()) {
            return input;
        }
        Plan exchange = nodes.exchange(input.plan(), new Distribution.Single());
        return new Lowered(exchange, input.columns(), List.of(), true);
    }

    // ---- columns ----------------------------------------------------------------------------------------------------

    /** The rows with exactly these columns, in this order. */
    Lowered select(Lowered input, List<Column> columns) {
        Plan plan = nodes.select(input.plan(), input.positions(ids(columns)), Lowered.schema(columns));
        List<Integer> kept = ids(columns);
        List<List<Integer>> dealt = input.dealt().stream().filter(kept::containsAll).toList();
        return new Lowered(plan, columns, dealt, input.isSingle());
    }

    private Lowered project(Rel.Project project) {
        Lowered input = lower(project.input());
        List<Expr> expressions = project.expressions().stream().map(input::positional).toList();
        boolean isIdentity = project.isSelection() && ids(project.columns()).equals(ids(input.columns()));
        Plan plan = isIdentity
                ? input.plan()
                : nodes.project(input.plan(), expressions, Lowered.schema(project.columns()));
        return new Lowered(plan, project.columns(), renamed(input.dealt(), project), input.isSingle());
    }

    private static List<List<Integer>> renamed(List<List<Integer>> dealt, Rel.Project project) {
        List<List<Integer>> renamed = new ArrayList<>();
        for (List<Integer> columns : dealt) {
            List<Integer> outputs = new ArrayList<>();
            for (int column : columns) {
                for (int i = 0; i < project.columns().size(); i++) {
                    if (project.expressions().get(i) instanceof Expr.Input input && input.index() == column) {
                        outputs.add(project.columns().get(i).id());
                        break;
                    }
                }
            }
            if (outputs.size() == columns.size()) {
                renamed.add(outputs);
            }
        }
        return renamed;
    }

    // ---- keyed operators --------------------------------------------------------------------------------------------

    private Lowered aggregate(Rel.Aggregate aggregate) {
        Arguments arguments = new Arguments(lower(aggregate.input()), nodes, numbers);
        List<List<Integer>> argumentIds = new ArrayList<>();
        List<Integer> filterIds = new ArrayList<>();
        for (Rel.Call call : aggregate.calls()) {
            argumentIds.add(call.arguments().stream()
                    .map(argument -> arguments.column(argument, call.filter()))
                    .toList());
            filterIds.add(call.filter() == null ? -1 : arguments.column(call.filter(), null));
        }
        Lowered input = arguments.computed();
        List<Integer> keys = ids(aggregate.keys());
        Lowered dealt = hashed(input, keys);
        List<AggregateCall> calls = new ArrayList<>();
        for (int i = 0; i < aggregate.calls().size(); i++) {
            Rel.Call call = aggregate.calls().get(i);
            calls.add(new AggregateCall(
                    call.function(),
                    dealt.positions(argumentIds.get(i)),
                    call.distinct(),
                    filterIds.get(i) < 0 ? -1 : dealt.position(filterIds.get(i)),
                    sortKeys(call.order(), dealt),
                    call.column().type()));
        }
        List<Column> columns = aggregate.columns();
        Plan plan = nodes.aggregate(dealt.plan(), dealt.positions(keys), calls, Lowered.schema(columns));
        return new Lowered(plan, columns, keys.isEmpty() ? List.of() : List.of(keys), keys.isEmpty());
    }

    static List<SortKey> sortKeys(List<Order> orders, Lowered input) {
        return orders.stream()
                .map(o -> new SortKey(input.position(o.column()), o.descending(), o.nullsFirst()))
                .toList();
    }

    private Lowered union(Rel.Union union) {
        List<Plan> inputs = new ArrayList<>();
        boolean isSingle = true;
        for (int i = 0; i < union.inputs().size(); i++) {
            Lowered input = lower(union.inputs().get(i));
            isSingle &= input.isSingle();
            inputs.add(aligned(input, union.sources().get(i), union.columns()).plan());
        }
        Plan plan = nodes.union(inputs, Lowered.schema(union.columns()));
        return new Lowered(plan, union.columns(), List.of(), isSingle);
    }

    /** The input's columns {@code sources}, as {@code columns}. */
    Lowered aligned(Lowered input, List<Integer> sources, List<Column> columns) {
        List<Column> selected = sources.stream()
                .map(id -> input.columns().get(input.position(id)))
                .toList();
        Plan plan = nodes.select(input.plan(), input.positions(sources), Lowered.schema(selected));
        return new Lowered(plan, columns, List.of(), input.isSingle());
    }

    private Lowered setOperation(Rel.SetOperation operation) {
        List<Integer> all = ids(operation.columns());
        Lowered left = hashed(aligned(lower(operation.left()), operation.leftSources(), operation.columns()), all);
        Lowered right = hashed(aligned(lower(operation.right()), operation.rightSources(), operation.columns()), all);
        Plan plan = nodes.setOperation(
                operation.kind(), operation.all(), left.plan(), right.plan(), Lowered.schema(operation.columns()));
        return new Lowered(plan, operation.columns(), left.dealt(), left.isSingle());
    }

    private Lowered window(Window window) {
        Arguments arguments = new Arguments(lower(window.input()), nodes, numbers);
        List<List<Expr>> called = new ArrayList<>();
        List<Integer> filters = new ArrayList<>();
        for (Window.Call call : window.calls()) {
            List<Expr> of = new ArrayList<>();
            for (Expr argument : call.arguments()) {
                boolean stays = isSetting(call.function(), of.size()) && Expressions.columns(argument).isEmpty();
                of.add(stays ? argument : new Expr.Input(arguments.column(argument, call.filter()), argument.type()));
            }
            called.add(of);
            filters.add(call.filter() == null ? -1 : arguments.column(call.filter(), null));
        }
        Lowered dealt = hashed(arguments.computed(), window.partition());
        List<Column> columns = new ArrayList<>(dealt.columns());
        List<WindowCall> calls = new ArrayList<>();
        for (int i = 0; i < window.calls().size(); i++) {
            Window.Call call = window.calls().get(i);
            Window.Call positional = call.rewrite(dealt::positional);
            calls.add(new WindowCall(
                    call.function(),
                    called.get(i).stream().map(dealt::positional).toList(),
                    filters.get(i) < 0 ? -1 : dealt.position(filters.get(i)),
                    positional.frame(),
                    call.column().type()));
            columns.add(call.column());
        }
        Plan plan = nodes.window(
                dealt.plan(),
                dealt.positions(window.partition()),
                sortKeys(window.order(), dealt),
                calls,
                Lowered.schema(columns));
        return dealt.with(plan, columns);
    }

    /** Whether an argument says how a function works, not what it gives: as a constant it is known beforehand. */
    private static boolean isSetting(String function, int argument) {
        return switch (function.substring(0, function.indexOf('('))) {
            case "lag", "lead", "nth_value" -> argument > 0;
            case "ntile" -> true;
            default -> false;
        };
    }

    /** A row number that nothing bounds: kept from the changed row on, not by reading all before and after. */
    private static Window numbering(Rel.TopK topK) {
        Window.Call number =
                new Window.Call(topK.rank(), "row_number()", List.of(), null, WindowFrame.DEFAULT);
        return new Window(topK.input(), topK.partition(), topK.order(), List.of(number));
    }

    private Lowered topK(Rel.TopK topK) {
        if (topK.rank() != null && topK.limit() < 0 && topK.offset() == 0) {
            return window(numbering(topK));
        }
        Lowered dealt = hashed(lower(topK.input()), topK.partition());
        List<Column> columns = new ArrayList<>(dealt.columns());
        if (topK.rank() != null) {
            columns.add(topK.rank());
        }
        Plan plan = nodes.topK(
                dealt.plan(),
                dealt.positions(topK.partition()),
                sortKeys(topK.order(), dealt),
                topK.offset(),
                topK.limit(),
                topK.withTies(),
                topK.rank() != null,
                Lowered.schema(columns));
        return dealt.with(plan, columns);
    }

    private Lowered unnest(Unnest unnest) {
        Lowered input = lower(unnest.input());
        List<Column> columns = new ArrayList<>(input.columns());
        columns.addAll(unnest.added());
        List<Expr> arrays = unnest.arrays().stream().map(input::positional).toList();
        Plan plan = nodes.unnest(input.plan(), arrays, unnest.number() != null, Lowered.schema(columns));
        return input.with(plan, columns);
    }

    private Lowered hop(Rel.Hop hop) {
        Lowered input = lower(hop.input());
        List<Column> columns = new ArrayList<>(input.columns());
        columns.add(hop.start());
        columns.add(hop.end());
        Plan plan = nodes.hop(
                input.plan(),
                input.position(hop.time().id()),
                hop.windows(),
                Lowered.schema(columns));
        return closed(input.with(plan, columns), hop.input(), hop.time(), hop.end());
    }

    /** The rows of a window; of closed ones alone where nothing is to be seen before. */
    Lowered closed(Lowered windows, Rel rows, Column time, Column end) {
        return keeping != null && keeping.emitsOnClose()
                ? new WindowCloseLowering(this, nodes).lower(windows, rows, time, end)
                : windows;
    }
}
