package dev.millrace.server.statement;

import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Schema;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.TriggerObject;

/**
 * A table with the triggers that a statement may call for it, and how they see rows: a partition's rows are written as
 * rows of the table at the root, whose columns may stand in another order.
 *
 * @param columns where the columns that are there stand in the rows as they are written
 * @param positions where all of its columns stand there
 */
record TriggeredTable(
        CatalogObject.Relation table, List<TriggerObject> triggers, List<Integer> columns, List<Integer> positions,
        Schema shape) {

    static TriggeredTable of(
            CatalogObject.Relation table, CatalogObject.Relation written, List<TriggerObject> triggers) {
        List<Integer> positions = table.id() == written.id()
                ? IntStream.range(0, table.schema().size()).boxed().toList()
                : PartitionTree.positions((CatalogObject.Table) table, (CatalogObject.Table) written);
        List<Integer> own = IntStream.range(0, table.schema().size())
                .filter(i -> !(table instanceof CatalogObject.Table stored) || !stored.columns().get(i).isDropped())
                .boxed()
                .toList();
        Schema shape = new Schema(own.stream()
                .map(i -> new Schema.Field(table.schema().field(i).name(), table.schema().type(i), true))
                .toList());
        return new TriggeredTable(table, triggers, own.stream().map(positions::get).toList(), positions, shape);
    }

    List<TriggerObject> wanted(String event, boolean isBefore, boolean isRow) {
        return triggers.stream()
                .filter(one -> one.comesFirst() == isBefore && one.isRow() == isRow && one.events().contains(event))
                .toList();
    }

    /** One row as triggers see it; null for none. */
    List<Column> row(DeltaBatch rows, int row) {
        return rows == null
                ? null
                : columns.stream().map(i -> rows.column(i).select(new int[] {row}, 1)).toList();
    }

    /** A row as it is written, with what a trigger has made of what it sees. */
    DeltaBatch with(DeltaBatch row, List<Column> visible) {
        Column[] all = new Column[row.columnCount()];
        for (int i = 0; i < all.length; i++) {
            int place = columns.indexOf(i);
            all[i] = place < 0 ? row.column(i) : visible.get(place);
        }
        return DeltaBatch.inserts(all, 1);
    }

    /** Whether none of these columns gets another value. */
    boolean isSame(List<Integer> asked, DeltaBatch before, DeltaBatch after, int beforeRow, int afterRow) {
        return asked.stream().allMatch(column ->
                text(before, beforeRow, column).equals(text(after, afterRow, column)));
    }

    private String text(DeltaBatch rows, int row, int column) {
        Column values = rows.column(positions.get(column));
        return values.isNull(row)
                ? "null"
                : "=" + TextForm.format(table.schema().type(column), values, row, ZoneOffset.UTC);
    }
}
