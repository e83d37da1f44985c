package dev.millrace.server.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AttributeKey;

import dev.millrace.server.wire.FrontendDecoder;
import dev.millrace.server.wire.FrontendMessage;

/**
 * The event loop's side of a connection: cuts bytes into messages, answers what comes before a session (encryption
 * requests, cancel requests), and starts the session's thread at the start-up packet. Never waits.
 */
final class ConnectionHandler extends ByteToMessageDecoder {

    static final AttributeKey<Boolean> AUTHENTICATED = AttributeKey.valueOf("millrace.authenticated");

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final int LOGIN_SECONDS_MAX = 60;
    private static final int TOGETHER_BYTES_MAX = 1 << 16;

    private final Sessions sessions;
    private final FrontendDecoder decoder;
    private Connection connection;
    private boolean hasSession;
    private final List<FrontendMessage> received = new ArrayList<>();
    private long receivedBytes;

    ConnectionHandler(Sessions sessions, int messageBytesMax) {
        this.sessions = sessions;
        this.decoder = new FrontendDecoder(messageBytesMax);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        connection = new Connection(context.channel(), decoder);
        var _ = context.executor().schedule(() -> closeUnlessKnown(context), LOGIN_SECONDS_MAX, TimeUnit.SECONDS);
        super.channelActive(context);
    }

    private static void closeUnlessKnown(ChannelHandlerContext context) {
        if (context.channel().isActive() && context.channel().attr(AUTHENTICATED).get() == null) {
            var _ = context.close();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        FrontendMessage message = decoder.decode(in);
        if (message != null) {
            received(context, message);
        }
    }

    private void received(ChannelHandlerContext context, FrontendMessage message) {
        switch (message) {
            case FrontendMessage.SslRequest _, FrontendMessage.GssEncRequest _ -> {
                if (hasSession) {
                    var _ = context.close();
                } else {
                    var _ = context.writeAndFlush(context.alloc().buffer(1).writeByte('N'));
                }
            }
            case FrontendMessage.CancelRequest request -> {
                sessions.cancel(request.processId(), request.secret());
                var _ = context.close();
            }
            case FrontendMessage.Startup startup -> {
                hasSession = true;
                sessions.start(connection, startup);
            }
            case FrontendMessage.Malformed _ when !hasSession -> {
                var _ = context.close();
            }
            case FrontendMessage other -> {
                received.add(other);
                receivedBytes += other.heapBytes();
                if (receivedBytes > TOGETHER_BYTES_MAX) {
                    handOver();
                }
            }
        }
    }

    /** What one packet held goes to the session together: it is woken once. */
    private void handOver() {
        if (!received.isEmpty()) {
            connection.received(received);
            received.clear();
            receivedBytes = 0;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        handOver();
        super.channelReadComplete(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        connection.wake();
        super.channelWritabilityChanged(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        if (connection != null) {
            handOver();
            connection.closed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.warn("connection from {} ends", context.channel().remoteAddress(), cause);
        }
        var _ = context.close();
    }
}
