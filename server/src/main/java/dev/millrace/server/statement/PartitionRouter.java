package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.Partitioning;
import dev.millrace.server.session.Execution;

/** Finds the partition of each row that is written to a partitioned table. */
final class PartitionRouter {

    private final CatalogObject.Table root;
    private final PartitionDefinition.Rules rules;
    private final RowExpressions expressions;
    private final PartitionTree tree;
    private final Execution run;
    private final Map<Long, Level> levels = new HashMap<>();

    PartitionRouter(
            CatalogObject.Table root, PartitionDefinition.Rules rules, RowExpressions expressions, Execution run) {
        this.root = root;
        this.rules = rules;
        this.expressions = expressions;
        this.tree = new PartitionTree(run.catalog().snapshot());
        this.run = run;
    }

    /** The partitions of one table, arranged so that a row's is found at once. */
    private static final class Level {
        private final PartitionDefinition.Strategy strategy;
        private final List<PartitionBounds.Places> places;
        private final Map<String, CatalogObject.Table> byValue = new HashMap<>();
        private final List<CatalogObject.Table> others = new ArrayList<>();
        private CatalogObject.Table rest;

        private Level(CatalogObject.Table table, List<CatalogObject.Table> children) {
            strategy = table.partitioning().key().strategy();
            places = table.partitioning().key().parts().stream()
                    .map(part -> new PartitionBounds.Places(part.type()))
                    .toList();
            for (CatalogObject.Table child : children) {
                Partitioning.Bound bound = bound(child);
                if (bound.isDefault()) {
                    rest = child;
                } else if (strategy == PartitionDefinition.Strategy.LIST) {
                    bound.from().forEach(datum -> byValue.put(datum.key(), child));
                } else {
                    others.add(child);
                }
            }
            if (strategy == PartitionDefinition.Strategy.RANGE) {
                others.sort((left, right) -> PartitionBounds.compare(bound(left).from(), bound(right).from()));
            }
        }

        private static Partitioning.Bound bound(CatalogObject.Table child) {
            return child.partitioning().place().bound();
        }

        /** Null where no partition takes the row. */
        private CatalogObject.Table find(DeltaBatch keys, int row) {
            CatalogObject.Table found = switch (strategy) {
                case LIST -> byValue.get(places.getFirst().of(keys.column(0), row));
                case RANGE -> inRange(keys, row);
                case HASH -> byHash(((WordColumn) keys.column(0)).value(row));
            };
            return found == null ? rest : found;
        }

        private CatalogObject.Table inRange(DeltaBatch keys, int row) {
            List<Partitioning.Datum> values = new ArrayList<>();
            for (int i = 0; i < places.size(); i++) {
                if (keys.column(i).isNull(row)) {
                    return null;
                }
                values.add(new Partitioning.Datum("", places.get(i).of(keys.column(i), row), 0));
            }
            int low = 0;
            int high = others.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (PartitionBounds.compare(bound(others.get(middle)).from(), values) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            CatalogObject.Table nearest = low == 0 ? null : others.get(low - 1);
            return nearest != null && PartitionBounds.compare(values, bound(nearest).to()) < 0 ? nearest : null;
        }

        private CatalogObject.Table byHash(long hash) {
            for (CatalogObject.Table child : others) {
                if (Long.remainderUnsigned(hash, bound(child).modulus()) == bound(child).remainder()) {
                    return child;
                }
            }
            return null;
        }
    }

    /** Rows that no partition takes. */
    record Homeless(CatalogObject.Table table, int row, SqlException fault) {}

    /** The partition of each row; null from the first one on that none takes, which is noted. */
    CatalogObject.Table[] route(DeltaBatch rows, List<Homeless> homeless) {
        CatalogObject.Table[] found = new CatalogObject.Table[rows.size()];
        route(root, rows, IntStream.range(0, rows.size()).toArray(), found, homeless);
        return found;
    }

    private void route(
            CatalogObject.Table table, DeltaBatch rows, int[] places, CatalogObject.Table[] found,
            List<Homeless> homeless) {
        Level level = levels.computeIfAbsent(table.id(), id -> new Level(table, tree.children(table)));
        DeltaBatch keys = expressions.project(rules.keys().get(table.id()), rows);
        Map<CatalogObject.Table, List<Integer>> deeper = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            CatalogObject.Table child = level.find(keys, row);
            if (child == null) {
                homeless.add(new Homeless(table, places[row], noPartition(table, rows, row)));
                return;
            }
            found[places[row]] = child;
            if (PartitionTree.isPartitioned(child)) {
                deeper.computeIfAbsent(child, key -> new ArrayList<>()).add(row);
            }
        }
        deeper.forEach((child, own) -> {
            int[] selected = own.stream().mapToInt(Integer::intValue).toArray();
            int[] deep = own.stream().mapToInt(row -> places[row]).toArray();
            route(child, rows.select(selected, selected.length), deep, found, homeless);
        });
    }

    private SqlException noPartition(CatalogObject.Table table, DeltaBatch rows, int row) {
        DeltaBatch one = rows.select(new int[] {row}, 1);
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (PartitionDefinition.Part part : table.partitioning().key().parts()) {
            if (part.column() < 0) {
                names.add(part.sql());
                values.add("...");
                continue;
            }
            String name = table.columns().get(part.column()).name();
            int position = root.schema().indexOf(name);
            names.add(name);
            values.add(one.column(position).isNull(0)
                    ? "null"
                    : TextForm.shown(part.type(), one.column(position), 0, run.session().settings().zone()));
        }
        if (table.partitioning().key().strategy() != PartitionDefinition.Strategy.HASH && values.contains("...")) {
            DeltaBatch keys = expressions.project(rules.keys().get(table.id()), one);
            for (int i = 0; i < values.size(); i++) {
                Column value = keys.column(i);
                values.set(i, value.isNull(0)
                        ? "null"
                        : TextForm.shown(table.partitioning().key().parts().get(i).type(), value, 0,
                                run.session().settings().zone()));
            }
        }
        return new SqlException(
                SqlState.CHECK_VIOLATION, "no partition of relation \"" + table.name() + "\" found for row")
                .withDetail("Partition key of the failing row contains ("
                        + names.stream().collect(Collectors.joining(", ")) + ") = (" + String.join(", ", values)
                        + ").")
                .withOrigin(new SqlException.Origin(table.schemaName(), table.name(), null, null));
    }

    /** Whether a partition is another one or below it. */
    boolean isWithin(CatalogObject.Table partition, long other) {
        return partition.id() == other
                || partition.isPartition() && isWithin(tree.parent(partition), other);
    }
}
