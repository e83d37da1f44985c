package dev.millrace.planner.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
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

/** Lifts the conditions by which a subquery depends on outer columns to its top, where its shape allows that. */
final class PullUp {

    /**
     * A subquery without its outer conditions.
     *
     * @param rel gives every column that the conditions read, beside its own
     */
    record Pulled(Rel rel, List<Expr> conditions) {}

    private final BitSet outer;
    private final ColumnNumbers numbers;

    PullUp(BitSet outer, ColumnNumbers numbers) {
        this.outer = outer;
        this.numbers = numbers;
    }

    /** As {@link #pull}, for a subquery of which only counts whether it has rows: inside it EXISTS is a join. */
    Pulled pullExisting(Rel rel) {
        return pull(flattened(rel));
    }

    private Rel flattened(Rel rel) {
        if (rel instanceof Rel.Filter || rel instanceof Rel.Project) {
            return rel.withInputs(List.of(flattened(rel.inputs().getFirst())));
        }
        if (!(rel instanceof Rel.Join join)) {
            return rel;
        }
        boolean isExists = join.kind() == JoinKind.SEMI && readsOuter(join.condition());
        if (join.kind() != JoinKind.INNER && !isExists) {
            return rel;
        }
        return new Rel.Join(flattened(join.left()), flattened(join.right()), JoinKind.INNER, join.condition());
    }

    private boolean readsOuter(Expr expr) {
        return Expressions.reads(expr, outer::get);
    }

    private boolean dependsOnOuter(Rel rel) {
        return Expressions.free(rel).intersects(outer);
    }

    /**
     * An Apply whose right side is an aggregate over everything, under projections (and filters, in an inner one):
     * always
     * one row. Becomes a left join with the groups, the projections computed above it; null when it is not of that
     * form.
     */
    Rel scalar(Rel.Apply apply) {
        boolean isInner = apply.kind() == JoinKind.INNER;
        if (!isInner && apply.kind() != JoinKind.LEFT || !Expressions.isTrue(apply.condition())) {
            return null;
        }
        List<Rel> above = new ArrayList<>();
        Rel at = apply.right();
        while (at instanceof Rel.Project || isInner && at instanceof Rel.Filter) {
            above.add(at);
            at = at.inputs().getFirst();
        }
        if (!(at instanceof Rel.Aggregate aggregate) || !aggregate.keys().isEmpty()) {
            return null;
        }
        Pulled rows = pull(aggregate.input());
        if (rows == null || aggregate.expressions().stream().anyMatch(this::readsOuter)) {
            return null;
        }
        Pulled keyed = keyed(rows);
        if (keyed == null) {
            return null;
        }
        Rel.Aggregate groups = new Rel.Aggregate(keyed.rel(), innerColumns(keyed), aggregate.calls());
        Rel.Join join =
                new Rel.Join(apply.left(), groups, JoinKind.LEFT, Expressions.and(keyed.conditions()));
        Rel result = Decorrelate.withEmptyGroups(join, groups, numbers);
        List<Column> outerColumns = apply.left().columns();
        for (Rel step : above.reversed()) {
            result = step instanceof Rel.Project project
                    ? alongside(outerColumns, project, result)
                    : new Rel.Filter(result, ((Rel.Filter) step).condition());
        }
        return result;
    }

    /** The projection, with the outer columns passed on beside it. */
    private static Rel alongside(List<Column> outerColumns, Rel.Project project, Rel input) {
        List<Expr> expressions = new ArrayList<>();
        outerColumns.forEach(c -> expressions.add(c.reference()));
        expressions.addAll(project.expressions());
        List<Column> columns = new ArrayList<>(outerColumns);
        columns.addAll(project.columns());
        return new Rel.Project(input, expressions, columns);
    }

