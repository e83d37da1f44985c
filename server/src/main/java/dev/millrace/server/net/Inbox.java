package dev.millrace.server.net;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.millrace.server.wire.FrontendMessage;

/**
 * Messages on their way from the event loop, which never waits, to the session's thread, which does. When more than
 * {@link #BYTES_HIGH} wait, the socket is no longer read until fewer than {@link #BYTES_LOW} do.
 */
final class Inbox {

    static final int BYTES_HIGH = 1 << 20;
    static final int BYTES_LOW = 1 << 18;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<FrontendMessage> messages = new ArrayDeque<>(4);
    private final Consumer<Boolean> reading;
    private long bytes;
    private boolean paused;

    /** @param reading told true or false when the socket is to be read or not */
    Inbox(Consumer<Boolean> reading) {
        this.reading = reading;
    }

    void put(FrontendMessage message) {
        lock.lock();
        try {
            messages.addLast(message);
            bytes += message.heapBytes();
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
        lock.lockInterruptibly();
        try {
            long left = nanosMax;
            while (messages.isEmpty()) {
                if (left <= 0) {
                    return null;
                }
                left = filled.awaitNanos(left);
            }
            FrontendMessage message = messages.removeFirst();
            bytes -= message.heapBytes();
            if (paused && bytes < BYTES_LOW) {
                paused = false;
                reading.accept(true);
            }
            return message;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next message and leaves it there. */
    FrontendMessage peek() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitFilled();
            return messages.peekFirst();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return messages.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void awaitFilled() throws InterruptedException {
        while (messages.isEmpty()) {
            filled.await();
        }
    }
}
