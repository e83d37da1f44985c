package dev.millrace.planner.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.AsofJoin;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.KeyedProcess;
import dev.millrace.planner.logical.LookupJoin;
import dev.millrace.planner.logical.RecursiveUnion;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.SessionWindow;
import dev.millrace.planner.logical.Unnest;
import dev.millrace.planner.logical.Window;

/**
 * Leaves only the columns that someone above reads: scans decode less, joins and top-ks remember less. What calls a
 * function that may do something is computed though nobody reads it, as in PostgreSQL.
 */
final class PruneColumns implements Passes.Pass {

    private final FunctionFacts facts;
    private final BitSet required;

    PruneColumns(FunctionFacts facts, BitSet required) {
        this.facts = facts;
        this.required = required;
    }

    @Override
    public Rel apply(Rel rel) {
        return narrowed(prune(rel, required), required);
    }

    private static BitSet and(BitSet required, List<Expr> expressions) {
        BitSet all = (BitSet) required.clone();
        expressions.forEach(expr -> Expressions.collectColumns(expr, all));
        return all;
    }

    /** A selection on top, when there are columns that nobody needs any more. */
    private static Rel narrowed(Rel rel, BitSet needed) {
        List<Column> kept = rel.columns().stream().filter(c -> needed.get(c.id())).toList();
        if (kept.isEmpty() && rel.columns().stream().anyMatch(c -> !isWord(c))) {
            kept = List.of(rel.columns().get(narrowest(rel.columns())));
        }
        return kept.size() == rel.columns().size() || kept.isEmpty() ? rel : Rel.Project.of(rel, kept);
    }

    /** Rows that are only counted still need something to be carried in. */
    private static int narrowest(List<Column> columns) {
        int narrowest = 0;
        for (int i = columns.size() - 1; i >= 0; i--) {
            narrowest = isWord(columns.get(i)) ? i : narrowest;
        }
        return narrowest;
    }

    private static boolean isWord(Column column) {
        return column.type().layout() == SqlType.Layout.WORD;
    }

    private Rel input(Rel rel, BitSet needed) {
        return narrowed(prune(rel, needed), needed);
    }

    private Rel prune(Rel rel, BitSet needed) {
        return switch (rel) {
            case Rel.Get get -> get(get, needed);
            case Rel.Values values -> values(values, needed);
            case Rel.Filter filter ->
                new Rel.Filter(prune(filter.input(), and(needed, filter.expressions())), filter.condition());
            case Rel.Project project -> project(project, needed);
            case Rel.Join join -> {
                BitSet all = and(needed, join.expressions());
                Rel right = join.kind().isLeftOnly() ? existing(join.right(), all) : join.right();
                yield new Rel.Join(input(join.left(), all), input(right, all), join.kind(), join.condition());
            }
            case Rel.Apply apply -> throw new IllegalStateException("subqueries are gone here");
            case Rel.Aggregate aggregate -> aggregate(aggregate, needed);
            case Rel.Distinct distinct -> new Rel.Distinct(input(distinct.input(), Expressions.columns(distinct)));
            case Rel.Union union -> union(union, needed);
            case Rel.SetOperation operation ->
                operation.withInputs(List.of(
                        input(operation.left(), ids(operation.leftSources())),
                        input(operation.right(), ids(operation.rightSources()))));
            case Rel.TopK topK -> topK(topK, needed);
            case Window window -> window(window, needed);
            case RecursiveUnion.Reference reference -> reference;
            case RecursiveUnion union -> union.withInputs(List.of(
                    input(union.base(), ids(union.baseSources())), input(union.term(), ids(union.termSources()))));
            case Unnest unnest -> {
                Rel input = input(unnest.input(), and(needed, unnest.expressions()));
                boolean isNumbered = unnest.number() != null && needed.get(unnest.number().id());
                yield new Unnest(input, unnest.arrays(), unnest.elements(), isNumbered ? unnest.number() : null);
            }
            case SessionWindow session -> {
                BitSet all = and(needed, session.expressions());
                session.partition().forEach(all::set);
                yield session.withInputs(List.of(input(session.input(), all)));
            }
            case KeyedProcess process -> {
                List<Rel> inputs = new ArrayList<>();
                inputs.add(input(process.input(), ids(process.rows().stream().map(Column::id).toList())));
                if (process.initial() != null) {
                    inputs.add(input(process.initial(), ids(process.initialRows().stream().map(Column::id).toList())));
                }
                yield process.withInputs(inputs);
            }
            case AsofJoin join -> {
                BitSet all = (BitSet) needed.clone();
                join.leftKeys().forEach(all::set);
                join.rightKeys().forEach(all::set);
                all.set(join.leftTime());
                all.set(join.rightTime());
                yield join.withInputs(List.of(input(join.left(), all), input(join.right(), all)));
            }
            case LookupJoin join -> {
                BitSet all = (BitSet) needed.clone();
                join.leftKeys().forEach(all::set);
                join.rightKeys().forEach(all::set);
                yield join.withInputs(List.of(input(join.left(), all), input(join.right(), all)));
            }
            case Rel.Hop hop -> {
                BitSet all = and(needed, hop.expressions());
                yield hop.withInputs(List.of(input(hop.input(), all)));
            }
        };
    }

