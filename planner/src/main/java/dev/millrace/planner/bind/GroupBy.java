package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlInternalOperators;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.logical.Rel;

/** The items of GROUP BY: columns first, then names of the select list, positions, any expression. */
final class GroupBy {

    private static final int SETS_MAX = 4096;
    private static final int CUBE_MAX = 12;

    private final Binding binding;
    private final ExpressionBinder expressions;
    private final Expansions expansions;

    /** @param expansions the select list's set-returning functions: those of the keys are among them */
    GroupBy(Binding binding, ExpressionBinder expressions, Expansions expansions) {
        this.expansions = expansions;
        this.binding = binding;
        this.expressions = expressions;
    }

    /** @param output the item of the select list that is it; -1 for none */
    record Key(Expr expr, SqlNode node, int output) {}

    /**
     * What to group by.
     *
     * @param keys each expression once; in grouping sets once for each item of the select list that is one
     * @param sets for GROUPING SETS and its like, which of the keys count in each; null for plain groups
     */
    record Keys(List<Key> keys, List<BitSet> sets) {}

    Keys bind(SqlNodeList group, List<SelectList.Item> items, Scope scope) {
        boolean isDistinct = isDistinct(group);
        List<SqlNode> nodes = isDistinct ? operands(group.get(0)) : group == null ? List.of() : group.getList();
        boolean isPlain = nodes.stream().noneMatch(GroupBy::isSets);
        Collector collector = new Collector(items, scope, isPlain);
        List<BitSet> sets = List.of(new BitSet());
        for (SqlNode node : nodes) {
            sets = combined(sets, collector.sets(node), node);
        }
        if (isDistinct) {
            sets = sets.stream().distinct().toList();
        }
        return new Keys(List.copyOf(collector.keys.values()), isPlain ? null : sets);
    }

    /** GROUP BY DISTINCT: of equal sets one counts. */
    private static boolean isDistinct(SqlNodeList group) {
        return group != null
                && group.size() == 1
                && group.get(0) instanceof SqlCall call
                && call.getOperator() == SqlInternalOperators.GROUP_BY_DISTINCT;
    }

    private static boolean isSets(SqlNode node) {
        return switch (node.getKind()) {
            case GROUPING_SETS, ROLLUP, CUBE -> true;
            default -> false;
        };
    }

    /** Several items group by every combination of theirs. */
    private List<BitSet> combined(List<BitSet> left, List<BitSet> right, SqlNode at) {
        if ((long) left.size() * right.size() > SETS_MAX) {
            throw new SqlException(
                            SqlState.STATEMENT_TOO_COMPLEX,
                            "too many grouping sets present (maximum " + SETS_MAX + ")")
                    .at(binding.at(at));
        }
        List<BitSet> combined = new ArrayList<>();
        for (BitSet a : left) {
            for (BitSet b : right) {
                BitSet both = (BitSet) a.clone();
                both.or(b);
                combined.add(both);
            }
        }
        return combined;
    }

    /** Numbers the keys as it meets them. */
    private final class Collector {
        private final List<SelectList.Item> items;
        private final Scope scope;
        private final boolean isPlain;
        private final Map<Identity, Key> keys = new LinkedHashMap<>();

        /** Where sets leave out one of them, two items of the select list are two keys, though they say the same. */
        private record Identity(Expr expr, int output) {}

        Collector(List<SelectList.Item> items, Scope scope, boolean isPlain) {
            this.items = items;
            this.scope = scope;
            this.isPlain = isPlain;
        }

        /** The sets that an item of GROUP BY stands for. */
        List<BitSet> sets(SqlNode node) {
            return switch (node.getKind()) {
                case GROUPING_SETS -> operands(node).stream().flatMap(set -> sets(set).stream()).toList();
                case ROLLUP -> rollup(elements(node));
                case CUBE -> cube(elements(node), node);
                default -> List.of(element(node));
            };
        }

        private List<BitSet> elements(SqlNode node) {
            return operands(node).stream().map(this::element).toList();
        }

        private List<BitSet> rollup(List<BitSet> elements) {
            List<BitSet> sets = new ArrayList<>();
            for (int length = elements.size(); length >= 0; length--) {
                BitSet set = new BitSet();
                elements.subList(0, length).forEach(set::or);
                sets.add(set);
            }
            return sets;
        }

        private List<BitSet> cube(List<BitSet> elements, SqlNode at) {
            if (elements.size() > CUBE_MAX) {
                throw new SqlException(
                                SqlState.TOO_MANY_COLUMNS, "CUBE is limited to " + CUBE_MAX + " elements")
                        .at(binding.at(at));
            }
            List<BitSet> sets = new ArrayList<>();
            for (int chosen = (1 << elements.size()) - 1; chosen >= 0; chosen--) {
                BitSet set = new BitSet();
                for (int i = 0; i < elements.size(); i++) {
                    if ((chosen >> elements.size() - 1 - i & 1) != 0) {
                        set.or(elements.get(i));
                    }
                }
                sets.add(set);
            }
            return sets;
        }

        /** One expression, or several in parentheses, as a set. */
        private BitSet element(SqlNode node) {
            BitSet set = new BitSet();
            if (node instanceof SqlNodeList || node.getKind() == SqlKind.ROW) {
                operands(node).forEach(field -> set.or(element(field)));
            } else if (isSets(node)) {
                throw SqlException.unsupported("grouping sets inside an element of one").at(binding.at(node));
            } else {
                set.set(key(node));
            }
            return set;
        }

        private int key(SqlNode node) {
            int named = output(node, items, scope);
            Expr expr = named >= 0 ? outputItem(items.get(named), scope) : expressions.bindTyped(node, frame(scope));
            int output = isPlain || named >= 0 ? named : same(expr);
            Identity identity = new Identity(expr, isPlain ? -1 : output);
            keys.putIfAbsent(identity, new Key(expr, node, output));
            return List.copyOf(keys.keySet()).indexOf(identity);
        }

        private int same(Expr expr) {
            return items.stream().map(SelectList.Item::expr).toList().indexOf(expr);
        }
    }

    private static List<SqlNode> operands(SqlNode node) {
        return node instanceof SqlNodeList list ? list.getList() : ((SqlCall) node).getOperandList();
    }

    /** The item of the select list that a key names by position, or by a name that no column has; else -1. */
    private int output(SqlNode node, List<SelectList.Item> items, Scope scope) {
        if (node instanceof SqlIdentifier name) {
            return name.isSimple() && scope.unqualified(name.getSimple()).isEmpty()
                    ? OutputNames.byName(name, items, "GROUP BY", binding)
                    : -1;
        }
        return OutputNames.ordinal(node, items.size(), "GROUP BY", binding);
    }

    /** A select item as a key; bound again where aggregates are refused, so that the message is the right one. */
    private Expr outputItem(SelectList.Item item, Scope scope) {
        if (item.node() instanceof SqlIdentifier identifier && identifier.isStar()) {
            return item.expr();
        }
        return expressions.bindTyped(item.node(), frame(scope));
    }

    private Frame frame(Scope scope) {
        return new Frame(scope, "GROUP BY", null, null, expansions) {
            @Override
            void add(Rel subquery, JoinKind kind) {
                throw SqlException.unsupported("a subquery in GROUP BY")
                        .withHint("Compute it in a subquery of FROM and group by its column.");
            }
        };
    }
}