    /** Null when the conditions cannot be lifted. */
    Pulled pull(Rel rel) {
        if (!dependsOnOuter(rel)) {
            return new Pulled(rel, List.of());
        }
        return switch (rel) {
            case Rel.Filter filter -> filter(filter);
            case Rel.Project project -> project(project);
            case Rel.Join join -> join(join);
            case Rel.Aggregate aggregate -> aggregate(aggregate);
            case Rel.Distinct distinct -> {
                Pulled keyed = keyed(pull(distinct.input()));
                yield keyed == null ? null : new Pulled(new Rel.Distinct(keyed.rel()), keyed.conditions());
            }
            case Rel.TopK topK -> topK(topK);
            case Window window -> window(window);
            case SessionWindow session -> session(session);
            case KeyedProcess process -> null;
            case AsofJoin join -> null;
            case LookupJoin join -> null;
            case Rel.Hop hop -> {
                Pulled rows = pull(hop.input());
                yield rows == null ? null : new Pulled(hop.withInputs(List.of(rows.rel())), rows.conditions());
            }
            case Unnest unnest -> null;
            case RecursiveUnion union -> null;
            case RecursiveUnion.Reference reference -> null;
            case Rel.Get get -> null;
            case Rel.Values values -> null;
            case Rel.Apply apply -> null;
            case Rel.Union union -> null;
            case Rel.SetOperation operation -> null;
        };
    }

    private Pulled filter(Rel.Filter filter) {
        Pulled rows = pull(filter.input());
        if (rows == null) {
            return null;
        }
        List<Expr> lifted = new ArrayList<>(rows.conditions());
        List<Expr> kept = new ArrayList<>();
        for (Expr condition : Expressions.conjuncts(filter.condition())) {
            (readsOuter(condition) ? lifted : kept).add(condition);
        }
        Rel rel = kept.isEmpty() ? rows.rel() : new Rel.Filter(rows.rel(), Expressions.and(kept));
        return new Pulled(rel, lifted);
    }

    private Pulled project(Rel.Project project) {
        Pulled rows = pull(project.input());
        if (rows == null || project.expressions().stream().anyMatch(this::readsOuter)) {
            return null;
        }
        BitSet missing = read(rows.conditions());
        missing.andNot(outer);
        missing.andNot(Expressions.columns(project));
        List<Expr> expressions = new ArrayList<>(project.expressions());
        List<Column> columns = new ArrayList<>(project.columns());
        for (Column column : rows.rel().columns()) {
            if (missing.get(column.id())) {
                expressions.add(column.reference());
                columns.add(column);
            }
        }
        return new Pulled(new Rel.Project(rows.rel(), expressions, columns), rows.conditions());
    }

    private static BitSet read(List<Expr> conditions) {
        BitSet read = new BitSet();
        conditions.forEach(condition -> Expressions.collectColumns(condition, read));
        return read;
    }

    private Pulled join(Rel.Join join) {
        boolean isInner = join.kind() == JoinKind.INNER;
        boolean keepsLeft = join.kind() == JoinKind.LEFT || join.kind().isLeftOnly();
        if (!isInner && (!keepsLeft || dependsOnOuter(join.right()) || readsOuter(join.condition()))) {
            return null;
        }
        Pulled left = pull(join.left());
        Pulled right = pull(join.right());
        if (left == null || right == null) {
            return null;
        }
        List<Expr> lifted = new ArrayList<>(left.conditions());
        lifted.addAll(right.conditions());
        List<Expr> kept = new ArrayList<>();
        for (Expr condition : Expressions.conjuncts(join.condition())) {
            (readsOuter(condition) ? lifted : kept).add(condition);
        }
        return new Pulled(new Rel.Join(left.rel(), right.rel(), join.kind(), Expressions.and(kept)), lifted);
    }

