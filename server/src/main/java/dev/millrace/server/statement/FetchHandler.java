package dev.millrace.server.statement;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Portal;
import dev.millrace.server.session.RowStream;

/** FETCH and MOVE, forward only; of SQL cursors and of the protocol's portals alike. */
final class FetchHandler implements Handler<Statement.Fetch> {

    @Override
    public Outcome handle(Statement.Fetch fetch, Execution run) throws InterruptedException {
        Portal cursor = run.session().portals().find(fetch.cursor());
        if (cursor == null || !(cursor.outcome() instanceof Outcome.Rows rows)) {
            throw new SqlException(
                    SqlState.INVALID_CURSOR_NAME, "cursor \"" + fetch.cursor() + "\" does not exist");
        }
        if (fetch.count() < 0) {
            throw SqlException.unsupported("fetching backward");
        }
        RowStream taken = cursor.take(fetch.count());
        if (!fetch.isMove()) {
            return new Outcome.Rows(rows.columns(), taken, "FETCH %d");
        }
        long moved = 0;
        for (DeltaBatch batch = taken.next(); batch != null; batch = taken.next()) {
            moved += batch.size();
        }
        return new Outcome.Done("MOVE " + moved);
    }
}
