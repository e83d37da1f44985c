package dev.millrace.server.statement;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Standstill;
import dev.millrace.planner.RowQuery;
import dev.millrace.server.session.Execution;

/** Runs queries over rows that a statement has at hand, which it lends them. */
final class RowQueries {

    private RowQueries() {}

    /** One row for each; of the database the query sees what the statement has found. */
    static DeltaBatch values(RowQuery query, DeltaBatch rows, Execution run) {
        Standstill standstill = run.transaction().standing();
        Column[] columns = new Column[rows.columnCount() + 1];
        ColumnBuilder places = new ColumnBuilder(query.lent().type(columns.length - 1).layout());
        for (int row = 0; row < rows.size(); row++) {
            places.appendWord(row);
        }
        for (int i = 0; i < rows.columnCount(); i++) {
            columns[i] = rows.column(i);
        }
        columns[columns.length - 1] = places.build();
        standstill.lend(query.rows(), query.lent(), DeltaBatch.inserts(columns, rows.size()));
        return Rows.all(run.query(query.plan()), query.plan().result());
    }
}
