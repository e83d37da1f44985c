package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Locks on numbers that only mean what applications agree on. A session may hold a lock several times, for itself or
 * until its transaction ends; it is free when all of them are given back. Who comes first gets a lock first, and a wait
 * that could never end is an error at once.
 */
public final class AdvisoryLocks {

    private static final int POLL_MILLIS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    /** Who holds or waits for each; one that nobody has is not kept. */
    private final Map<Key, Set<Holder>> holders = new HashMap<>();
    private final List<Wait> waits = new ArrayList<>();

    /**
     * What is locked: one number of 64 bits, or two of 32.
     *
     * @param first the upper half, or the first number
     */
    public record Key(int first, int second, boolean isPair) {

        public static Key of(long number) {
            return new Key((int) (number >> 32), (int) number, false);
        }

        public static Key of(int first, int second) {
            return new Key(first, second, true);
        }
    }

    private record Wait(Holder holder, Key key, boolean isShared) {}

    /** What one session has of one lock. */
    private record Held(int exclusive, int shared) {
        private static final Held NONE = new Held(0, 0);

        private Held plus(boolean isShared, int count) {
            return isShared ? new Held(exclusive, shared + count) : new Held(exclusive + count, shared);
        }
    }

    /** One line of {@code pg_locks}. */
    public record Shown(int processId, Key key, boolean isShared, boolean isGranted) {}

    private record Taken(Key key, boolean isShared) {}

    /** A session's locks. By the session's thread. */
    public final class Holder implements AutoCloseable {
        private final int processId;
        private final Map<Key, Held> all = new HashMap<>();
        /** Those that the transaction gives back when it ends, in order. */
        private final List<Taken> ofTransaction = new ArrayList<>();

        private boolean hasTaken;

        private Holder(int processId) {
            this.processId = processId;
        }

        /**
         * Takes a lock.
         *
         * @param waitMillisMax {@code lock_timeout}; 0 for any time, less to try only
         * @return whether it was free; always, when it may be waited for
         */
        public boolean take(
                Key key, boolean isShared, boolean untilTransactionEnds, long waitMillisMax, Cancellation cancellation)
                throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (!isFree(key, isShared, this, waits.size())) {
                    if (waitMillisMax < 0) {
                        return false;
                    }
                    await(new Wait(this, key, isShared), waitMillisMax, cancellation);
                }
                hasTaken = true;
                all.merge(key, Held.NONE.plus(isShared, 1), (held, one) -> held.plus(isShared, 1));
                holders.computeIfAbsent(key, free -> new HashSet<>()).add(this);
                if (untilTransactionEnds) {
                    ofTransaction.add(new Taken(key, isShared));
                }
                return true;
            } finally {
                lock.unlock();
            }
        }

        private void await(Wait wait, long millisMax, Cancellation cancellation) throws InterruptedException {
            waits.add(wait);
            try {
                checkNoCycle(wait);
                long begin = System.nanoTime();
                while (!isFree(wait.key(), wait.isShared(), this, waits.indexOf(wait))) {
                    cancellation.check();
                    if (millisMax > 0 && System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(millisMax)) {
                        throw new SqlException(
                                SqlState.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
                    }
                    released.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
                }
            } finally {
                waits.remove(wait);
                released.signalAll();
            }
        }

        /** Gives a lock back that was taken for the session; false when it was not. */
        public boolean give(Key key, boolean isShared) {
            lock.lock();
            try {
                Held held = all.getOrDefault(key, Held.NONE);
                long bound = ofTransaction.stream().filter(new Taken(key, isShared)::equals).count();
                if ((isShared ? held.shared() : held.exclusive()) <= bound) {
                    return false;
                }
                release(key, isShared);
                return true;
            } finally {
                lock.unlock();
            }
        }

        private void release(Key key, boolean isShared) {
            Held left = all.get(key).plus(isShared, -1);
            if (!left.equals(Held.NONE)) {
                all.put(key, left);
            } else {
                all.remove(key);
                holders.get(key).remove(this);
                if (holders.get(key).isEmpty()) {
                    holders.remove(key);
                }
            }
            released.signalAll();
        }

        /** Gives back all that were taken for the session. */
        public void giveAll() {
            lock.lock();
            try {
                for (Key key : List.copyOf(all.keySet())) {
                    while (give(key, false) || give(key, true)) {
                        // once for each time it was taken
                    }
                }
            } finally {
                lock.unlock();
            }
        }

        /** Whether a lock was taken since this was asked last. */
        boolean hasTakenMore() {
            boolean hadTaken = hasTaken;
            hasTaken = false;
            return hadTaken;
        }

        int mark() {
            return ofTransaction.size();
        }

        /** Gives back what the transaction has taken since. */
        void rollbackTo(int mark) {
            if (ofTransaction.size() <= mark) {
                return;
            }
            lock.lock();
            try {
                List<Taken> undone = ofTransaction.subList(mark, ofTransaction.size());
                undone.forEach(taken -> release(taken.key(), taken.isShared()));
                undone.clear();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            rollbackTo(0);
            giveAll();
        }
    }

    public Holder holder(int processId) {
        return new Holder(processId);
    }

    /** Whether nobody else's lock, nor wait before the place {@code before}, is in the way. */
    private boolean isFree(Key key, boolean isShared, Holder by, int before) {
        return blockers(key, isShared, by, before).isEmpty();
    }

    private Set<Holder> blockers(Key key, boolean isShared, Holder by, int before) {
        Set<Holder> blockers = new HashSet<>();
        for (Holder other : holders.getOrDefault(key, Set.of())) {
            if (other != by && (!isShared || other.all.get(key).exclusive() > 0)) {
                blockers.add(other);
            }
        }
        // Who has the lock already does not queue for it again.
        for (Wait wait : by.all.containsKey(key) ? List.<Wait>of() : waits.subList(0, before)) {
            if (wait.holder() != by && wait.key().equals(key) && !(isShared && wait.isShared())) {
                blockers.add(wait.holder());
            }
        }
        return blockers;
    }

    /** @throws SqlException 40P01 when somebody who is waited for waits, in the end, for this session */
    private void checkNoCycle(Wait wait) {
        Set<Holder> reached = new HashSet<>();
        List<Wait> open = new ArrayList<>(List.of(wait));
        while (!open.isEmpty()) {
            Wait next = open.removeLast();
            for (Holder blocker : blockers(next.key(), next.isShared(), next.holder(), waits.indexOf(next))) {
                if (blocker == wait.holder()) {
                    throw new SqlException(SqlState.DEADLOCK_DETECTED, "deadlock detected")
                            .withDetail("Process " + wait.holder().processId + " waits for a lock that process "
                                    + next.holder().processId + " waits for or holds, which waits for process "
                                    + blocker.processId + ".");
                }
                if (reached.add(blocker)) {
                    waits.stream().filter(other -> other.holder() == blocker).forEach(open::add);
                }
            }
        }
    }

    /** All that are held or waited for. */
    public List<Shown> shown() {
        lock.lock();
        try {
            List<Shown> shown = new ArrayList<>();
            holders.forEach((key, sessions) -> sessions.forEach(holder -> {
                Held held = holder.all.get(key);
                if (held.exclusive() > 0) {
                    shown.add(new Shown(holder.processId, key, false, true));
                }
                if (held.shared() > 0) {
                    shown.add(new Shown(holder.processId, key, true, true));
                }
            }));
            waits.forEach(wait -> shown.add(new Shown(wait.holder().processId, wait.key(), wait.isShared(), false)));
            return shown;
        } finally {
            lock.unlock();
        }
    }
}
