package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Keeps transactions that change the catalog out of each other's way until they have committed: two that create the
 * same name, or one that drops what another's new view needs. Names are claimed alone, dependencies shared. A view's
 * long backfill so holds its own name and its inputs, and nothing else.
 */
public final class CatalogLocks {

    private static final int POLL_MILLIS = 20;
    private static final int EXCLUSIVE = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    /** Claims by key: a count of sharers, or {@link #EXCLUSIVE}. */
    private final Map<String, Integer> claims = new HashMap<>();

    /** What one transaction has claimed; released together. */
    public final class Claims implements AutoCloseable {
        private final Map<String, Boolean> mine = new HashMap<>();
        private final LongSupplier waitMillisMax;

        private Claims(LongSupplier waitMillisMax) {
            this.waitMillisMax = waitMillisMax;
        }

        /** Waits until the name is free. Claiming again what one has is allowed. */
        public void claimAlone(String key, Cancellation cancellation) throws InterruptedException {
            claim(key, true, cancellation);
        }

        public void claimShared(Collection<Long> objects, Cancellation cancellation) throws InterruptedException {
            List<Long> ordered = new ArrayList<>(objects);
            ordered.sort(null);
            for (long object : ordered) {
                claim(ofObject(object), false, cancellation);
            }
        }

        private void claim(String key, boolean isExclusive, Cancellation cancellation) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                Boolean held = mine.get(key);
                if (held != null && (held || !isExclusive)) {
                    return;
                }
                int own = held == null ? 0 : 1;
                long millisMax = waitMillisMax.getAsLong();
                long begin = System.nanoTime();
                while (!isFree(key, isExclusive, own)) {
                    cancellation.check();
                    if (millisMax > 0 && System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(millisMax)) {
                        throw new SqlException(
                                SqlState.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
                    }
                    released.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
                }
                claims.put(key, isExclusive ? EXCLUSIVE : claims.getOrDefault(key, 0) + 1);
                mine.put(key, isExclusive);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                mine.forEach((key, isExclusive) ->
                        claims.computeIfPresent(key, (k, count) -> isExclusive || count == 1 ? null : count - 1));
                mine.clear();
                released.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** @param waitMillisMax asked before each wait how long it may be ({@code lock_timeout}); 0 for ever */
    public Claims claims(LongSupplier waitMillisMax) {
        return new Claims(waitMillisMax);
    }

    /** Names of one database are nothing to another. */
    public static String ofName(CatalogObject object, CatalogSnapshot catalog) {
        return "name " + catalog.databaseOf(object) + '.' + object.schemaName() + '.' + object.name();
    }

    public static String ofObject(long id) {
        return "object " + id;
    }

    private boolean isFree(String key, boolean isExclusive, int own) {
        int count = claims.getOrDefault(key, 0);
        return isExclusive ? count == own : count != EXCLUSIVE;
    }
}
