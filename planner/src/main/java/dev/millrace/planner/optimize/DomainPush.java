package dev.millrace.planner.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.logical.AsofJoin;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.ColumnNumbers;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.KeyedProcess;
import dev.millrace.planner.logical.LookupJoin;
import dev.millrace.planner.logical.RecursiveUnion;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.SessionWindow;
import dev.millrace.planner.logical.Unnest;
import dev.millrace.planner.logical.Window;

/**
 * Computes a subquery for every row of a domain at once: the domain is joined in as low as possible, and every operator
 * above works for each of its values on its own. The result has the domain's columns beside the subquery's.
 */
final class DomainPush {

    private final Rel domain;
    private final ColumnNumbers numbers;
    private final BitSet domainColumns;
    /** In the term of a recursion: the rows before, which have the domain's columns already. */
    private final Recursed recursed;

    DomainPush(Rel domain, ColumnNumbers numbers) {
        this(domain, numbers, null);
    }

    private DomainPush(Rel domain, ColumnNumbers numbers, Recursed recursed) {
        this.domain = domain;
        this.numbers = numbers;
        this.domainColumns = Expressions.columns(domain);
        this.recursed = recursed;
    }

    /** @param with the reference with further columns, which {@code values} are */
    private record Recursed(
            RecursiveUnion.Reference reference, RecursiveUnion.Reference with, List<Column> values) {
        boolean isIn(Rel rel) {
            return is(rel) || rel.inputs().stream().anyMatch(this::isIn);
        }

        boolean is(Rel rel) {
            return rel instanceof RecursiveUnion.Reference other && other.columns().equals(reference.columns());
        }
    }

    private boolean isDependent(Rel rel) {
        return Expressions.free(rel).intersects(domainColumns) || recursed != null && recursed.isIn(rel);
    }

    Rel push(Rel rel) {
        if (!isDependent(rel)) {
            return new Rel.Join(domain, rel, JoinKind.INNER, Expr.Literal.TRUE);
        }
        return switch (rel) {
            case Rel.Filter filter -> new Rel.Filter(push(filter.input()), filter.condition());
            case Rel.Project project -> project(project);
            case Rel.Join join -> join(join);
            case Rel.Aggregate aggregate -> aggregate(aggregate);
            case Rel.Distinct distinct -> new Rel.Distinct(push(distinct.input()));
            case Rel.TopK topK -> topK(topK);
            case Window window -> window(window);
            case RecursiveUnion union -> recursion(union);
            case RecursiveUnion.Reference reference -> new Rel.Project(
                    recursed.with,
                    references(reference.columns(), recursed.values),
                    both(reference.columns(), domain.columns()));
            case Unnest unnest -> unnest.withInputs(List.of(push(unnest.input())));
            case SessionWindow session -> session(session);
            case AsofJoin join -> asofJoin(join);
            case KeyedProcess process -> throw SqlException.unsupported(
                    "a processor in a subquery that refers to an outer query");
            case LookupJoin join -> throw SqlException.unsupported(
                    "FOR SYSTEM_TIME AS OF now() in a subquery that refers to an outer query");
            case Rel.Hop hop -> hop.withInputs(List.of(push(hop.input())));
            case Rel.Union union -> union(union);
            case Rel.SetOperation operation -> setOperation(operation);
            case Rel.Values values -> values(values);
            case Rel.Get get -> throw new IllegalStateException("a stored relation reads nothing");
            case Rel.Apply apply -> throw new IllegalStateException("inner subqueries go first");
        };
    }

    private Rel project(Rel.Project project) {
        List<Expr> expressions = new ArrayList<>(project.expressions());
        List<Column> columns = new ArrayList<>(project.columns());
        for (Column column : domain.columns()) {
            if (columns.stream().noneMatch(c -> c.id() == column.id())) {
                expressions.add(column.reference());
                columns.add(column);
            }
        }
        return new Rel.Project(push(project.input()), expressions, columns);
    }

    /** The right side over a copy of the domain; {@code conditions} say which rows belong to the same outer value. */
    private record Copied(Rel rel, List<Column> columns, List<Expr> conditions) {}

