package dev.millrace.planner.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Effort;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/**
 * Evaluates what does not depend on rows, by the functions that run in views, and simplifies the logic around it. What
 * fails to evaluate stays as it is: it may stand where no row ever comes.
 */
final class FoldConstants implements Passes.Pass {

    private final ConstantEvaluator constants;
    private final FunctionFacts facts;
    private final Effort effort;

    FoldConstants(ConstantEvaluator constants, FunctionFacts facts, Effort effort) {
        this.effort = effort;
        this.constants = constants;
        this.facts = facts;
    }

    @Override
    public Rel apply(Rel rel) {
        List<Rel> inputs = rel.inputs().stream().map(this::apply).toList();
        Rel over = inputs.isEmpty() ? rel : rel.withInputs(inputs);
        BitSet neverNull = new BitSet();
        for (Rel input : inputs) {
            for (Column column : input.columns()) {
                neverNull.set(column.id(), !column.nullable());
            }
        }
        return over.withExpressions(expr -> expr.rewrite(node -> simplify(node, neverNull)));
    }

    private Expr simplify(Expr node, BitSet neverNull) {
        return switch (node) {
            case Expr.And and -> and(and);
            case Expr.Or or -> or(or);
            case Expr.Not not -> not(not);
            case Expr.Case c -> choose(c);
            case Expr.Coalesce c -> coalesce(c, neverNull);
            case Expr.IsNull isNull ->
                Expressions.isNeverNull(isNull.operand(), id -> !neverNull.get(id))
                        ? Expr.Literal.FALSE
                        : evaluate(isNull);
            case Expr.IsNotDistinct same -> sameAs(same, neverNull);
            case Expr.Call call -> facts.isImmutable(call) ? evaluate(call) : call;
            case Expr.Cast cast -> evaluate(cast);
            case Expr.InList in -> evaluate(in);
            case Expr.Row row -> evaluate(row);
            case Expr.Field(Expr.Row row, int index, var _) -> row.operands().get(index);
            case Expr.Field field -> evaluate(field);
            case Expr.Input input -> input;
            case Expr.Literal literal -> literal;
            case Expr.Parameter parameter -> parameter;
            case Expr.Now now -> now;
        };
    }

    private Expr evaluate(Expr node) {
        boolean isConstant = !node.operands().isEmpty()
                && node.operands().stream().allMatch(operand -> operand instanceof Expr.Literal);
        if (!isConstant) {
            return node;
        }
        effort.check();
        try {
            return constants.evaluate(node);
        } catch (SqlException e) {
            return node;
        }
    }

    private static Expr and(Expr.And and) {
        List<Expr> operands = new ArrayList<>();
        for (Expr operand : and.operands()) {
            if (operand instanceof Expr.Literal literal && Boolean.FALSE.equals(literal.value())) {
                return Expr.Literal.FALSE;
            }
            if (operand instanceof Expr.And inner) {
                operands.addAll(inner.operands());
            } else {
                operands.add(operand);
            }
        }
        operands.removeIf(Expressions::isTrue);
        return Expressions.and(operands);
    }

    private static Expr or(Expr.Or or) {
        List<Expr> operands = new ArrayList<>();
        for (Expr operand : or.operands()) {
            if (Expressions.isTrue(operand)) {
                return Expr.Literal.TRUE;
            }
            if (operand instanceof Expr.Or inner) {
                operands.addAll(inner.operands());
            } else if (!(operand instanceof Expr.Literal literal && Boolean.FALSE.equals(literal.value()))) {
                operands.add(operand);
            }
        }
        List<Expr> distinct = operands.stream().distinct().toList();
        return switch (distinct.size()) {
            case 0 -> Expr.Literal.FALSE;
            case 1 -> distinct.getFirst();
            default -> new Expr.Or(distinct);
        };
    }

    private static Expr not(Expr.Not not) {
        if (not.operand() instanceof Expr.Literal literal) {
            return literal.value() == null
                    ? literal
                    : Boolean.TRUE.equals(literal.value()) ? Expr.Literal.FALSE : Expr.Literal.TRUE;
        }
        return not.operand() instanceof Expr.Not inner ? inner.operand() : not;
    }

    private static Expr choose(Expr.Case c) {
        List<Expr> operands = new ArrayList<>();
        List<Expr> all = c.operands();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            if (Expressions.isTrue(all.get(i))) {
                operands.add(all.get(i + 1));
                return operands.size() == 1 ? operands.getFirst() : new Expr.Case(operands, c.type());
            }
            if (!Expressions.isNeverTrue(all.get(i))) {
                operands.add(all.get(i));
                operands.add(all.get(i + 1));
            }
        }
        operands.add(all.getLast());
        return operands.size() == 1 ? operands.getFirst() : new Expr.Case(operands, c.type());
    }

    private static Expr coalesce(Expr.Coalesce c, BitSet neverNull) {
        List<Expr> operands = new ArrayList<>();
        for (Expr operand : c.operands()) {
            if (operand instanceof Expr.Literal literal && literal.value() == null) {
                continue;
            }
            operands.add(operand);
            if (Expressions.isNeverNull(operand, id -> !neverNull.get(id))) {
                break;
            }
        }
        return switch (operands.size()) {
            case 0 -> Expr.Literal.ofNull(c.type());
            case 1 -> operands.getFirst();
            default -> new Expr.Coalesce(operands, c.type());
        };
    }

    private Expr sameAs(Expr.IsNotDistinct same, BitSet neverNull) {
        if (Expressions.isTrue(same.right()) && Expressions.isNeverNull(same.left(), id -> !neverNull.get(id))) {
            return same.left();
        }
        return same.left().equals(same.right()) && facts.isRepeatable(same.left())
                ? Expr.Literal.TRUE
                : evaluate(same);
    }
}
