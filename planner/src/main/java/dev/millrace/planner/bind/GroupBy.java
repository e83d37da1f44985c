package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.logical.Rel;

/** The items of GROUP BY: columns first, then names of the select list, positions, any expression. */
final class GroupBy {

    private final Binding binding;
    private final ExpressionBinder expressions;

    GroupBy(Binding binding, ExpressionBinder expressions) {
        this.binding = binding;
        this.expressions = expressions;
    }

    record Key(Expr expr, SqlNode node) {}

    List<Key> bind(SqlNodeList group, List<SelectList.Item> items, Scope scope) {
        List<Key> keys = new ArrayList<>();
        if (group != null) {
            for (SqlNode node : group) {
                collect(node, items, scope, keys);
            }
        }
        return keys;
    }

    private void collect(SqlNode node, List<SelectList.Item> items, Scope scope, List<Key> into) {
        switch (node.getKind()) {
            case GROUPING_SETS, ROLLUP, CUBE ->
                throw SqlException.unsupported(node.getKind().name().replace('_', ' ')).at(binding.at(node));
            case ROW -> ((SqlCall) node).getOperandList().forEach(field -> collect(field, items, scope, into));
            case IDENTIFIER -> into.add(new Key(named((SqlIdentifier) node, items, scope), node));
            default -> {
                if (node instanceof SqlNodeList list) {
                    list.forEach(field -> collect(field, items, scope, into));
                    return;
                }
                int ordinal = OutputNames.ordinal(node, items.size(), "GROUP BY", binding);
                Expr expr = ordinal >= 0
                        ? outputItem(items.get(ordinal), scope)
                        : expressions.bindTyped(node, frame(scope));
                into.add(new Key(expr, node));
            }
        }
    }

    private Expr named(SqlIdentifier name, List<SelectList.Item> items, Scope scope) {
        if (name.isSimple() && scope.unqualified(name.getSimple()).isEmpty()) {
            int output = OutputNames.byName(name, items.stream().map(SelectList.Item::name).toList());
            if (output >= 0) {
                return outputItem(items.get(output), scope);
            }
        }
        return expressions.bindTyped(name, frame(scope));
    }

    /** A select item as a key; bound again where aggregates are refused, so that the message is the right one. */
    private Expr outputItem(SelectList.Item item, Scope scope) {
        if (item.node() instanceof SqlIdentifier identifier && identifier.isStar()) {
            return item.expr();
        }
        return expressions.bindTyped(item.node(), frame(scope));
    }

    private static Frame frame(Scope scope) {
        return new Frame(scope, "GROUP BY") {
            @Override
            void add(Rel subquery, JoinKind kind) {
                throw SqlException.unsupported("a subquery in GROUP BY")
                        .withHint("Compute it in a subquery of FROM and group by its column.");
            }
        };
    }
}