    private Copied copied(Rel rel) {
        List<Column> copies = domain.columns().stream().map(numbers::copyOf).toList();
        Map<Integer, Expr> renaming = new HashMap<>();
        List<Expr> references = new ArrayList<>();
        List<Expr> conditions = new ArrayList<>();
        for (int i = 0; i < copies.size(); i++) {
            Column original = domain.columns().get(i);
            renaming.put(original.id(), copies.get(i).reference());
            references.add(original.reference());
            conditions.add(new Expr.IsNotDistinct(original.reference(), copies.get(i).reference()));
        }
        Rel copy = new Rel.Project(domain, references, copies);
        return new Copied(
                new DomainPush(copy, numbers, recursed).push(Expressions.substitute(rel, renaming)), copies,
                conditions);
    }

    private Rel join(Rel.Join join) {
        boolean left = isDependent(join.left());
        boolean right = isDependent(join.right());
        if (join.kind() == JoinKind.INNER && !right) {
            return new Rel.Join(push(join.left()), join.right(), JoinKind.INNER, join.condition());
        }
        if (join.kind() == JoinKind.INNER && !left) {
            return new Rel.Join(join.left(), push(join.right()), JoinKind.INNER, join.condition());
        }
        if ((join.kind() == JoinKind.LEFT || join.kind().isLeftOnly()) && !right) {
            return new Rel.Join(push(join.left()), join.right(), join.kind(), join.condition());
        }
        if (join.kind() == JoinKind.RIGHT || join.kind() == JoinKind.FULL) {
            return keepingRight(join);
        }
        Copied copy = copied(join.right());
        List<Expr> conditions = new ArrayList<>(copy.conditions());
        conditions.add(join.condition());
        return new Rel.Join(push(join.left()), copy.rel(), join.kind(), Expressions.and(flat(conditions)));
    }

    private static List<Expr> flat(List<Expr> conditions) {
        return conditions.stream().flatMap(c -> Expressions.conjuncts(c).stream()).toList();
    }

    /** A row that only the right side has must still say which outer value it belongs to. */
    private Rel keepingRight(Rel.Join join) {
        Copied leftCopy = copied(join.left());
        Copied rightCopy = copied(join.right());
        List<Expr> conditions = new ArrayList<>();
        List<Expr> merged = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        Map<Integer, Expr> inCondition = new HashMap<>();
        for (int i = 0; i < domain.columns().size(); i++) {
            Column original = domain.columns().get(i);
            Expr ours = leftCopy.columns().get(i).reference();
            Expr theirs = rightCopy.columns().get(i).reference();
            conditions.add(new Expr.IsNotDistinct(ours, theirs));
            inCondition.put(original.id(), ours);
            merged.add(new Expr.Coalesce(List.of(ours, theirs), original.type()));
            columns.add(original.asNullable());
        }
        conditions.addAll(Expressions.conjuncts(Expressions.substitute(join.condition(), inCondition)));
        Rel joined = new Rel.Join(leftCopy.rel(), rightCopy.rel(), join.kind(), Expressions.and(conditions));
        return Rel.Project.extend(joined, merged, columns);
    }

    private Rel aggregate(Rel.Aggregate aggregate) {
        if (!aggregate.keys().isEmpty()) {
            List<Column> keys = new ArrayList<>(aggregate.keys());
            keys.addAll(domain.columns());
            return new Rel.Aggregate(push(aggregate.input()), keys, aggregate.calls());
        }
        List<Column> copies = domain.columns().stream().map(numbers::copyOf).toList();
        Map<Integer, Expr> renaming = new HashMap<>();
        List<Expr> references = new ArrayList<>();
        List<Expr> conditions = new ArrayList<>();
        for (int i = 0; i < copies.size(); i++) {
            Column original = domain.columns().get(i);
            renaming.put(original.id(), copies.get(i).reference());
            references.add(original.reference());
            conditions.add(new Expr.IsNotDistinct(original.reference(), copies.get(i).reference()));
        }
        Rel copy = new Rel.Project(domain, references, copies);
        Rel.Aggregate renamed = (Rel.Aggregate) Expressions.substitute(aggregate, renaming);
        Rel rows = new DomainPush(copy, numbers, recursed).push(renamed.input());
        Rel.Aggregate groups = new Rel.Aggregate(rows, copies, renamed.calls());
        Rel.Join join = new Rel.Join(domain, groups, JoinKind.LEFT, Expressions.and(conditions));
        return Decorrelate.withEmptyGroups(join, groups, numbers);
    }

