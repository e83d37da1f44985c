package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.engine.Transaction;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.server.catalog.CatalogSnapshot;

/** The places that a transaction can return to, the latest last. Of several of one name the latest is meant. */
final class Savepoints {

    /** What was at that moment: rows, catalog, cursors, what was said to channels, advisory locks, checks put aside. */
    record Savepoint(
            String name, Transaction.Mark mark, CatalogSnapshot catalog, long portals, Listening.Mark said, int locks,
            DeferredChecks.Mark deferred) {}

    private final List<Savepoint> places = new ArrayList<>();
    private final Portals portals;
    private final Listening listening;
    private final AdvisoryLocks.Holder advisory;
    private final DeferredChecks deferred;

    Savepoints(
            Portals portals, Listening listening, AdvisoryLocks.Holder advisory, DeferredChecks deferred) {
        this.portals = portals;
        this.listening = listening;
        this.advisory = advisory;
        this.deferred = deferred;
    }

    /** The present moment. */
    Savepoint place(String name, Transaction transaction, CatalogSnapshot catalog) {
        return new Savepoint(
                name, transaction.mark(), catalog, portals.mark(), listening.mark(), advisory.mark(), deferred.mark());
    }

    /** Takes back what was done since; gives the catalog of then. Cursors of before stay where they have come to. */
    CatalogSnapshot back(Savepoint to, Transaction transaction) {
        portals.rollbackTo(to.portals());
        transaction.rollbackTo(to.mark());
        listening.rollbackTo(to.said());
        advisory.rollbackTo(to.locks());
        deferred.rollbackTo(to.deferred());
        return to.catalog();
    }

    void add(Savepoint savepoint) {
        places.add(savepoint);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    void clear() {
        places.clear();
    }

    /** Forgets one and those after it. */
    void release(String name) {
        places.subList(indexOf(name), places.size()).clear();
    }

    /** Forgets those after one, and gives that. */
    Savepoint returnTo(String name) {
        int index = indexOf(name);
        places.subList(index + 1, places.size()).clear();
        return places.get(index);
    }

    private int indexOf(String name) {
        for (int i = places.size() - 1; i >= 0; i--) {
            if (places.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new SqlException("3B001", "savepoint \"" + name + "\" does not exist");
    }
}
