package dev.millrace.server.session;

import dev.millrace.executor.engine.Snapshot;
import dev.millrace.executor.engine.Transaction;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.AccessObject;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;

/**
 * What others have made of the catalog since a transaction began, as far as it stands in the way of a change (40001).
 *
 * @param now the newest catalog
 * @param begun as it was when the transaction began; {@code own}: the same with the transaction's changes
 */
record CatalogConflicts(CatalogSnapshot now, CatalogSnapshot begun, CatalogSnapshot own) {

    static CatalogConflicts of(Database database, Transaction transaction, CatalogSnapshot own) {
        try (Snapshot newest = database.engine().snapshot()) {
            return new CatalogConflicts(
                    database.catalogs().of(newest), database.catalogs().of(transaction.snapshot()), own);
        }
    }

    /** That a name is still free, what the object needs still there, and grants still those that were read. */
    void checkUnchanged(CatalogObject object) {
        boolean isTaken = now.find(object.schemaName(), object.name())
                .filter(other -> own.find(other.id()).isEmpty() && begun.find(other.id()).isEmpty())
                .isPresent();
        boolean isOrphan = object.dependencies().stream()
                .anyMatch(id -> begun.find(id).isPresent() && now.find(id).isEmpty());
        // Grants are read, changed and written: what is written over must be what was read.
        boolean isStale = object instanceof AccessObject
                && !now.find(object.id()).equals(begun.find(object.id()));
        if (isTaken || isOrphan || isStale) {
            throw changedMeanwhile();
        }
    }

    /** That the object is still there, with no more dependants than were seen. */
    void checkDroppable(CatalogObject object) {
        boolean isKnown = now.find(object.id()).isPresent() || own.find(object.id()).isPresent();
        boolean hasNewDependants = now.dependants(object).stream()
                .anyMatch(other -> own.find(other.id()).isEmpty() && begun.find(other.id()).isEmpty());
        if (!isKnown || hasNewDependants) {
            throw changedMeanwhile();
        }
    }

    private static SqlException changedMeanwhile() {
        return new SqlException(
                SqlState.SERIALIZATION_FAILURE, "could not serialize access due to concurrent change of the catalog");
    }
}