    private Rel topK(Rel.TopK topK) {
        List<Integer> partition = new ArrayList<>(topK.partition());
        domain.columns().forEach(column -> partition.add(column.id()));
        return new Rel.TopK(
                push(topK.input()),
                partition,
                topK.order(),
                topK.offset(),
                topK.limit(),
                topK.withTies(),
                topK.rank());
    }

    private Rel window(Window window) {
        List<Integer> partition = new ArrayList<>(window.partition());
        domain.columns().forEach(column -> partition.add(column.id()));
        return new Window(push(window.input()), partition, window.order(), window.calls());
    }

    private Rel session(SessionWindow session) {
        List<Integer> partition = new ArrayList<>(session.partition());
        domain.columns().forEach(column -> partition.add(column.id()));
        return session.withInputs(List.of(push(session.input()))).partitionedBy(partition);
    }

    private Rel asofJoin(AsofJoin join) {
        if (isDependent(join.right())) {
            throw SqlException.unsupported("an ASOF JOIN whose right side refers to an outer query");
        }
        return join.withInputs(List.of(push(join.left()), join.right()));
    }

    private Rel union(Rel.Union union) {
        List<Rel> inputs = new ArrayList<>();
        List<List<Integer>> sources = new ArrayList<>();
        for (int i = 0; i < union.inputs().size(); i++) {
            Copied copy = copied(union.inputs().get(i));
            inputs.add(copy.rel());
            sources.add(with(union.sources().get(i), copy.columns()));
        }
        return new Rel.Union(inputs, sources, with(union.columns()));
    }

    /** A recursion for each value: its rows carry the value along. */
    private Rel recursion(RecursiveUnion union) {
        if (recursed != null && recursed.isIn(union)) {
            throw SqlException.unsupported("WITH RECURSIVE that reads another's rows and columns around both");
        }
        Copied base = copied(union.base());
        List<Column> values = domain.columns().stream().map(numbers::copyOf).toList();
        List<Column> copies = domain.columns().stream().map(numbers::copyOf).toList();
        Map<Integer, Expr> renaming = new HashMap<>();
        for (int i = 0; i < copies.size(); i++) {
            renaming.put(domain.columns().get(i).id(), copies.get(i).reference());
        }
        RecursiveUnion.Reference with = new RecursiveUnion.Reference(
                union.reference().depth(), both(union.reference().columns(), values));
        Rel copy = new Rel.Project(domain, references(domain.columns(), List.of()), copies);
        Rel term = new DomainPush(copy, numbers, new Recursed(union.reference(), with, values))
                .push(Expressions.substitute(union.term(), renaming));
        return new RecursiveUnion(
                base.rel(),
                term,
                with(union.baseSources(), base.columns()),
                with(union.termSources(), copies),
                with,
                union.all(),
                union.iterationsMax(),
                with(union.columns()));
    }

    private static List<Expr> references(List<Column> columns, List<Column> more) {
        return both(columns, more).stream().<Expr>map(Column::reference).toList();
    }

    private static List<Column> both(List<Column> columns, List<Column> more) {
        List<Column> both = new ArrayList<>(columns);
        both.addAll(more);
        return both;
    }

    private Rel setOperation(Rel.SetOperation operation) {
        Copied left = copied(operation.left());
        Copied right = copied(operation.right());
        return new Rel.SetOperation(
                operation.kind(),
                operation.all(),
                left.rel(),
                right.rel(),
                with(operation.leftSources(), left.columns()),
                with(operation.rightSources(), right.columns()),
                with(operation.columns()));
    }

    private static List<Integer> with(List<Integer> sources, List<Column> columns) {
        List<Integer> all = new ArrayList<>(sources);
        columns.forEach(column -> all.add(column.id()));
        return all;
    }

    private List<Column> with(List<Column> columns) {
        List<Column> all = new ArrayList<>(columns);
        all.addAll(domain.columns());
        return all;
    }

    private Rel values(Rel.Values values) {
        if (values.rows().size() == 1) {
            return Rel.Project.extend(domain, values.rows().getFirst(), values.columns());
        }
        throw new IllegalStateException("rows of VALUES with outer references are bound as projections");
    }
}
