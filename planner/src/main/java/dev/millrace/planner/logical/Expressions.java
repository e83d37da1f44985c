package dev.millrace.planner.logical;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;

/** Questions and small constructions on expressions that every pass needs. */
public final class Expressions {

    private Expressions() {}

    public static boolean isTrue(Expr expr) {
        return expr instanceof Expr.Literal literal && Boolean.TRUE.equals(literal.value());
    }

    /** FALSE or NULL: as a condition, no row passes. */
    public static boolean isNeverTrue(Expr expr) {
        return expr instanceof Expr.Literal literal && !Boolean.TRUE.equals(literal.value());
    }

    /** The conjuncts of a condition, flattened; none for TRUE. */
    public static List<Expr> conjuncts(Expr condition) {
        List<Expr> all = new ArrayList<>();
        collectConjuncts(condition, all);
        return all;
    }

    private static void collectConjuncts(Expr condition, List<Expr> into) {
        if (condition instanceof Expr.And and) {
            and.operands().forEach(operand -> collectConjuncts(operand, into));
        } else if (!isTrue(condition)) {
            into.add(condition);
        }
    }

    public static Expr and(Collection<Expr> conditions) {
        List<Expr> distinct = conditions.stream().distinct().toList();
        return switch (distinct.size()) {
            case 0 -> Expr.Literal.TRUE;
            case 1 -> distinct.getFirst();
            default -> new Expr.And(distinct);
        };
    }

    /** Numbers of the columns an expression reads. */
    public static BitSet columns(Expr expr) {
        BitSet all = new BitSet();
        collectColumns(expr, all);
        return all;
    }

    public static void collectColumns(Expr expr, BitSet into) {
        if (expr instanceof Expr.Input input) {
            into.set(input.index());
        } else {
            for (Expr operand : expr.operands()) {
                collectColumns(operand, into);
            }
        }
    }

    public static BitSet columns(Rel rel) {
        BitSet all = new BitSet();
        rel.columns().forEach(column -> all.set(column.id()));
        return all;
    }

    public static boolean reads(Expr expr, IntPredicate column) {
        return columns(expr).stream().anyMatch(column);
    }

    public static boolean readsOnly(Expr expr, BitSet columns) {
        BitSet read = columns(expr);
        read.andNot(columns);
        return read.isEmpty();
    }

    /** Columns that a tree reads without producing them: outer references. */
    public static BitSet free(Rel rel) {
        BitSet read = new BitSet();
        BitSet produced = new BitSet();
        collectFree(rel, read, produced);
        read.andNot(produced);
        return read;
    }

    private static void collectFree(Rel rel, BitSet read, BitSet produced) {
        rel.expressions().forEach(expr -> collectColumns(expr, read));
        rel.columns().forEach(column -> produced.set(column.id()));
        rel.inputs().forEach(input -> collectFree(input, read, produced));
    }

    public static Expr substitute(Expr expr, Map<Integer, ? extends Expr> replacements) {
        if (replacements.isEmpty()) {
            return expr;
        }
        return expr.rewrite(node -> {
            if (node instanceof Expr.Input input) {
                Expr replacement = replacements.get(input.index());
                return replacement == null ? node : replacement;
            }
            return node;
        });
    }

    /** A tree with the columns it reads from outside replaced. */
    public static Rel substitute(Rel rel, Map<Integer, ? extends Expr> replacements) {
        if (replacements.isEmpty()) {
            return rel;
        }
        List<Rel> inputs = rel.inputs().stream().map(input -> substitute(input, replacements)).toList();
        return rel.withInputs(inputs).withExpressions(expr -> substitute(expr, replacements));
    }

    /** True when NULL can never be the value, given which columns may be NULL. */
    public static boolean isNeverNull(Expr expr, IntPredicate columnIsNullable) {
        return switch (expr) {
            case Expr.Input input -> !columnIsNullable.test(input.index());
            case Expr.Literal literal -> literal.value() != null;
            case Expr.Parameter p -> false;
            case Expr.Now now -> true;
            case Expr.Call call -> false;
            case Expr.Cast cast -> isNeverNull(cast.operand(), columnIsNullable);
            case Expr.IsNull isNull -> true;
            case Expr.IsNotDistinct same -> true;
            case Expr.And and -> allNeverNull(and.operands(), columnIsNullable);
            case Expr.Or or -> allNeverNull(or.operands(), columnIsNullable);
            case Expr.Not not -> isNeverNull(not.operand(), columnIsNullable);
            case Expr.InList in -> allNeverNull(in.operands(), columnIsNullable);
            case Expr.Row row -> true;
            case Expr.Field field -> false;
            case Expr.Coalesce c -> c.operands().stream().anyMatch(o -> isNeverNull(o, columnIsNullable));
            case Expr.Case c -> {
                boolean all = true;
                for (int i = 1; i < c.operands().size(); i += 2) {
                    all &= isNeverNull(c.operands().get(i), columnIsNullable);
                }
                yield all && isNeverNull(c.operands().getLast(), columnIsNullable);
            }
        };
    }

    private static boolean allNeverNull(List<Expr> operands, IntPredicate columnIsNullable) {
        return operands.stream().allMatch(operand -> isNeverNull(operand, columnIsNullable));
    }

    /** {@code not operand}, with double negation removed. */
    public static Expr not(Expr operand) {
        return operand instanceof Expr.Not inner ? inner.operand() : new Expr.Not(operand);
    }

    public static Column columnOf(List<Column> columns, int id) {
        for (Column column : columns) {
            if (column.id() == id) {
                return column;
            }
        }
        throw new IllegalStateException("no column " + id + " among " + columns);
    }

    /** The columns of a join: both sides', nullable where unmatched rows lack them. */
    static List<Column> joined(Rel left, Rel right, JoinKind kind) {
        if (kind.isLeftOnly()) {
            return left.columns();
        }
        List<Column> all = new ArrayList<>();
        for (Column column : left.columns()) {
            all.add(kind.keepsUnmatchedRight() ? column.asNullable() : column);
        }
        for (Column column : right.columns()) {
            all.add(kind.keepsUnmatchedLeft() ? column.asNullable() : column);
        }
        return all;
    }
}
