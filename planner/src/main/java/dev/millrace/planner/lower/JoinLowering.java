package dev.millrace.planner.lower;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.Plan;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.ColumnNumbers;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/** A join: its condition split into equal keys, which both sides are dealt by, and a rest. */
final class JoinLowering {

    private final Lowering lowering;
    private final Nodes nodes;
    private final ColumnNumbers numbers;

    JoinLowering(Lowering lowering, Nodes nodes, ColumnNumbers numbers) {
        this.lowering = lowering;
        this.nodes = nodes;
        this.numbers = numbers;
    }

    /** One equality: an expression of each side. */
    private record Key(Expr left, Expr right, boolean nullSafe) {}

    Lowered lower(Rel.Join join) {
        BitSet leftColumns = Expressions.columns(join.left());
        BitSet rightColumns = Expressions.columns(join.right());
        List<Key> keys = new ArrayList<>();
        List<Expr> rest = new ArrayList<>();
        // Of an inner join: those of others were refused.
        List<Expr> timed = new ArrayList<>();
        for (Expr condition : Expressions.conjuncts(join.condition())) {
            if (lowering.isTimed(condition)) {
                timed.add(condition);
                continue;
            }
            Key key = key(condition, leftColumns, rightColumns);
            if (key == null) {
                rest.add(condition);
            } else if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        Keyed left = keyed(lowering.lower(join.left()), keys.stream().map(Key::left).toList());
        Keyed right = keyed(lowering.lower(join.right()), keys.stream().map(Key::right).toList());
        Lowered leftDealt = deal(left, keys.isEmpty(), join.kind(), false);
        Lowered rightDealt = deal(right, keys.isEmpty(), join.kind(), true);
        return lowering.filter(join(join, leftDealt, rightDealt, left.ids(), right.ids(), keys, rest), timed);
    }

    private static Key key(Expr condition, BitSet left, BitSet right) {
        boolean isEquality = condition instanceof Expr.Call call && call.function().startsWith("=(");
        boolean isNullSafe = condition instanceof Expr.IsNotDistinct;
        if (!isEquality && !isNullSafe) {
            return null;
        }
        Expr a = condition.operands().get(0);
        Expr b = condition.operands().get(1);
        if (!a.type().withoutModifiers().equals(b.type().withoutModifiers())
                || Expressions.columns(a).isEmpty()
                || Expressions.columns(b).isEmpty()) {
            return null;
        }
        if (Expressions.readsOnly(a, left) && Expressions.readsOnly(b, right)) {
            return new Key(a, b, isNullSafe);
        }
        return Expressions.readsOnly(b, left) && Expressions.readsOnly(a, right) ? new Key(b, a, isNullSafe) : null;
    }

    /**
     * A side with every key as a column; {@code ids} are those columns, {@code visible} how many are not only for
     * keys.
     */
    private record Keyed(Lowered side, List<Integer> ids, int visible) {}

    private Keyed keyed(Lowered side, List<Expr> keys) {
        List<Integer> ids = new ArrayList<>();
        List<Expr> expressions = new ArrayList<>();
        List<Column> columns = new ArrayList<>(side.columns());
        for (Column column : side.columns()) {
            expressions.add(side.positional(column.reference()));
        }
        int visible = columns.size();
        for (Expr key : keys) {
            if (key instanceof Expr.Input input) {
                ids.add(input.index());
            } else {
                Column column = numbers.column("key", key.type(), true);
                columns.add(column);
                expressions.add(side.positional(key));
                ids.add(column.id());
            }
        }
        if (columns.size() == visible) {
            return new Keyed(side, ids, visible);
        }
        Plan plan = nodes.project(side.plan(), expressions, Lowered.schema(columns));
        return new Keyed(side.with(plan, columns), ids, visible);
    }

    private Lowered deal(Keyed keyed, boolean hasNoKeys, JoinKind kind, boolean isRight) {
        if (!hasNoKeys) {
            return lowering.hashed(keyed.side(), keyed.ids());
        }
        // Without keys every pair meets. The right side goes to wherever the left one's rows are, unless its own
        // unmatched rows count: then they must not be seen more than once.
        if (kind.keepsUnmatchedRight()) {
            return lowering.single(keyed.side());
        }
        if (!isRight) {
            return keyed.side();
        }
        Plan exchange = nodes.exchange(keyed.side().plan(), new Distribution.Broadcast());
        return Lowered.anywhere(exchange, keyed.side().columns());
    }

    private Lowered join(
            Rel.Join join,
            Lowered left,
            Lowered right,
            List<Integer> leftIds,
            List<Integer> rightIds,
            List<Key> keys,
            List<Expr> rest) {
        List<Column> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        Expr condition = rest.isEmpty()
                ? null
                : Lowered.anywhere(left.plan(), both).positional(Expressions.and(rest));
        List<Column> columns = new ArrayList<>();
        JoinKind kind = join.kind();
        left.columns().forEach(c -> columns.add(kind.keepsUnmatchedRight() ? c.asNullable() : c));
        if (!kind.isLeftOnly()) {
            right.columns().forEach(c -> columns.add(kind.keepsUnmatchedLeft() ? c.asNullable() : c));
        }
        Plan plan = nodes.join(
                left.plan(),
                right.plan(),
                kind,
                left.positions(leftIds),
                right.positions(rightIds),
                keys.stream().map(Key::nullSafe).toList(),
                condition,
                Lowered.schema(columns));
        Lowered joined = new Lowered(plan, columns, dealt(kind, leftIds, rightIds, left), isSingle(kind, left, keys));
        return lowering.select(joined, join.columns());
    }

    private static List<List<Integer>> dealt(
            JoinKind kind, List<Integer> leftIds, List<Integer> rightIds, Lowered left) {
        if (leftIds.isEmpty()) {
            return kind.keepsUnmatchedRight() ? List.of() : left.dealt();
        }
        return switch (kind) {
            case INNER -> List.of(leftIds, rightIds);
            case LEFT, SEMI, ANTI -> List.of(leftIds);
            case RIGHT -> List.of(rightIds);
            case FULL -> List.of();
        };
    }

    private static boolean isSingle(JoinKind kind, Lowered left, List<Key> keys) {
        return keys.isEmpty() && (kind.keepsUnmatchedRight() || left.isSingle());
    }
}
