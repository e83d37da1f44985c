package dev.millrace.server.wire;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Heap for long messages, which all connections share: a message counts from when its length is known until it was
 * answered. One that finds no room is read past and refused, and its session goes on. Safe for all threads.
 */
public final class MessageRoom {

    /** Shorter ones do not count: that much every connection may have. */
    static final int LONG_BYTES = 1 << 20;
    /** The bytes of a message and the text that is made of them. */
    private static final int COPIES = 2;

    private final AtomicLong left;

    public MessageRoom(long bytes) {
        left = new AtomicLong(bytes);
    }

    public Share share() {
        return new Share();
    }

    long leftBytes() {
        return left.get();
    }

    /** One connection's part. */
    public final class Share {

        private final ArrayDeque<Held> waiting = new ArrayDeque<>(0);
        /** For the message that is still being received. */
        private long coming;
        private volatile boolean isEmpty = true;
        private boolean isClosed;

        private record Held(FrontendMessage message, long bytes) {}

        private Share() {}

        /** A message of that length begins to come; false when there is no room for it. */
        synchronized boolean take(int length) {
            long bytes = (long) length * COPIES;
            if (isClosed || left.addAndGet(-bytes) < 0) {
                left.addAndGet(isClosed ? 0 : bytes);
                return false;
            }
            coming = bytes;
            return true;
        }

        /** It has come. */
        synchronized void arrived(FrontendMessage message) {
            if (coming > 0) {
                waiting.add(new Held(message, coming));
                coming = 0;
                isEmpty = false;
            }
        }

        /** It was answered; others than long ones do no harm. By the session's thread. */
        public void handled(FrontendMessage message) {
            if (!isEmpty) {
                release(message);
            }
        }

        private synchronized void release(FrontendMessage message) {
            if (!waiting.isEmpty() && waiting.peekFirst().message() == message) {
                left.addAndGet(waiting.removeFirst().bytes());
                isEmpty = waiting.isEmpty();
            }
        }

        /** The connection is gone. */
        public synchronized void close() {
            isClosed = true;
            waiting.forEach(held -> left.addAndGet(held.bytes()));
            waiting.clear();
            left.addAndGet(coming);
            coming = 0;
            isEmpty = true;
        }
    }
}
