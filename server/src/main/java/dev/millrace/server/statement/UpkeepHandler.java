package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Upkeep;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/**
 * VACUUM and CHECKPOINT bring what was logged into its consolidated form and free what no longer counts. ANALYZE finds
 * everything done, for rows are counted as they change; and LOCK TABLE too, for a transaction is as if it ran alone:
 * whoever was in its way gets 40001 at its end instead of a wait.
 */
final class UpkeepHandler implements Handler<Upkeep> {

    @Override
    public Outcome handle(Upkeep upkeep, Execution run) throws InterruptedException {
        switch (upkeep.kind()) {
            case VACUUM -> {
                run.session().transaction().checkOutside("VACUUM");
                EngineDoor.await(run.database().engine().checkpoint(), run.cancellation());
            }
            case CHECKPOINT -> EngineDoor.await(run.database().engine().checkpoint(), run.cancellation());
            case LOCK_TABLE -> {
                if (!run.session().transaction().isExplicit()) {
                    throw new SqlException(
                            SqlState.NO_ACTIVE_SQL_TRANSACTION, "LOCK TABLE can only be used in transaction blocks");
                }
            }
            case ANALYZE -> { }
        }
        return new Outcome.Done(upkeep.kind().tag());
    }
}
