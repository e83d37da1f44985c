package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** The queries of a WITH clause, each behind those it reads: with RECURSIVE they may be written in any order. */
final class WithItems {

    private final Binding binding;
    private final List<SqlWithItem> items = new ArrayList<>();
    private final boolean isRecursive;

    WithItems(SqlNodeList with, Binding binding) {
        this.binding = binding;
        Set<String> names = new HashSet<>();
        for (SqlNode node : with) {
            SqlWithItem item = (SqlWithItem) node;
            String name = item.name.getSimple();
            if (!names.add(name)) {
                throw new SqlException(
                                SqlState.DUPLICATE_ALIAS, "WITH query name \"" + name + "\" specified more than once")
                        .at(binding.at(item.name));
            }
            items.add(item);
        }
        isRecursive = isRecursive(with);
    }

    static boolean isRecursive(SqlNodeList with) {
        return with.stream().anyMatch(node -> node instanceof SqlWithItem item
                && item.recursive != null && item.recursive.booleanValue());
    }

    /** Whether a query of this clause reads itself. */
    boolean readsItself(SqlWithItem item) {
        return isRecursive && RecursionCheck.refersTo(item.query, item.name.getSimple());
    }

    List<SqlWithItem> ordered() {
        if (!isRecursive) {
            return items;
        }
        List<SqlWithItem> ordered = new ArrayList<>();
        List<SqlWithItem> rest = new ArrayList<>(items);
        while (!rest.isEmpty()) {
            SqlWithItem next = rest.stream()
                    .filter(item -> rest.stream().noneMatch(other -> other != item && reads(item, other)))
                    .findFirst()
                    .orElseThrow(() -> SqlException.unsupported("mutual recursion between WITH items")
                            .at(binding.at(rest.getFirst().name)));
            ordered.add(next);
            rest.remove(next);
        }
        return ordered;
    }

    private static boolean reads(SqlWithItem item, SqlWithItem other) {
        return RecursionCheck.refersTo(item.query, other.name.getSimple());
    }
}
