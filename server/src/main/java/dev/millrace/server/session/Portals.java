package dev.millrace.server.session;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * A session's portals, of Bind and of DECLARE in one name space. They live as long as their transaction; the unnamed
 * one until it is replaced; those declared WITH HOLD until closed. None outlives that its transaction returns to a
 * savepoint from before it.
 */
public final class Portals {

    private static final int NUMBER_MAX = 1_000;

    private final Map<String, Portal> byName = new HashMap<>();
    private final Map<String, Portal> held = new HashMap<>();
    /** Those of {@link #held} that go if the transaction that declared them does not commit. */
    private final Set<String> unsettled = new HashSet<>();
    private long opened;
    /** The one whose statement is being executed; null for none. It may end a transaction and go on. */
    private Portal running;

    void runs(Portal portal) {
        running = portal;
    }

    /** @throws SqlException 42P03 when a named one exists already */
    public void put(Portal portal) {
        if (portal.name().isEmpty()) {
            close("");
        } else if (byName.containsKey(portal.name()) || held.containsKey(portal.name())) {
            throw new SqlException(SqlState.DUPLICATE_CURSOR, "cursor \"" + portal.name() + "\" already exists");
        }
        checkRoom();
        portal.opened(++opened);
        byName.put(portal.name(), portal);
    }

    /** A cursor that outlives its transaction: its rows must not depend on the transaction any more. */
    public void putHeld(Portal portal) {
        if (byName.containsKey(portal.name()) || held.containsKey(portal.name())) {
            throw new SqlException(SqlState.DUPLICATE_CURSOR, "cursor \"" + portal.name() + "\" already exists");
        }
        checkRoom();
        portal.opened(++opened);
        held.put(portal.name(), portal);
        unsettled.add(portal.name());
    }

    /** The transaction has committed, or not: held cursors that it declared stay, or go. */
    void settle(boolean isCommitted) {
        if (!unsettled.isEmpty()) {
            List<String> names = List.copyOf(unsettled);
            unsettled.clear();
            if (!isCommitted) {
                names.forEach(this::close);
            }
        }
    }

    /** The present moment, for {@link #rollbackTo}. */
    long mark() {
        return opened;
    }

    /** Closes those that were opened since, held ones, too. */
    void rollbackTo(long mark) {
        List<Portal> later = all().stream().filter(portal -> portal.number() > mark).toList();
        later.forEach(portal -> close(portal.name()));
    }

    /** All that are open, by name. */
    public Collection<Portal> all() {
        Map<String, Portal> all = new TreeMap<>(byName);
        all.putAll(held);
        return all.values();
    }

    private void checkRoom() {
        if (byName.size() + held.size() >= NUMBER_MAX) {
            throw new SqlException(SqlState.PROGRAM_LIMIT_EXCEEDED, "too many open cursors in one session");
        }
    }

    /** @throws SqlException 34000 when there is none */
    public Portal get(String name) {
        Portal portal = byName.getOrDefault(name, held.get(name));
        if (portal == null) {
            throw new SqlException(SqlState.INVALID_CURSOR_NAME, "portal \"" + name + "\" does not exist");
        }
        return portal;
    }

    /** Null when there is none. */
    public Portal find(String name) {
        return byName.getOrDefault(name, held.get(name));
    }

    /** Forgets a portal without closing it: its result no longer needs the transaction. */
    void detach(Portal portal) {
        byName.remove(portal.name(), portal);
    }

    /** Whether there was one. */
    public boolean close(String name) {
        Portal portal = byName.remove(name);
        if (portal == null) {
            portal = held.remove(name);
            unsettled.remove(name);
        }
        if (portal == null) {
            return false;
        }
        portal.close();
        return true;
    }

    /** The transaction has ended. */
    void transactionEnds() {
        Portal kept = running != null && byName.remove(running.name(), running) ? running : null;
        closeAll(byName);
        if (kept != null) {
            byName.put(kept.name(), kept);
        }
    }

    public void closeAll() {
        closeAll(byName);
        closeAll(held);
    }

    private static void closeAll(Map<String, Portal> portals) {
        if (!portals.isEmpty()) {
            for (Portal portal : portals.values()) {
                portal.close();
            }
            portals.clear();
        }
    }
}
