package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.storage.ByteWriter;

/**
 * Finds the part of a relation that a plan can see: equalities with constants on the first key columns, when every
 * scan of
 * the relation stands under a filter that has them.
 */
final class KeyRanges {

    private KeyRanges() {}

    /** A range and how many of the key's first columns it has a value for. */
    record Found(KeyRange range, int columns) {
        static final Found ALL = new Found(KeyRange.ALL, 0);
    }

    static KeyRange of(Plan plan, long relation, RelationLayout layout) {
        return find(plan, relation, layout).range();
    }

    static Found find(Plan plan, long relation, RelationLayout layout) {
        int[] key = layout.keyColumns();
        if (key.length == 0) {
            return Found.ALL;
        }
        List<Map<Integer, Expr.Literal>> equalities = new ArrayList<>();
        collect(plan, null, relation, new HashSet<>(), equalities);
        if (equalities.size() != 1) {
            return Found.ALL;
        }
        return prefix(layout, key, equalities.getFirst());
    }

    /** Adds, for each scan of the relation, the constants that its columns must equal. */
    private static void collect(
            Plan plan, Expr condition, long relation, Set<String> visited, List<Map<Integer, Expr.Literal>> found) {
        if (plan instanceof Plan.Scan scan) {
            if (scan.relation() == relation) {
                Map<Integer, Expr.Literal> constants = new HashMap<>();
                if (condition != null) {
                    constants(condition, scan.columns(), constants);
                }
                found.add(constants);
            }
            return;
        }
        if (plan instanceof Plan.Filter filter) {
            if (!visited.add(plan.uid())) {
                found.add(Map.of());
            }
            collect(filter.input(), filter.condition(), relation, visited, found);
            return;
        }
        visited.add(plan.uid());
        for (Plan input : plan.inputs()) {
            collect(input, null, relation, visited, found);
        }
    }

    private static void constants(Expr condition, List<Integer> columns, Map<Integer, Expr.Literal> found) {
        switch (condition) {
            case Expr.And and -> and.operands().forEach(operand -> constants(operand, columns, found));
            case Expr.Call call when call.function().startsWith("=(") -> {
                Expr left = call.operands().get(0);
                Expr right = call.operands().get(1);
                if (left instanceof Expr.Input input && right instanceof Expr.Literal literal) {
                    add(input, literal, columns, found);
                } else if (right instanceof Expr.Input input && left instanceof Expr.Literal literal) {
                    add(input, literal, columns, found);
                }
            }
            case Expr other -> {
                // Says nothing about single columns.
            }
        }
    }

    private static void add(
            Expr.Input input, Expr.Literal literal, List<Integer> columns, Map<Integer, Expr.Literal> found) {
        boolean sameKind = input.type().kind() == literal.type().kind()
                || input.type().kind().isText() && literal.type().kind().isText();
        if (sameKind && literal.value() != null && input.type().kind() != SqlType.Kind.CHAR) {
            found.put(columns.get(input.index()), literal);
        }
    }

    private static Found prefix(RelationLayout layout, int[] key, Map<Integer, Expr.Literal> constants) {
        ByteWriter prefix = new ByteWriter(64);
        boolean identity = layout.isBag();
        int fixed = 0;
        for (int column : key) {
            Expr.Literal constant = constants.get(column);
            SqlType type = layout.schema().type(column);
            if (constant == null || identity && !KeyCodec.isReversible(type)) {
                break;
            }
            ColumnBuilder builder = new ColumnBuilder(type.layout());
            Literals.append(constant, builder);
            Column value = builder.build();
            KeyCodec.ascending(List.of(type), identity ? KeyCodec.Form.IDENTITY : KeyCodec.Form.EQUALITY)
                    .encodeField(0, value, 0, prefix);
            fixed++;
        }
        boolean isWhole = fixed == key.length && layout.kind() == RelationLayout.Kind.KEYED;
        byte[] bytes = prefix.toByteArray();
        return new Found(isWhole ? KeyRange.point(bytes) : KeyRange.prefix(bytes), fixed);
    }
}
