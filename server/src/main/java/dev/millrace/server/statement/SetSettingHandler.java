package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.procedure.Procedures;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** SET name = value. */
final class SetSettingHandler implements Handler<Statement.SetSetting> {

    @Override
    public Outcome handle(Statement.SetSetting set, Execution run) {
        if (set.isLocal() && !run.session().transaction().isExplicit() && !Procedures.current().isRunning()) {
            run.session().notice(ServerMessage.warning(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, "SET LOCAL can only be used in transaction blocks"));
        }
        LogicalClock.change(set.name(), set.value(), run);
        run.session().settings().set(set.name(), set.value(), set.isLocal());
        return new Outcome.Done("SET");
    }
}
