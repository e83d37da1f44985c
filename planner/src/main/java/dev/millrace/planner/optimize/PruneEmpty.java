package dev.millrace.planner.optimize;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
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

/** Cuts away what can have no rows: below a condition that is never true, a LIMIT 0, an empty VALUES. */
final class PruneEmpty implements Passes.Pass {

    @Override
    public Rel apply(Rel rel) {
        List<Rel> inputs = rel.inputs().stream().map(this::apply).toList();
        Rel over = inputs.isEmpty() ? rel : rel.withInputs(inputs);
        boolean firstIsEmpty = !inputs.isEmpty() && isEmpty(inputs.getFirst());
        return switch (over) {
            case Rel.Get get -> get;
            case Rel.Values values -> values;
            case Rel.Filter filter ->
                firstIsEmpty || Expressions.isNeverTrue(filter.condition()) ? empty(filter) : filter;
            case Rel.Project project -> firstIsEmpty ? empty(project) : project;
            case Rel.Distinct distinct -> firstIsEmpty ? empty(distinct) : distinct;
            case Rel.Hop hop -> firstIsEmpty ? empty(hop) : hop;
            case Window window -> firstIsEmpty ? empty(window) : window;
            case SessionWindow session -> firstIsEmpty ? empty(session) : session;
            case KeyedProcess process -> firstIsEmpty && process.initial() == null ? empty(process) : process;
            case AsofJoin join -> firstIsEmpty ? empty(join) : join;
            case LookupJoin join -> firstIsEmpty ? empty(join) : join;
            case RecursiveUnion.Reference reference -> reference;
            case RecursiveUnion union -> recursion(union);
            case Unnest unnest -> firstIsEmpty ? empty(unnest) : unnest;
            case Rel.TopK topK -> firstIsEmpty || topK.limit() == 0 ? empty(topK) : topK;
            case Rel.Aggregate aggregate -> firstIsEmpty && !aggregate.keys().isEmpty() ? empty(aggregate) : aggregate;
            case Rel.Join join -> join(join);
            case Rel.Union union -> union(union);
            case Rel.SetOperation operation -> setOperation(operation);
            case Rel.Apply apply -> throw new IllegalStateException("subqueries are gone here");
        };
    }

    private static boolean isEmpty(Rel rel) {
        return rel instanceof Rel.Values values && values.rows().isEmpty();
    }

    private static Rel empty(Rel rel) {
        return Rel.Values.empty(rel.columns());
    }

    private static Rel join(Rel.Join join) {
        boolean left = isEmpty(join.left());
        boolean right = isEmpty(join.right()) || Expressions.isNeverTrue(join.condition());
        return switch (join.kind()) {
            case INNER -> left || right ? empty(join) : withoutUnit(join);
            case SEMI -> left || right ? empty(join) : join;
            case ANTI -> left ? empty(join) : right ? join.left() : join;
            case LEFT -> left ? empty(join) : right ? padded(join, join.left()) : join;
            case RIGHT ->
                isEmpty(join.right())
                        ? empty(join)
                        : left || Expressions.isNeverTrue(join.condition()) ? padded(join, join.right()) : join;
            case FULL -> left ? padded(join, join.right()) : isEmpty(join.right()) ? padded(join, join.left()) : join;
        };
    }

    /** A cross join with one row that has no columns is the other side. */
    private static Rel withoutUnit(Rel.Join join) {
        if (isUnit(join.left()) || isUnit(join.right())) {
            Rel rest = isUnit(join.left()) ? join.right() : join.left();
            return Expressions.isTrue(join.condition()) ? rest : new Rel.Filter(rest, join.condition());
        }
        return join;
    }

    private static boolean isUnit(Rel rel) {
        return rel instanceof Rel.Values values && values.rows().size() == 1 && values.columns().isEmpty();
    }

    /** The side that is left, with NULL for the other's columns. */
    private static Rel padded(Rel.Join join, Rel side) {
        List<Expr> expressions = new ArrayList<>();
        List<Column> columns = join.columns();
        for (Column column : columns) {
            boolean isOwn = side.columns().stream().anyMatch(c -> c.id() == column.id());
            expressions.add(isOwn ? column.reference() : Expr.Literal.ofNull(column.type()));
        }
        return new Rel.Project(side, expressions, columns);
    }

    private static Rel union(Rel.Union union) {
        List<Rel> inputs = new ArrayList<>();
        List<List<Integer>> sources = new ArrayList<>();
        for (int i = 0; i < union.inputs().size(); i++) {
            if (!isEmpty(union.inputs().get(i))) {
                inputs.add(union.inputs().get(i));
                sources.add(union.sources().get(i));
            }
        }
        if (inputs.isEmpty()) {
            return empty(union);
        }
        return inputs.size() == 1
                ? renamed(inputs.getFirst(), sources.getFirst(), union.columns())
                : new Rel.Union(inputs, sources, union.columns());
    }

    private static Rel setOperation(Rel.SetOperation operation) {
        if (isEmpty(operation.left())
                || operation.kind() == Plan.SetOperation.Kind.INTERSECT && isEmpty(operation.right())) {
            return empty(operation);
        }
        if (!isEmpty(operation.right())) {
            return operation;
        }
        Rel left = renamed(operation.left(), operation.leftSources(), operation.columns());
        return operation.all() ? left : new Rel.Distinct(left);
    }

    /** A term without rows ends the recursion at once. */
    private static Rel recursion(RecursiveUnion union) {
        if (isEmpty(union.base())) {
            return empty(union);
        }
        if (!isEmpty(union.term())) {
            return union;
        }
        Rel base = renamed(union.base(), union.baseSources(), union.columns());
        return union.all() ? base : new Rel.Distinct(base);
    }

    private static Rel renamed(Rel input, List<Integer> sources, List<Column> columns) {
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            expressions.add(new Expr.Input(sources.get(i), columns.get(i).type()));
        }
        return new Rel.Project(input, expressions, columns);
    }
}
