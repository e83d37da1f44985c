package dev.millrace.server.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSession;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;

import dev.millrace.server.wire.FrontendMessage;
import dev.millrace.server.wire.MessageRoom;

/** One client's socket, as its session's thread sees it. */
public final class Connection {

    private final Channel channel;
    private final MessageRoom.Share room;
    private final Runnable whenAuthenticated;
    private final Inbox inbox;
    private final Outbox outbox;
    private volatile Runnable whenClosed = () -> {};
    private volatile Express express;
    private volatile byte[] endPoint;
    /** What was taken last; by who has the session's place. */
    private FrontendMessage taken;

    /** Answers messages that take no waiting and next to no time, without the session's thread. */
    public interface Express {

        /** Whether the session's thread is not needed for these messages, which were just received. */
        boolean isFor(List<FrontendMessage> messages);

        /**
         * Called on the event loop, in the place of the session's thread, which waits: answers the messages that are
         * there up to the first that needs the thread, then gives the session {@link #giveBack back}, now or later on
         * the {@link #onEventLoop event loop}. Must not wait, nor throw.
         */
        void serve();
    }

    /**
     * @param room of long messages, which is given back when they were answered
     * @param whenAuthenticated run on the event loop when the client is known
     */
    Connection(Channel channel, MessageRoom.Share room, Runnable whenAuthenticated) {
        this.channel = channel;
        this.room = room;
        this.whenAuthenticated = whenAuthenticated;
        this.inbox = new Inbox(isReading -> channel.config().setAutoRead(isReading));
        this.outbox = new Outbox(channel);
    }

    /** Waits for the next message; what was taken before is answered. */
    public FrontendMessage take() throws InterruptedException {
        answered();
        return taking(inbox.take());
    }

    /** As {@link #take()}, but null when no message has come within the time. */
    public FrontendMessage take(long millisMax) throws InterruptedException {
        answered();
        return taking(inbox.take(TimeUnit.MILLISECONDS.toNanos(millisMax)));
    }

    /**
     * Waits for the next message, with nothing else to do; null when none has come within the time. Meanwhile messages
     * may be {@link #setExpress answered without the caller}.
     *
     * @param millisMax 0 for any time
     */
    public FrontendMessage takeIdle(long millisMax) throws InterruptedException {
        answered();
        return taking(inbox.takeIdle(millisMax <= 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millisMax)));
    }

    private void answered() {
        if (taken != null) {
            room.handled(taken);
            taken = null;
        }
    }

    private FrontendMessage taking(FrontendMessage message) {
        taken = message;
        return message;
    }

    /** The next message if it has come, left in place, or null. */
    public FrontendMessage next() {
        return inbox.next();
    }

    /** Waits for the next message and leaves it in place. */
    public FrontendMessage peek() throws InterruptedException {
        return inbox.peek();
    }

    /** Whether messages wait that the session has not taken over yet. By any thread. */
    public boolean hasWaiting() {
        return inbox.isWaiting();
    }

    /** Whether a message has come that was not taken yet. */
    public boolean hasMessage() {
        return !inbox.isEmpty();
    }

    /** While the session's thread waits in {@link #takeIdle}, messages go this way where they can. */
    public void setExpress(Express way) {
        express = way;
    }

    /** The session's thread may go on. By who answered in its place. */
    public void giveBack() {
        inbox.giveBack();
    }

    /** Runs something on the connection's event loop, soon. From any thread. */
    public void onEventLoop(Runnable action) {
        channel.eventLoop().execute(action);
    }

    /** @param action run when the session takes messages over, before they stop {@link #hasWaiting waiting} */
    public void whenTaken(Runnable action) {
        inbox.whenTaken(action);
    }

    /** Runs something on the event loop when what the client has sent until now was read. From any thread. */
    public void afterReading(Runnable action) {
        // A task that falls due runs behind the reading of sockets that were readable before that.
        var _ = channel.eventLoop().schedule(action, 1, TimeUnit.MILLISECONDS);
    }

    /** Whether it disturbs nobody but this client when the event loop waits. Asked on the event loop. */
    public boolean isAlone() {
        return Speaker.ofThisLoop().isAlone(this);
    }

    /** Whether the caller must not wait. */
    public boolean isOnEventLoop() {
        return channel.eventLoop().inEventLoop();
    }

    /** A message that was taken is the next one again. */
    public void untake(FrontendMessage message) {
        inbox.untake(message);
    }

    public Outbox out() {
        return outbox;
    }

    /** Lets {@link #takeIdle} give a {@link FrontendMessage.Nudge}, now or when it is called next. From any thread. */
    public void nudge() {
        inbox.nudge();
    }

    /** Puts a message of the server's own behind those of the client. From any thread. */
    public void post(FrontendMessage message) {
        inbox.put(message);
    }

    /** The client is known from now on: its messages may be long, and it may stay. */
    public void authenticated() {
        channel.eventLoop().execute(whenAuthenticated);
    }

    /** From here on everything is under TLS. On the event loop, before there is a session. */
    void encrypted(byte[] endPointHash) {
        endPoint = endPointHash;
    }

    public boolean isEncrypted() {
        return endPoint != null;
    }

    /** What the client may bind its login to: the hash of the certificate it was shown; null without TLS. */
    public byte[] endPoint() {
        return endPoint == null ? null : endPoint.clone();
    }

    /** What TLS has agreed on; null without. */
    public SSLSession encryption() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null ? null : tls.engine().getSession();
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

    /** Of one end: the client's, or the server's. */
    public SocketAddress address(boolean isServers) {
        return isServers ? channel.localAddress() : channel.remoteAddress();
    }

    /** The client's; null where it is not known. */
    public InetAddress address() {
        return channel.remoteAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
    }

    /** For {@code pg_stat_activity} and the log. */
    public String clientAddress() {
        SocketAddress address = channel.remoteAddress();
        return address instanceof InetSocketAddress socket ? socket.getAddress().getHostAddress() : null;
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
        Speaker.ofThisLoop().speaks(this);
        Express way = express;
        if (way == null || !channel.isWritable() || !way.isFor(messages) || !inbox.lend(messages)) {
            inbox.put(messages);
            return;
        }
        way.serve();
    }

    void wake() {
        outbox.wake();
    }

    void closed() {
        Speaker.ofThisLoop().forget(this);
        inbox.put(new FrontendMessage.Disconnected());
        outbox.wake();
        whenClosed.run();
    }
}
