package dev.millrace.executor.function;

import java.util.List;

import dev.millrace.executor.plan.SqlException;

/**
 * What functions may tell other sessions and agree on with them, and who talks to this one. Reached through the {@link
 * CatalogDoor}.
 */
public interface PeerDoor {

    /** Says something on a channel when the transaction commits. */
    void say(String channel, String payload);

    /** The channels that the session listens to. */
    List<String> channels();

    /**
     * An advisory lock.
     *
     * @param key one number, or two of 32 bits in its halves
     * @param isPair which of both; a lock on one is none on the other
     */
    record Lock(long key, boolean isPair, boolean isShared) {

        static Lock alone(long key) {
            return new Lock(key, false, false);
        }

        static Lock alone(int first, int second) {
            return new Lock(pair(first, second), true, false);
        }

        static Lock shared(long key) {
            return new Lock(key, false, true);
        }

        static Lock shared(int first, int second) {
            return new Lock(pair(first, second), true, true);
        }

        private static long pair(int first, int second) {
            return ((long) first << 32) | (second & 0xffff_ffffL);
        }
    }

    /**
     * Takes a lock.
     *
     * @return whether it could be had; always, when it may be waited for
     * @throws SqlException 40P01, 55P03, 57014
     */
    boolean lock(Lock lock, boolean untilTransactionEnds, boolean mayWait);

    /** Gives a lock of the session's back; false when there was none. */
    boolean unlock(Lock lock);

    void unlockAll();

    /** The address of one end of the connection; null for one that has none. */
    String address(boolean isServers);

    /** Its port. */
    Integer port(boolean isServers);
}
