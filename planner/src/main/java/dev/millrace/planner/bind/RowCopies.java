package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowFrame;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.Window;

/**
 * Tells the rows of a table apart that is to be joined with others: by its key, and where it has none by all its
 * columns and a number among the rows that are equal.
 *
 * @param rel the table's rows
 * @param identity columns that no two of them share
 */
record RowCopies(Rel rel, List<Column> identity) {

    static RowCopies of(Rel rows, PlannerCatalog.Stored table, List<Column> columns, Binding binding) {
        if (!table.key().isEmpty()) {
            return new RowCopies(rows, table.key().stream().map(columns::get).toList());
        }
        Column copy = binding.numbers.column("copy", SqlType.BIGINT, false);
        Window.Call number = new Window.Call(copy, "row_number()", List.of(), null, WindowFrame.DEFAULT);
        Rel numbered = new Window(rows, columns.stream().map(Column::id).toList(), List.of(), List.of(number));
        List<Column> identity = new ArrayList<>(columns);
        identity.add(copy);
        return new RowCopies(numbered, identity);
    }
}
