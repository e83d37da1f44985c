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
 * <p>Messages are put and taken in bunches: what came in one packet wakes the session's thread once.
 */
final class Inbox {

    static final int BYTES_HIGH = 1 << 20;
    static final int BYTES_LOW = 1 << 18;
    /** What a session takes over at once no longer counts as waiting: long data is taken message by message. */
    private static final int TAKEN_BYTES_MAX = 1 << 14;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<FrontendMessage> messages = new ArrayDeque<>(4);
    /** Only the session's thread touches these: taken over together, still to be handed out. */
    private final ArrayDeque<FrontendMessage> taken = new ArrayDeque<>(4);
    private final Consumer<Boolean> reading;
    private long bytes;
    private boolean paused;

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
        return take(Long.MAX_VALUE);
    }

    /** Waits for the next message; null when none has come within the time. */
    FrontendMessage take(long nanosMax) throws InterruptedException {
        return awaitTaken(nanosMax) ? taken.removeFirst() : null;
    }

    /** Waits for the next message and leaves it there. */
    FrontendMessage peek() throws InterruptedException {
        awaitTaken(Long.MAX_VALUE);
        return taken.peekFirst();
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

    private boolean awaitTaken(long nanosMax) throws InterruptedException {
        if (!taken.isEmpty()) {
            return true;
        }
        lock.lockInterruptibly();
        try {
            long left = nanosMax;
            while (messages.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = filled.awaitNanos(left);
            }
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
}
