package dev.millrace.server.statement;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;

/**
 * Changes the rows that refer to a key which is gone: ON DELETE and ON UPDATE. They are held to their table's other
 * rules as in any statement; what was changed is returned, for keys that refer to these rows in turn.
 */
final class ReferencingRows {

    private final ForeignKey key;
    private final ForeignKeyRows ends;
    private final CatalogObject.Table table;
    private final Execution run;

    ReferencingRows(ForeignKey key, ForeignKeyRows ends, Execution run) {
        this.key = key;
        this.ends = ends;
        this.table = ends.referencing();
        this.run = run;
    }

    List<RowChange> delete(DeltaBatch referring) {
        Statement.RowRules placing =
                PartitionTree.isPartitioned(table) ? rules(List.of()) : Statement.RowRules.NONE;
        TableWriter writer = new TableWriter(run, table.id(), placing, "DELETE");
        writer.delete(referring);
        return writer.changes();
    }

    /** Gives the rows the keys that their old ones have become. */
    List<RowChange> move(DeltaBatch referring, DeltaBatch before, DeltaBatch after) {
        Map<ByteBuffer, Integer> places = new HashMap<>();
        for (int row = 0; row < before.size(); row++) {
            places.put(ends.bytes(before, row), row);
        }
        DeltaBatch asked = ends.askedKeys(referring);
        int[] chosen = new int[referring.size()];
        for (int row = 0; row < chosen.length; row++) {
            chosen[row] = places.get(ends.bytes(asked, row));
        }
        DeltaBatch moved = after.select(chosen, chosen.length);
        Column[] columns = columns(referring);
        for (int i = 0; i < key.columns().size(); i++) {
            columns[key.columns().get(i)] = ends.asReferencing(moved, i);
        }
        return update(referring, columns, List.of());
    }

    List<RowChange> setNull(DeltaBatch referring, List<Integer> set) {
        Column[] columns = columns(referring);
        for (int column : set) {
            ColumnBuilder nulls = new ColumnBuilder(table.schema().type(column).layout());
            for (int row = 0; row < referring.size(); row++) {
                nulls.appendNull();
            }
            columns[column] = nulls.build();
        }
        return update(referring, columns, List.of());
    }

    List<RowChange> setDefault(DeltaBatch referring, List<Integer> set) {
        List<Integer> others = IntStream.range(0, table.schema().size())
                .filter(column -> !set.contains(column))
                .boxed()
                .toList();
        ColumnDefaults defaults = new ColumnDefaults(table, others, run);
        BatchBuilder builder = new BatchBuilder(table.schema());
        for (int row = 0; row < referring.size(); row++) {
            for (int column : others) {
                builder.column(column).append(referring.column(column), row);
            }
            defaults.append(builder);
            builder.endRow(referring.weight(row));
        }
        return update(referring, columns(builder.build()), set);
    }

    private static Column[] columns(DeltaBatch rows) {
        Column[] columns = new Column[rows.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.column(i);
        }
        return columns;
    }

    private List<RowChange> update(DeltaBatch old, Column[] columns, List<Integer> defaults) {
        TableWriter writer = new TableWriter(run, table.id(), rules(defaults), "UPDATE");
        DeltaBatch updated = writer.complete(old.withColumns(columns), !defaults.isEmpty()).withWeights(old.weights());
        writer.checkRows(updated);
        if (!writer.hasSameKeys(old, updated)) {
            writer.freeKeys(old);
            writer.claimKeys(updated);
        }
        writer.update(old, updated);
        return writer.changes();
    }

    /** @param defaults columns that get their defaults, which may be numbers of sequences */
    private Statement.RowRules rules(List<Integer> defaults) {
        String column = CreateText.quoted(table.columns().get(key.columns().getFirst()).name());
        String sql = "UPDATE " + CreateText.quoted(table.schemaName()) + "." + CreateText.quoted(table.name())
                + " SET " + column + " = DEFAULT";
        Statement.Update update = (Statement.Update) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
        List<Statement.Numbered> numbered = defaults.stream()
                .filter(position -> table.columns().get(position).sequence() != null)
                .map(position -> new Statement.Numbered(position, table.columns().get(position).sequence()))
                .toList();
        return new Statement.RowRules(update.rules().checks(), numbered, update.rules().computed(), List.of(),
                update.rules().domains(), update.rules().partitions());
    }
}
