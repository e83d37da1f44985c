package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.ShortPath;

/** DELETE of the row under one key. */
record PointDelete(Statement.Delete delete, PointRow row) implements ShortPath {

    /** Null when the statement is of another kind. */
    static PointDelete of(Statement.Delete delete, Session session) {
        // What refers to the row has to be looked for, which may take any time.
        boolean isAlone = session.transaction().catalog().references(delete.relation()).isEmpty()
                && delete.rules().partitions() == null
                && session.transaction().catalog().triggers(delete.relation()).isEmpty();
        PointRow row = isAlone && delete.returning() == null ? PointRow.of(delete.rows(), session) : null;
        return row == null ? null : new PointDelete(delete, row);
    }

    @Override
    public Outcome take(List<Expr.Literal> values, Execution run) {
        DeltaBatch found = row.find(values, run);
        return found == null ? null : DeleteHandler.write(delete, found, run);
    }

    @Override
    public boolean isImmediate() {
        return row.isImmediate();
    }
}
