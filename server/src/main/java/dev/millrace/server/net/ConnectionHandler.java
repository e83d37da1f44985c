package dev.millrace.server.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.wire.BackendEncoder;
import dev.millrace.server.wire.BackendMessage;
import dev.millrace.server.wire.FrontendDecoder;
import dev.millrace.server.wire.FrontendMessage;
import dev.millrace.server.wire.MessageRoom;
import dev.millrace.server.wire.ServerMessage;

/**
 * The event loop's side of a connection: cuts bytes into messages, answers what comes before a session (encryption
 * requests, cancel requests), begins TLS, and starts the session's thread at the start-up packet. Never waits.
 */
final class ConnectionHandler extends ByteToMessageDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    /** How a TLS handshake begins: never a start-up packet, whose first byte is 0. */
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TOGETHER_BYTES_MAX = 1 << 16;

    private final Sessions sessions;
    private final MessageRoom.Share room;
    private final FrontendDecoder decoder;
    private final Admission admission;
    private Connection connection;
    private boolean hasSession;
    private boolean isStranger;
    private Future<?> patience;
    private boolean wasAskedToEncrypt;
    private boolean wasAskedForKerberos;
    private final List<FrontendMessage> received = new ArrayList<>();
    private long receivedBytes;

    ConnectionHandler(Sessions sessions, int messageBytesMax, Admission admission) {
        this.sessions = sessions;
        this.room = admission.room().share();
        this.decoder = new FrontendDecoder(messageBytesMax, room);
        this.admission = admission;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        isStranger = admission.enter();
        if (!isStranger) {
            refuse(context, new SqlException(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already")
                    .withDetail("Too many connections have not logged in yet."));
            return;
        }
        connection = new Connection(context.channel(), room, this::authenticated);
        patience = context.executor()
                .schedule(() -> closeUnlessKnown(context), admission.loginSeconds(), TimeUnit.SECONDS);
        super.channelActive(context);
    }

    private void closeUnlessKnown(ChannelHandlerContext context) {
        if (context.channel().isActive() && isStranger) {
            var _ = context.close();
        }
    }

    /** The client is known from now on. On the event loop. */
    private void authenticated() {
        decoder.authenticated();
        noStranger();
    }

    private void noStranger() {
        if (isStranger) {
            isStranger = false;
            patience.cancel(false); // it would keep the connection, and its session, until its time
            admission.leave();
        }
    }

    /** Says why, before there is a session that could. */
    private static void refuse(ChannelHandlerContext context, SqlException reason) {
        ByteBuf out = context.alloc().buffer();
        BackendEncoder.encode(new BackendMessage.ErrorResponse(ServerMessage.fatal(reason)), out);
        var _ = context.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (connection == null) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (!hasSession && !wasAskedToEncrypt && in.getUnsignedByte(in.readerIndex()) == TLS_HANDSHAKE
                && admission.encryption() != null) {
            wasAskedToEncrypt = true;
            ByteBuf handshake = in.readRetainedSlice(in.readableBytes());
            encrypt(context);
            context.pipeline().fireChannelRead(handshake);
            return;
        }
        FrontendMessage message = decoder.decode(in);
        if (message instanceof FrontendMessage.SslRequest && !hasSession && !wasAskedToEncrypt) {
            encryptionAsked(context, in);
        } else if (message != null) {
            received(context, message);
        }
    }

    private void encryptionAsked(ChannelHandlerContext context, ByteBuf in) {
        wasAskedToEncrypt = true;
        if (admission.encryption() == null) {
            answer(context, 'N');
        } else if (in.isReadable()) {
            // What came in the clear behind the request must not be taken for something said under TLS.
            in.skipBytes(in.readableBytes());
            refuse(context, new SqlException(
                    SqlState.PROTOCOL_VIOLATION, "received unencrypted data after SSL request"));
        } else {
            answer(context, 'S');
            encrypt(context);
        }
    }

    private void encrypt(ChannelHandlerContext context) {
        Identity identity = admission.encryption().identity();
        connection.encrypted(identity.endPoint());
        context.pipeline().addFirst(identity.tls().newHandler(context.alloc()));
    }

    private static void answer(ChannelHandlerContext context, char answer) {
        var _ = context.writeAndFlush(context.alloc().buffer(1).writeByte(answer));
    }

    private void received(ChannelHandlerContext context, FrontendMessage message) {
        switch (message) {
            // Asked a second time, or in a session.
            case FrontendMessage.SslRequest _ -> {
                var _ = context.close();
            }
            case FrontendMessage.GssEncRequest _ -> {
                if (hasSession || wasAskedForKerberos) {
                    var _ = context.close();
                } else {
                    wasAskedForKerberos = true;
                    answer(context, 'N');
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
        if (connection != null) {
            connection.wake();
        }
        super.channelWritabilityChanged(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        noStranger();
        room.close();
        if (connection != null) {
            handOver();
            connection.closed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause.getCause() instanceof SSLException handshake) {
            LOG.info("TLS with {} failed: {}", context.channel().remoteAddress(), handshake.getMessage());
        } else if (!(cause instanceof IOException)) {
            LOG.warn("connection from {} ends", context.channel().remoteAddress(), cause);
        }
        var _ = context.close();
    }
}
