package dev.millrace.server.session;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

import dev.millrace.executor.function.PeerDoor;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.wire.ServerMessage;

/** Brings what functions tell other sessions, and agree on with them, to where sessions meet. */
public final class PeerAnswers implements PeerDoor {

    private static final long SLEEP_SLICE_MILLIS = 20;

    private final Session session;

    public PeerAnswers(Session session) {
        this.session = session;
    }

    @Override
    public void say(String channel, String payload) {
        session.listening().say(new Notification(session.processId(), channel, payload));
    }

    @Override
    public List<String> channels() {
        return session.listening().channels();
    }

    @Override
    public boolean lock(Lock lock, boolean untilTransactionEnds, boolean mayWait) {
        long waitMillisMax = mayWait ? session.settings().millis("lock_timeout") : -1;
        try {
            return session.advisoryLocks().take(
                    key(lock), lock.isShared(), untilTransactionEnds, waitMillisMax, session.interrupts().current());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to shutdown");
        }
    }

    @Override
    public boolean unlock(Lock lock) {
        boolean wasHeld = session.advisoryLocks().give(key(lock), lock.isShared());
        if (!wasHeld) {
            session.notice(ServerMessage.warning(
                    "01000", "you don't own a lock of type " + (lock.isShared() ? "ShareLock" : "ExclusiveLock")));
        }
        return wasHeld;
    }

    private static AdvisoryLocks.Key key(Lock lock) {
        return lock.isPair()
                ? AdvisoryLocks.Key.of((int) (lock.key() >> 32), (int) lock.key())
                : AdvisoryLocks.Key.of(lock.key());
    }

    @Override
    public void unlockAll() {
        session.advisoryLocks().giveAll();
    }

    private InetSocketAddress end(boolean isServers) {
        SocketAddress address = session.connection().address(isServers);
        return address instanceof InetSocketAddress socket ? socket : null;
    }

    @Override
    public String address(boolean isServers) {
        InetSocketAddress end = end(isServers);
        return end == null ? null : end.getAddress().getHostAddress();
    }

    @Override
    public Integer port(boolean isServers) {
        InetSocketAddress end = end(isServers);
        return end == null ? null : end.getPort();
    }

    /** Waits, unless the statement is cancelled. */
    public void sleep(double seconds) {
        long end = System.nanoTime() + (long) (Math.min(seconds, 1e9) * 1e9);
        try {
            for (long rest = end - System.nanoTime(); rest > 0; rest = end - System.nanoTime()) {
                session.interrupts().current().check();
                Thread.sleep(Math.clamp(rest / 1_000_000, 1, SLEEP_SLICE_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to shutdown");
        }
    }
}
