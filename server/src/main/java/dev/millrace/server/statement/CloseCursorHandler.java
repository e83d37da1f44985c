package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** CLOSE name, CLOSE ALL. */
final class CloseCursorHandler implements Handler<Statement.CloseCursor> {

    @Override
    public Outcome handle(Statement.CloseCursor close, Execution run) {
        if (close.name() == null) {
            run.session().portals().closeAll();
            return new Outcome.Done("CLOSE CURSOR ALL");
        }
        if (!run.session().portals().close(close.name())) {
            throw new SqlException(
                    SqlState.INVALID_CURSOR_NAME, "cursor \"" + close.name() + "\" does not exist");
        }
        return new Outcome.Done("CLOSE CURSOR");
    }
}
