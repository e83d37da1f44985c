package dev.millrace.executor.engine;

import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * The heap that work beside the clock may take together: queries, backfills, subscriptions, the writes of open
 * transactions. Each holds a {@link Lease} and says how much it has; who is refused moves its state to storage, or
 * gives up with 53200 where it cannot. Safe for all threads.
 */
final class WorkMemory {

    /** So much everyone may have, however full it is: less would only make spilling slower, not memory free. */
    static final long FLOOR_BYTES = 256 * 1024;

    private final long bytes;
    private final AtomicLong used = new AtomicLong();

    WorkMemory(long bytes) {
        this.bytes = bytes;
    }

    /** What all leases hold now. */
    long usedBytes() {
        return used.get();
    }

    Lease lease() {
        return new Lease();
    }

    /** One user's part. One thread at a time. */
    final class Lease implements AutoCloseable {
        private long held;

        /**
         * Says how much is in use now; false when that is too much for the moment: nothing is noted then. One user
         * alone gets at most half, so that it cannot starve the others.
         */
        boolean resize(long wanted) {
            long change = wanted - held;
            if (change <= 0 || wanted <= FLOOR_BYTES) {
                force(wanted);
                return true;
            }
            if (wanted > bytes / 2) {
                return false;
            }
            if (used.addAndGet(change) > bytes) {
                used.addAndGet(-change);
                return false;
            }
            held = wanted;
            return true;
        }

        /** Says how much is in use, where nothing can be done about it. */
        void force(long wanted) {
            used.addAndGet(wanted - held);
            held = wanted;
        }

        /**
         * More that has to stay on the heap.
         *
         * @param what for the message, as in "the transaction's writes"
         * @throws SqlException 53200 when there is no room
         */
        void take(long more, String what) {
            if (!resize(held + more)) {
                throw new SqlException(
                        SqlState.OUT_OF_MEMORY, "out of memory for " + what,
                        "It would take " + (held + more) / 1024 + " kB. All running work shares " + bytes / 1024
                                + " kB, of which one may take half.",
                        "Do it in smaller parts, or give the server more heap.", 0);
            }
        }

        @Override
        public void close() {
            force(0);
        }
    }
}