    private static BitSet ids(List<Integer> columns) {
        BitSet ids = new BitSet();
        columns.forEach(ids::set);
        return ids;
    }

    private static Rel get(Rel.Get get, BitSet needed) {
        List<Integer> positions = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < get.columns().size(); i++) {
            if (needed.get(get.columns().get(i).id())) {
                positions.add(get.positions().get(i));
                columns.add(get.columns().get(i));
            }
        }
        if (columns.isEmpty() && !get.columns().isEmpty()) {
            int narrowest = narrowest(get.columns());
            return new Rel.Get(
                    get.relation(), List.of(get.positions().get(narrowest)), List.of(get.columns().get(narrowest)));
        }
        return new Rel.Get(get.relation(), positions, columns);
    }

    private Rel values(Rel.Values values, BitSet needed) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < values.columns().size(); i++) {
            int column = i;
            if (needed.get(values.columns().get(i).id())
                    || values.rows().stream().anyMatch(row -> !facts.isRepeatable(row.get(column)))) {
                kept.add(i);
            }
        }
        if (kept.size() == values.columns().size()) {
            return values;
        }
        return new Rel.Values(
                values.rows().stream().map(row -> kept.stream().map(row::get).toList()).toList(),
                kept.stream().map(values.columns()::get).toList());
    }

    private Rel project(Rel.Project project, BitSet needed) {
        Rel.Project pruned = selected(project, needed, true);
        Rel input = prune(project.input(), and(new BitSet(), pruned.expressions()));
        return pruned.columns().isEmpty() ? input : pruned.withInputs(List.of(input));
    }

    /** @param keepsActing whether what may do something stays though it is not needed */
    private Rel.Project selected(Rel.Project project, BitSet needed, boolean keepsActing) {
        List<Expr> expressions = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < project.columns().size(); i++) {
            Expr expression = project.expressions().get(i);
            if (needed.get(project.columns().get(i).id()) || keepsActing && !facts.isRepeatable(expression)) {
                expressions.add(expression);
                columns.add(project.columns().get(i));
            }
        }
        return new Rel.Project(project.input(), expressions, columns);
    }

    /** Rows of which only whether they are there is asked: what they would be is not computed. */
    private Rel existing(Rel rel, BitSet needed) {
        return rel instanceof Rel.Project project ? selected(project, needed, false) : rel;
    }

    private Rel aggregate(Rel.Aggregate aggregate, BitSet needed) {
        List<Rel.Call> calls =
                aggregate.calls().stream().filter(call -> needed.get(call.column().id())).toList();
        if (calls.isEmpty() && aggregate.keys().isEmpty()) {
            return Rel.Values.oneRow(); // whatever the rows are
        }
        Rel.Aggregate pruned = new Rel.Aggregate(aggregate.input(), aggregate.keys(), calls);
        BitSet all = and(new BitSet(), pruned.expressions());
        calls.forEach(call -> call.order().forEach(order -> all.set(order.column())));
        return pruned.withInputs(List.of(input(aggregate.input(), all)));
    }

    private Rel union(Rel.Union union, BitSet needed) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < union.columns().size(); i++) {
            if (needed.get(union.columns().get(i).id())) {
                kept.add(i);
            }
        }
        if (kept.isEmpty() && !union.columns().isEmpty()) {
            kept.add(0);
        }
        List<Rel> inputs = new ArrayList<>();
        List<List<Integer>> sources = new ArrayList<>();
        for (int i = 0; i < union.inputs().size(); i++) {
            List<Integer> source = kept.stream().map(union.sources().get(i)::get).toList();
            sources.add(source);
            inputs.add(input(union.inputs().get(i), ids(source)));
        }
        return new Rel.Union(
                inputs, sources, kept.stream().map(union.columns()::get).toList());
    }

    private Rel topK(Rel.TopK topK, BitSet needed) {
        BitSet all = (BitSet) needed.clone();
        topK.partition().forEach(all::set);
        topK.order().forEach(order -> all.set(order.column()));
        Rel input = input(topK.input(), all);
        boolean isRankRead = topK.rank() != null && needed.get(topK.rank().id());
        return new Rel.TopK(
                input,
                topK.partition(),
                topK.order(),
                topK.offset(),
                topK.limit(),
                topK.withTies(),
                isRankRead ? topK.rank() : null);
    }

    private Rel window(Window window, BitSet needed) {
        List<Window.Call> calls =
                window.calls().stream().filter(call -> needed.get(call.column().id())).toList();
        if (calls.isEmpty()) {
            return prune(window.input(), needed);
        }
        Window pruned = new Window(window.input(), window.partition(), window.order(), calls);
        BitSet all = and(needed, pruned.expressions());
        window.partition().forEach(all::set);
        window.order().forEach(order -> all.set(order.column()));
        return pruned.withInputs(List.of(input(window.input(), all)));
    }
}
