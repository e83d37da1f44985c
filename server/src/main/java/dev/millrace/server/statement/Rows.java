package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.QueryRun;
import dev.millrace.executor.plan.Schema;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.RowStream;

/** Rows of results: running ones as streams, small ones made here. */
final class Rows {

    private Rows() {}

    static RowStream stream(QueryRun run) {
        return new RowStream() {
            @Override
            public DeltaBatch next() {
                return run.next();
            }

            @Override
            public void close() {
                run.close();
            }
        };
    }

    /** Everything a query gives. */
    static DeltaBatch all(QueryRun run, Schema schema) {
        try (run) {
            return DeltaBatch.concat(schema, List.of(run.all()));
        }
    }

    /** Rows of text; a null is NULL. */
    static Outcome ofText(Schema schema, List<List<String>> rows, String tag) {
        BatchBuilder builder = new BatchBuilder(schema);
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                ColumnBuilder column = builder.column(i);
                if (row.get(i) == null) {
                    column.appendNull();
                } else {
                    column.appendText(row.get(i));
                }
            }
            builder.endRow(1);
        }
        return new Outcome.Rows(ResultColumns.wire(schema), RowStream.of(builder.build()), tag);
    }
}
