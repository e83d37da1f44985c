package dev.millrace.server.statement;

import java.util.EnumSet;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Upkeep;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/**
 * VACUUM and CHECKPOINT bring what was logged into its consolidated form and free what no longer counts. ANALYZE finds
 * everything done, for rows are counted as they change; and LOCK TABLE too, for a transaction is as if it ran alone:
 * whoever was in its way gets 40001 at its end instead of a wait.
 */
final class UpkeepHandler implements Handler<Upkeep> {

    private static final Set<Privilege> CHANGES = EnumSet.of(Privilege.UPDATE, Privilege.DELETE, Privilege.TRUNCATE);

    @Override
    public Outcome handle(Upkeep upkeep, Execution run) throws InterruptedException {
        switch (upkeep.kind()) {
            case VACUUM -> {
                run.session().transaction().checkOutside("VACUUM");
                if (isForOwner(upkeep, "vacuum", run)) {
                    EngineDoor.await(run.database().engine().checkpoint(), run.cancellation());
                }
            }
            case CHECKPOINT -> {
                if (!run.session().authority().actsAs(Role.CHECKPOINT)) {
                    throw RoleNames.denied("must be superuser or have privileges of pg_checkpoint to do CHECKPOINT");
                }
                EngineDoor.await(run.database().engine().checkpoint(), run.cancellation());
            }
            case LOCK_TABLE -> {
                upkeep.relations().forEach(relation -> checkLock(relation, upkeep.detail(), run));
                if (!run.session().transaction().isExplicit()) {
                    throw new SqlException(
                            SqlState.NO_ACTIVE_SQL_TRANSACTION, "LOCK TABLE can only be used in transaction blocks");
                }
            }
            case REINDEX -> Reindexing.check(upkeep, run);
            case CLUSTER -> Reindexing.checkCluster(upkeep, run);
            case ANALYZE -> isForOwner(upkeep, "analyze", run);
        }
        return new Outcome.Done(upkeep.kind().tag());
    }

    /** Whether all of it is the session's; what is not is said to be left out, where it was named. */
    private static boolean isForOwner(Upkeep upkeep, String verb, Execution run) {
        Authority authority = run.session().authority();
        boolean isAll = authority.isSuperuser();
        if (!isAll && !upkeep.relations().isEmpty()) {
            isAll = true;
            for (long id : upkeep.relations()) {
                CatalogObject relation = run.catalog().snapshot().find(id).orElse(null);
                if (relation == null || !authority.owns(relation)) {
                    isAll = false;
                    run.session().notice(ServerMessage.warning("01000", "skipping \""
                            + (relation == null ? id : relation.name()) + "\" --- only table or database owner can "
                            + verb + " it"));
                }
            }
        }
        return isAll;
    }

    /** Who keeps others from something needs the right to do what would keep them from it, too. */
    private static void checkLock(long relation, String mode, Execution run) {
        Authority authority = run.session().authority();
        Set<Privilege> lockers = switch (mode) {
            case "ACCESS SHARE" -> EnumSet.of(Privilege.SELECT);
            case "ROW EXCLUSIVE" -> EnumSet.of(
                    Privilege.INSERT, Privilege.UPDATE, Privilege.DELETE, Privilege.TRUNCATE);
            default -> CHANGES;
        };
        boolean mayLock = lockers.stream()
                .anyMatch(privilege -> authority.has(privilege, relation, Grantable.TABLE));
        if (!mayLock) {
            throw run.catalog().snapshot().find(relation)
                    .map(object -> Authority.denied(Authority.messageWord(object), object.name()))
                    .orElseGet(() -> Authority.denied("table", Long.toString(relation)));
        }
    }
}
