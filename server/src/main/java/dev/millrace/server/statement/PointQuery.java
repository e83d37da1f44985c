package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.RowStream;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.ShortPath;
import dev.millrace.server.wire.WireColumn;

/** SELECT of the row under one key. */
record PointQuery(PointRow row, List<WireColumn> columns) implements ShortPath {

    /** Null when the query is of another kind. */
    static PointQuery of(QueryPlan plan, Session session) {
        PointRow row = PointRow.of(plan, session);
        return row == null ? null : new PointQuery(row, SourceColumns.of(plan, session.catalog().snapshot()));
    }

    @Override
    public Outcome take(List<Expr.Literal> values, Execution run) {
        DeltaBatch found = row.find(values, run);
        return found == null ? null : new Outcome.Rows(columns, RowStream.of(found), "SELECT %d");
    }

    @Override
    public boolean isImmediate() {
        return row.isImmediate();
    }
}
