package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.session.Execution;

/**
 * What a partitioned table asks of the rows that are written to it: each must have a partition, that through which it
 * is written if there is one, and keep what that partition asks.
 */
final class PartitionedRows {

    private final PartitionDefinition.Rules rules;
    private final RowExpressions expressions;
    private final PartitionRouter router;
    /** The partition through which rows are written, or null. */
    private final CatalogObject.Table through;
    /** The same where it has no partitions. */
    private final CatalogObject.Table leaf;

    private PartitionedRows(
            CatalogObject.Table table, PartitionDefinition.Rules rules, RowExpressions expressions, Execution run) {
        this.rules = rules;
        this.expressions = expressions;
        this.router = new PartitionRouter(table, rules, expressions, run);
        this.through = rules.within() == 0
                ? null
                : (CatalogObject.Table) run.catalog().snapshot().find(rules.within()).orElseThrow();
        this.leaf = through == null || PartitionTree.isPartitioned(through) ? null : through;
    }

    /** Null for what has no partitions. */
    static PartitionedRows of(
            CatalogObject.Relation relation, PartitionDefinition.Rules rules, RowExpressions expressions,
            Execution run) {
        return rules == null || !(relation instanceof CatalogObject.Table table)
                ? null
                : new PartitionedRows(table, rules, expressions, run);
    }

    /**
     * The partition of each row, that through which all are written if there is one that has none below it.
     *
     * @param shown a row as messages show it
     * @throws SqlException 23514 for one that has none
     */
    CatalogObject.Table[] places(DeltaBatch rows, IntFunction<String> shown) {
        if (leaf == null) {
            return routed(rows, shown);
        }
        CatalogObject.Table[] places = new CatalogObject.Table[rows.size()];
        Arrays.fill(places, leaf);
        return places;
    }

    /** Whether a row is one of a partition, through whatever it is written. */
    boolean takes(CatalogObject.Table partition, DeltaBatch row) {
        List<PartitionRouter.Homeless> homeless = new ArrayList<>();
        CatalogObject.Table found = router.route(row, homeless)[0];
        return homeless.isEmpty() && found.id() == partition.id();
    }

    /** The partition of one row: that through which it is written, if there is one that has none below it. */
    CatalogObject.Table of(DeltaBatch rows, int row) {
        return leaf != null ? leaf : router.route(rows.select(new int[] {row}, 1), new ArrayList<>())[0];
    }

    /**
     * That each row has a partition, and what that asks of it.
     *
     * @param shown a row as messages show it
     * @throws SqlException 23514, 23502
     */
    void check(DeltaBatch rows, Schema schema, IntFunction<String> shown) {
        if (rows.isEmpty()) {
            return;
        }
        CatalogObject.Table[] found = leaf != null ? null : routed(rows, shown);
        for (PartitionDefinition.Leaf<Statement.Check> asking : rules.leaves()) {
            int[] own = IntStream.range(0, rows.size())
                    .filter(row -> (found == null ? leaf : found[row]).id() == asking.partition())
                    .toArray();
            if (own.length > 0) {
                CatalogObject.Table partition = found == null ? leaf : found[own[0]];
                check(asking, partition, rows.select(own, own.length), schema, row -> shown.apply(own[row]));
            }
        }
    }

    /** That each row is of the partition through which it is written, which is asked when all else is well. */
    void checkPlaces(DeltaBatch rows, IntFunction<String> shown) {
        if (leaf != null && !rows.isEmpty()) {
            routed(rows, shown);
        }
    }

    private CatalogObject.Table[] routed(DeltaBatch rows, IntFunction<String> shown) {
        List<PartitionRouter.Homeless> homeless = new ArrayList<>();
        CatalogObject.Table[] found = router.route(rows, homeless);
        PartitionRouter.Homeless first =
                homeless.stream().min(Comparator.comparingInt(PartitionRouter.Homeless::row)).orElse(null);
        if (through != null) {
            if (first != null && !router.isWithin(first.table(), through.id())) {
                throw RowFaults.elsewhere(through, shown.apply(first.row()));
            }
            for (int row = 0; row < found.length; row++) {
                if (found[row] != null && !router.isWithin(found[row], through.id())) {
                    throw RowFaults.elsewhere(through, shown.apply(row));
                }
            }
        }
        if (first != null) {
            throw first.fault();
        }
        return found;
    }

    private void check(
            PartitionDefinition.Leaf<Statement.Check> asking, CatalogObject.Table partition, DeltaBatch rows,
            Schema schema, IntFunction<String> shown) {
        for (int column : asking.notNull()) {
            for (int row = 0; row < rows.size(); row++) {
                if (rows.column(column).isNull(row)) {
                    throw RowFaults.missing(partition, schema.field(column).name(), shown.apply(row));
                }
            }
        }
        for (Statement.Check check : asking.checks()) {
            int row = expressions.firstFalse(check.condition(), rows);
            if (row >= 0) {
                throw RowFaults.broken(partition, check.name(), shown.apply(row));
            }
        }
    }
}
