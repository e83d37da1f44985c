package dev.millrace.server.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.server.wire.BackendEncoder;
import dev.millrace.server.wire.BackendMessage;

/**
 * Replies on their way to the socket. The session writes into a pooled buffer; it goes out when it is large or on
 * {@link #flush}. While the socket takes no more, the session's thread waits here. Only that thread may call these
 * methods, except {@link #wake}, or the event loop in its place, which never waits.
 */
public final class Outbox {

    private static final int BUFFER_BYTES = 8 << 10;
    private static final int SEND_BYTES = 32 << 10;
    /** How soon a cancelled statement notices that its client does not read. */
    private static final int POLL_MILLIS = 50;

    private final Channel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition writable = lock.newCondition();
    private ByteBuf buffer;

    Outbox(Channel channel) {
        this.channel = channel;
    }

    /** Where the next message goes; valid until the next call of another method. */
    public ByteBuf buffer() {
        if (buffer == null) {
            buffer = channel.alloc().ioBuffer(BUFFER_BYTES);
        }
        return buffer;
    }

    public void write(BackendMessage message) {
        BackendEncoder.encode(message, buffer());
    }

    /** To be called between messages: hands a large buffer over, and waits while the client does not read. */
    public void sendIfLarge(Cancellation cancellation) throws InterruptedException {
        if (buffer != null && buffer.readableBytes() >= SEND_BYTES) {
            flush();
            awaitWritable(() -> {
                cancellation.check();
                return false;
            });
        }
    }

    /**
     * To be called before the next message is answered: while the client does not take the answers it has, it gets no
     * more of them.
     *
     * @param isOver asked now and then; true ends the wait
     */
    public void awaitRoom(BooleanSupplier isOver) throws InterruptedException {
        if (buffer != null && buffer.readableBytes() >= SEND_BYTES) {
            flush();
        }
        awaitWritable(isOver);
    }

    /** Everything written so far goes to the socket now; never waits. */
    public void flush() {
        if (buffer != null) {
            ByteBuf full = buffer;
            buffer = null;
            if (full.isReadable()) {
                var _ = channel.writeAndFlush(full, channel.voidPromise());
            } else {
                full.release();
            }
        }
    }

    private void awaitWritable(BooleanSupplier isOver) throws InterruptedException {
        if (channel.isWritable() || channel.eventLoop().inEventLoop()) {
            return;
        }
        lock.lockInterruptibly();
        try {
            while (!channel.isWritable() && channel.isActive() && !isOver.getAsBoolean()) {
                writable.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The socket takes bytes again, or is gone. Called by the event loop. */
    void wake() {
        lock.lock();
        try {
            writable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void release() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }
}
