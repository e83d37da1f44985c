package dev.millrace.server.net;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.millrace.server.wire.FrontendMessage;

/**
 * Messages on their way from the event loop, which never waits, to the session's thread, which does. When more than
 * {@link #BYTES_HIGH} wait, the socket is no longer read until fewer than {@link #BYTES_LOW} do.
 *
 * <p>Messages are put and taken in bunches: what came in one packet wakes the session's thread once. Where the session
 * needs no thread for them it is not woken at all: it is lent to the event loop ({@link #lend}), which answers itself.
 */
final class Inbox {

    static final int BYTES_HIGH = 1 << 20;
    static final int BYTES_LOW = 1 << 18;
    /** What a session takes over at once no longer counts as waiting: long data is taken message by message. */
    private static final int TAKEN_BYTES_MAX = 1 << 14;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<FrontendMessage> messages = new ArrayDeque<>(4);
    /** Taken over together, still to be handed out; touched only by the session's thread, or who has its place. */
    private final ArrayDeque<FrontendMessage> taken = new ArrayDeque<>(4);
    private final Consumer<Boolean> reading;
    private volatile Runnable whenTaken = () -> {};
    private long bytes;
    private boolean paused;
    /** The session's thread has nothing to do until a message comes. */
    private boolean isIdle;
    private boolean isLent;
    private boolean isNudged;
    /** When the last message was answered, by whom ever. */
    private long idleSinceNanos;

    /** @param reading told true or false when the socket is to be read or not */
    Inbox(Consumer<Boolean> reading) {
        this.reading = reading;
    }

    void put(FrontendMessage message) {
        put(List.of(message));
    }

    void put(List<FrontendMessage> more) {
        lock.lock();
        try {
            for (FrontendMessage message : more) {
                messages.addLast(message);
                bytes += message.heapBytes();
            }
            if (bytes > BYTES_HIGH && !paused) {
                paused = true;
                reading.accept(false);
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next message. */
    FrontendMessage take() throws InterruptedException {
        awaitTaken(Long.MAX_VALUE, false);
        return taken.removeFirst();
    }

    /** Waits for the next message; null when none has come within the time. */
    FrontendMessage take(long nanosMax) throws InterruptedException {
        return awaitTaken(nanosMax, false) ? taken.removeFirst() : null;
    }

    /**
     * Waits for the next message with nothing else to do; null when none has come within the time. Meanwhile the
     * session may be {@link #lend lent}; the time begins anew with what is answered so.
     */
    FrontendMessage takeIdle(long nanosMax) throws InterruptedException {
        if (awaitTaken(nanosMax, true)) {
            return taken.removeFirst();
        }
        return takeNudge() ? new FrontendMessage.Nudge() : null;
    }

    /** Ends an idle wait, this one or the next, with no message of the client's: there is something to tell it. */
    void nudge() {
        lock.lock();
        try {
            isNudged = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean takeNudge() {
        lock.lock();
        try {
            boolean wasNudged = isNudged;
            isNudged = false;
            return wasNudged;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands messages over, and the session with them, if its thread waits idly: the caller is in its place, may take
     * them, and leaves what it does not take to the thread; then comes {@link #giveBack}.
     */
    boolean lend(List<FrontendMessage> more) {
        lock.lock();
        try {
            if (!isIdle || isLent || !messages.isEmpty() || !taken.isEmpty()) {
                return false;
            }
            taken.addAll(more);
            isLent = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void giveBack() {
        lock.lock();
        try {
            isLent = false;
            idleSinceNanos = System.nanoTime();
            if (!isIdle || !taken.isEmpty() || !messages.isEmpty()) {
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next message if it is there, left in place; null when there is none. By who has the session's place. */
    FrontendMessage next() {
        return taken.peekFirst();
    }

    /** A message that was taken is the next one again. By who has the session's place. */
    void untake(FrontendMessage message) {
        taken.addFirst(message);
    }

    /** Waits for the next message and leaves it there. */
    FrontendMessage peek() throws InterruptedException {
        awaitTaken(Long.MAX_VALUE, false);
        return taken.peekFirst();
    }

    /** @param action run when the session takes messages over, before anybody can find that none {@link #isWaiting} */
    void whenTaken(Runnable action) {
        whenTaken = action;
    }

    /** By the session's thread. */
    boolean isEmpty() {
        if (!taken.isEmpty()) {
            return false;
        }
        lock.lock();
        try {
            return messages.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether messages wait that nobody has taken over. By any thread. */
    boolean isWaiting() {
        lock.lock();
        try {
            return !messages.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitTaken(long nanosMax, boolean idle) throws InterruptedException {
        if (!taken.isEmpty()) {
            return true;
        }
        lock.lockInterruptibly();
        try {
            if (!awaitFilled(nanosMax, idle)) {
                return false;
            }
            whenTaken.run();
            long takenBytes = 0;
            while (!messages.isEmpty() && takenBytes < TAKEN_BYTES_MAX) {
                FrontendMessage message = messages.removeFirst();
                takenBytes += message.heapBytes();
                taken.addLast(message);
            }
            bytes -= takenBytes;
            if (paused && bytes < BYTES_LOW) {
                paused = false;
                reading.accept(true);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitFilled(long nanosMax, boolean idle) throws InterruptedException {
        isIdle = idle;
        idleSinceNanos = System.nanoTime();
        try {
            while (isLent || messages.isEmpty() && taken.isEmpty()) {
                if (idle && isNudged && !isLent) {
                    return false;
                }
                if (nanosMax == Long.MAX_VALUE) {
                    filled.await();
                    continue;
                }
                long left = isLent ? nanosMax : idleSinceNanos + nanosMax - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                filled.awaitNanos(left);
            }
            return true;
        } finally {
            isIdle = false;
            while (isLent) {
                // Interrupted: but the session cannot end before it is given back.
                filled.awaitUninterruptibly();
            }
        }
    }
}
