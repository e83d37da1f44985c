package dev.millrace.server.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;

import dev.millrace.server.wire.FrontendDecoder;
import dev.millrace.server.wire.FrontendMessage;

/** One client's socket, as its session's thread sees it. */
public final class Connection {

    private final Channel channel;
    private final FrontendDecoder decoder;
    private final Inbox inbox;
    private final Outbox outbox;
    private volatile Runnable whenClosed = () -> {};

    Connection(Channel channel, FrontendDecoder decoder) {
        this.channel = channel;
        this.decoder = decoder;
        this.inbox = new Inbox(isReading -> channel.config().setAutoRead(isReading));
        this.outbox = new Outbox(channel);
    }

    /** Waits for the next message. */
    public FrontendMessage take() throws InterruptedException {
        return inbox.take();
    }

    /** Waits for the next message; null when none has come within the time. */
    public FrontendMessage take(long millisMax) throws InterruptedException {
        return inbox.take(TimeUnit.MILLISECONDS.toNanos(millisMax));
    }

    /** Waits for the next message and leaves it in place. */
    public FrontendMessage peek() throws InterruptedException {
        return inbox.peek();
    }

    /** Whether a message has come that was not taken yet. */
    public boolean hasMessage() {
        return !inbox.isEmpty();
    }

    public Outbox out() {
        return outbox;
    }

    /** Puts a message of the server's own behind those of the client. From any thread. */
    public void post(FrontendMessage message) {
        inbox.put(message);
    }

    /** The client is known from now on: its messages may be long, and it may stay. */
    public void authenticated() {
        channel.eventLoop().execute(decoder::authenticated);
        channel.attr(ConnectionHandler.AUTHENTICATED).set(true);
    }

    /** Runs when the client has gone, on the event loop; replaces what was set before. */
    public void whenClosed(Runnable action) {
        whenClosed = action;
        if (!channel.isActive()) {
            action.run();
        }
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    public boolean isLoopback() {
        SocketAddress address = channel.remoteAddress();
        return address instanceof InetSocketAddress socket && socket.getAddress().isLoopbackAddress();
    }

    /** For {@code pg_stat_activity} and the log. */
    public String clientAddress() {
        SocketAddress address = channel.remoteAddress();
        return address instanceof InetSocketAddress socket ? socket.getAddress().getHostAddress() : "";
    }

    public int clientPort() {
        return channel.remoteAddress() instanceof InetSocketAddress socket ? socket.getPort() : -1;
    }

    /** Sends what was written and closes the socket. By the session's thread. */
    public void close() {
        outbox.flush();
        outbox.release();
        var _ = channel.close();
    }

    void received(List<FrontendMessage> messages) {
        inbox.put(messages);
    }

    void wake() {
        outbox.wake();
    }

    void closed() {
        inbox.put(new FrontendMessage.Disconnected());
        outbox.wake();
        whenClosed.run();
    }
}