    private Pulled aggregate(Rel.Aggregate aggregate) {
        if (aggregate.keys().isEmpty() || aggregate.expressions().stream().anyMatch(this::readsOuter)) {
            return null;
        }
        Pulled keyed = keyed(pull(aggregate.input()));
        if (keyed == null) {
            return null;
        }
        List<Column> keys = new ArrayList<>(aggregate.keys());
        for (Column column : innerColumns(keyed)) {
            if (keys.stream().noneMatch(key -> key.id() == column.id())) {
                keys.add(column);
            }
        }
        return new Pulled(new Rel.Aggregate(keyed.rel(), keys, aggregate.calls()), keyed.conditions());
    }

    private Pulled topK(Rel.TopK topK) {
        Pulled keyed = keyed(pull(topK.input()));
        if (keyed == null) {
            return null;
        }
        List<Integer> partition = partition(topK.partition(), keyed);
        List<Order> order = topK.order();
        Rel rel = new Rel.TopK(
                keyed.rel(), partition, order, topK.offset(), topK.limit(), topK.withTies(), topK.rank());
        return new Pulled(rel, keyed.conditions());
    }

    private Pulled window(Window window) {
        Pulled keyed = window.expressions().stream().anyMatch(this::readsOuter) ? null : keyed(pull(window.input()));
        if (keyed == null) {
            return null;
        }
        List<Integer> partition = partition(window.partition(), keyed);
        return new Pulled(new Window(keyed.rel(), partition, window.order(), window.calls()), keyed.conditions());
    }

    private Pulled session(SessionWindow session) {
        Pulled keyed = keyed(pull(session.input()));
        if (keyed == null) {
            return null;
        }
        List<Integer> partition = partition(session.partition(), keyed);
        return new Pulled(
                session.withInputs(List.of(keyed.rel())).partitionedBy(partition), keyed.conditions());
    }

    /** The partition's columns, and those by which the rows are told apart that one outer row sees. */
    private List<Integer> partition(List<Integer> columns, Pulled keyed) {
        List<Integer> partition = new ArrayList<>(columns);
        for (Column column : innerColumns(keyed)) {
            if (!partition.contains(column.id())) {
                partition.add(column.id());
            }
        }
        return partition;
    }

    /**
     * The same with every condition an equality of an inner column with something outer, so that the inner columns'
     * values
     * are the same for all rows that one outer row sees; null when the conditions are of other kinds.
     */
    private Pulled keyed(Pulled rows) {
        if (rows == null) {
            return null;
        }
        List<Expr> conditions = new ArrayList<>();
        List<Expr> computed = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Expr condition : rows.conditions()) {
            boolean isEquality = FunctionFacts.isEquality(condition) || condition instanceof Expr.IsNotDistinct;
            if (!isEquality) {
                return null;
            }
            Expr left = condition.operands().get(0);
            Expr right = condition.operands().get(1);
            boolean isLeftInner = !readsOuter(left);
            Expr inner = isLeftInner ? left : right;
            Expr other = isLeftInner ? right : left;
            BitSet otherColumns = Expressions.columns(other);
            otherColumns.andNot(outer);
            if (readsOuter(inner) || !otherColumns.isEmpty() && hasAny(rows.rel(), otherColumns)) {
                return null;
            }
            Expr reference = inner;
            if (!(inner instanceof Expr.Input)) {
                Column column = numbers.column("key", inner.type(), true);
                computed.add(inner);
                columns.add(column);
                reference = column.reference();
            }
            conditions.add(condition.withOperands(
                    isLeftInner ? List.of(reference, other) : List.of(other, reference)));
        }
        return new Pulled(Rel.Project.extend(rows.rel(), computed, columns), conditions);
    }

    private static boolean hasAny(Rel rel, BitSet columns) {
        return Expressions.columns(rel).intersects(columns);
    }

    /** The columns of the rows that the conditions compare, each once. */
    private List<Column> innerColumns(Pulled keyed) {
        BitSet read = read(keyed.conditions());
        return keyed.rel().columns().stream().filter(c -> read.get(c.id())).toList();
    }
}
