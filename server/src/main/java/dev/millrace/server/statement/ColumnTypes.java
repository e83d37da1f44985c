package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.TableChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.session.Execution;

/** ALTER COLUMN ... TYPE: the table is written anew, with values that were cast or computed. */
final class ColumnTypes {

    private final CatalogObject.Table table;
    private final Execution run;

    ColumnTypes(CatalogObject.Table table, Execution run) {
        this.table = table;
        this.run = run;
    }

    CatalogObject.Table change(TableChange.ChangeType set) throws InterruptedException {
        int position = table.schema().indexOf(set.column());
        CatalogObject.Column column = table.columns().get(position);
        for (CatalogObject object : run.catalog().snapshot().dependants(table)) {
            if (object instanceof CatalogObject.OfQuery query && query.reads(table.id(), position)) {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED, "cannot alter type of a column used by a view or rule")
                        .withDetail("rule _RETURN on " + DropHandler.description(object) + " depends on column \""
                                + set.column() + "\"");
            }
        }
        if (column.type().equals(set.type()) && column.domain() == null && set.usingSql() == null) {
            return table;
        }
        refuseForeign(position);
        List<CatalogObject.Column> columns = new ArrayList<>(table.columns());
        columns.set(position, column.withType(set.type()).withDomain(null));
        return new TableRewrite(table, run).as(
                table.withColumns(columns),
                set.usingSql() == null ? Map.of() : Map.of(position, "(" + set.usingSql() + ")"));
    }

    /** Both sides of a foreign key are of one type, as it was created. */
    private void refuseForeign(int position) {
        for (ForeignKey key : run.catalog().snapshot().foreignKeys(table.id())) {
            if (key.columns().contains(position)) {
                throw SqlException.unsupported("changing the type of a column of a foreign key");
            }
        }
        for (ForeignKey key : run.catalog().snapshot().references(table.id())) {
            if (key.referencedColumns().contains(position)) {
                throw SqlException.unsupported("changing the type of a column that a foreign key refers to");
            }
        }
    }
}
