package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/** A side of a join by keys, to which its keys, and its time, are added as columns where they are not. */
final class KeyedSide {

    private final Binding binding;
    private final Rel rel;
    private final BitSet own;
    private final List<Expr> computed = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private final List<Integer> keys = new ArrayList<>();

    KeyedSide(Binding binding, Rel rel) {
        this.binding = binding;
        this.rel = rel;
        own = Expressions.columns(rel);
    }

    boolean provides(Expr expr) {
        return !Expressions.columns(expr).isEmpty() && Expressions.readsOnly(expr, own);
    }

    /** The number of the column that has this value. */
    int column(Expr expr) {
        if (expr instanceof Expr.Input input) {
            return input.index();
        }
        Column column = binding.numbers.column("key", expr.type(), true);
        computed.add(expr);
        columns.add(column);
        return column.id();
    }

    void addKey(Expr expr) {
        keys.add(column(expr));
    }

    List<Integer> keys() {
        return keys;
    }

    Rel extended() {
        return Rel.Project.extend(rel, computed, columns);
    }

    /** What each side gives to a comparison, the left side's first; null when it is none, or not of both. */
    static List<Expr> sides(Expr condition, String operator, KeyedSide left, KeyedSide right) {
        if (!(condition instanceof Expr.Call call) || !call.function().startsWith(operator + "(")) {
            return null;
        }
        Expr first = call.operands().get(0);
        Expr second = call.operands().get(1);
        if (left.provides(first) && right.provides(second)) {
            return List.of(first, second);
        }
        return left.provides(second) && right.provides(first) ? List.of(second, first) : null;
    }

    /** Both of one type. */
    static List<Expr> alike(List<Expr> sides, SqlNode node, Binding binding) {
        SqlType left = sides.get(0).type().withoutModifiers();
        SqlType right = sides.get(1).type().withoutModifiers();
        if (left.equals(right)) {
            return sides;
        }
        SqlType common = binding.coercion.common(sides, List.of(node, node), "JOIN");
        return binding.coercion.convertAll(sides, common, List.of(node, node));
    }
}
