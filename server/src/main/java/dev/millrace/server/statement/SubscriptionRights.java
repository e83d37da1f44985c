package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.engine.Snapshot;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.Access;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.session.Execution;

/**
 * That a subscription ends when the right to it does: it may last for years, and the plan's rights are those of its
 * beginning.
 */
final class SubscriptionRights {

    private final List<Access> accesses;
    private final Execution run;
    private final long role;
    private long version;

    SubscriptionRights(List<Access> accesses, Execution run) {
        this.accesses = accesses;
        this.run = run;
        this.role = run.session().identity().current();
        this.version = run.catalog().snapshot().version();
    }

    /** @throws SqlException 42501 when the newest catalog no longer allows it */
    void check() {
        try (Snapshot newest = run.database().engine().snapshot()) {
            if (newest.catalogVersion() == version) {
                return;
            }
            CatalogSnapshot catalog = run.database().catalogs().of(newest);
            Authority authority = catalog.authority(role);
            for (Access access : accesses) {
                // What was dropped ends the subscription by itself.
                if (access.relation() < 0 || catalog.find(access.relation()).isPresent()) {
                    authority.check(access, run.database().system());
                }
            }
            version = newest.catalogVersion();
        }
    }
}
