package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.ShortPath;

/** UPDATE of the row under one key. */
record PointUpdate(Statement.Update update, PointRow row) implements ShortPath {

    /** Null when the statement is of another kind. */
    static PointUpdate of(Statement.Update update, Session session) {
        // What refers to the row has to be looked for, which may take any time.
        boolean isAlone = session.transaction().catalog().references(update.relation()).isEmpty()
                && update.rules().partitions() == null
                && session.transaction().catalog().triggers(update.relation()).isEmpty()
                && session.transaction().catalog().lateKeys(update.relation()).isEmpty();
        PointRow row = isAlone && update.returning() == null ? PointRow.of(update.rows(), session) : null;
        return row == null ? null : new PointUpdate(update, row);
    }

    @Override
    public Outcome take(List<Expr.Literal> values, Execution run) {
        DeltaBatch pair = row.find(values, run);
        return pair == null ? null : UpdateHandler.write(update, pair, run);
    }

    @Override
    public boolean isImmediate() {
        return row.isImmediate() && PointRow.isCheap(update.rules());
    }
}
