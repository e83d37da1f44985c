package dev.millrace.server.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netty.buffer.ByteBuf;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Cuts a socket's bytes into {@link FrontendMessage}s. One for each connection; after the first {@link
 * FrontendMessage.Startup} messages carry a type byte. Whatever cannot be understood becomes one {@link
 * FrontendMessage.Malformed}, after which nothing more is decoded: a stream out of step has no next message.
 */
public final class FrontendDecoder {

    /** PostgreSQL's bound for a start-up packet. */
    private static final int STARTUP_BYTES_MAX = 10_000;
    /** Before a client is known it gets no memory for long messages. */
    private static final int UNAUTHENTICATED_BYTES_MAX = 10_000;

    private static final int CANCEL_CODE = 80877102;
    private static final int SSL_CODE = 80877103;
    private static final int GSS_CODE = 80877104;

    private final int messageBytesMax;
    private final MessageRoom.Share room;
    private boolean hasRoom;
    /** Of a message that there was no room for. */
    private int bytesToSkip;
    private FrontendMessage refusal;
    private boolean started;
    private boolean authenticated;
    private boolean broken;

    /**
     * @param messageBytesMax longest message taken from an authenticated client
     * @param room for long ones
     */
    public FrontendDecoder(int messageBytesMax, MessageRoom.Share room) {
        this.messageBytesMax = messageBytesMax;
        this.room = room;
    }

    /** From now on messages may be long. Called by the event loop only, like everything here. */
    public void authenticated() {
        authenticated = true;
    }

    /** The next whole message, or null until more bytes have come. */
    public FrontendMessage decode(ByteBuf in) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return null;
        }
        try {
            return started ? decodeTyped(in) : decodeStartup(in);
        } catch (MalformedMessageException | SqlException e) {
            // A start-up packet's text that is none; in a session such a message is only unreadable.
            broken = true;
            return new FrontendMessage.Malformed(e.getMessage());
        } catch (IndexOutOfBoundsException e) {
            broken = true;
            return new FrontendMessage.Malformed("insufficient data left in message");
        }
    }

    private FrontendMessage decodeStartup(ByteBuf in) {
        if (in.readableBytes() < 4) {
            return null;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 8 || length > STARTUP_BYTES_MAX) {
            throw new MalformedMessageException("invalid length of startup packet");
        }
        if (in.readableBytes() < length) {
            return null;
        }
        ByteBuf body = in.readSlice(length).skipBytes(4);
        int code = body.readInt();
        switch (code) {
            case SSL_CODE:
                return new FrontendMessage.SslRequest();
            case GSS_CODE:
                return new FrontendMessage.GssEncRequest();
            case CANCEL_CODE:
                int processId = body.readInt();
                return new FrontendMessage.CancelRequest(processId, rest(body));
            default:
                started = true;
                return new FrontendMessage.Startup(code >>> 16, code & 0xffff, startupParameters(body));
        }
    }

    private static Map<String, String> startupParameters(ByteBuf body) {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (body.isReadable()) {
            String name = string(body);
            if (name.isEmpty()) {
                if (body.isReadable()) {
                    throw new MalformedMessageException(
                            "invalid startup packet layout: expected terminator as last byte");
                }
                return parameters;
            }
            parameters.put(name, string(body));
        }
        throw new MalformedMessageException("invalid startup packet layout: expected terminator as last byte");
    }

    private FrontendMessage decodeTyped(ByteBuf in) {
        if (bytesToSkip > 0) {
            int skipped = Math.min(bytesToSkip, in.readableBytes());
            in.skipBytes(skipped);
            bytesToSkip -= skipped;
            return bytesToSkip > 0 ? null : refusal;
        }
        if (in.readableBytes() < 5) {
            return null;
        }
        int start = in.readerIndex();
        char type = (char) in.getUnsignedByte(start);
        int length = in.getInt(start + 1);
        if (length < 4 || length - 4 > (authenticated ? messageBytesMax : UNAUTHENTICATED_BYTES_MAX)) {
            throw new MalformedMessageException("invalid message length");
        }
        if (length > MessageRoom.LONG_BYTES && !hasRoom) {
            hasRoom = room.take(length);
            if (!hasRoom) {
                refuse(type, length);
                return decodeTyped(in);
            }
        }
        if (in.readableBytes() < length + 1) {
            return null;
        }
        in.skipBytes(5);
        FrontendMessage message = decodeWhole(type, in.readSlice(length - 4));
        if (hasRoom) {
            hasRoom = false;
            room.arrived(message);
        }
        return message;
    }

    private void refuse(char type, int length) {
        bytesToSkip = length + 1;
        SqlException fault = new SqlException(
                SqlState.OUT_OF_MEMORY, "out of memory for a message of " + length + " bytes")
                .withHint("Send it in smaller parts, or give the server more heap.");
        refusal = new FrontendMessage.Unreadable(fault, type == 'Q');
    }

    private static FrontendMessage decodeWhole(char type, ByteBuf body) {
        try {
            FrontendMessage message = decodeBody(type, body);
            if (body.isReadable()) {
                throw new MalformedMessageException("invalid message format");
            }
            return message;
        } catch (SqlException e) {
            return new FrontendMessage.Unreadable(e, type == 'Q');
        }
    }

    private static FrontendMessage decodeBody(char type, ByteBuf body) {
        return switch (type) {
            case 'Q' -> new FrontendMessage.Query(string(body));
            case 'P' -> parse(body);
            case 'B' -> bind(body);
            case 'D' -> new FrontendMessage.Describe(target(body), string(body));
            case 'E' -> new FrontendMessage.Execute(string(body), body.readInt());
            case 'C' -> new FrontendMessage.Close(target(body), string(body));
            case 'S' -> new FrontendMessage.Sync();
            case 'H' -> new FrontendMessage.Flush();
            case 'd' -> new FrontendMessage.CopyData(rest(body));
            case 'c' -> new FrontendMessage.CopyDone();
            case 'f' -> new FrontendMessage.CopyFail(string(body));
            case 'p' -> new FrontendMessage.PasswordMessage(rest(body));
            case 'X' -> new FrontendMessage.Terminate();
            case 'F' -> {
                body.skipBytes(body.readableBytes());
                yield new FrontendMessage.FunctionCall();
            }
            default -> throw new MalformedMessageException("invalid frontend message type " + (int) type);
        };
    }

    private static FrontendMessage parse(ByteBuf body) {
        String name = string(body);
        String sql = string(body);
        int count = body.readUnsignedShort();
        List<Integer> types = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            types.add(body.readInt());
        }
        return new FrontendMessage.Parse(name, sql, types);
    }

    private static FrontendMessage bind(ByteBuf body) {
        String portal = string(body);
        String statement = string(body);
        short[] parameterFormats = formats(body);
        int count = body.readUnsignedShort();
        if (body.readableBytes() < 4 * count) {
            throw new MalformedMessageException("insufficient data left in message");
        }
        byte[][] values = new byte[count][];
        for (int i = 0; i < count; i++) {
            int length = body.readInt();
            if (length < -1 || length > body.readableBytes()) {
                throw new MalformedMessageException("insufficient data left in message");
            }
            if (length >= 0) {
                values[i] = new byte[length];
                body.readBytes(values[i]);
            }
        }
        return new FrontendMessage.Bind(portal, statement, parameterFormats, values, formats(body));
    }

    private static short[] formats(ByteBuf body) {
        int count = body.readUnsignedShort();
        if (body.readableBytes() < 2 * count) {
            throw new MalformedMessageException("insufficient data left in message");
        }
        short[] formats = new short[count];
        for (int i = 0; i < count; i++) {
            formats[i] = body.readShort();
        }
        return formats;
    }

    private static FrontendMessage.Target target(ByteBuf body) {
        byte code = body.readByte();
        return switch (code) {
            case 'S' -> FrontendMessage.Target.STATEMENT;
            case 'P' -> FrontendMessage.Target.PORTAL;
            default -> throw new MalformedMessageException("invalid message subtype " + code);
        };
    }

    private static byte[] rest(ByteBuf body) {
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        return bytes;
    }

    private static String string(ByteBuf body) {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw new MalformedMessageException("invalid string in message");
        }
        byte[] bytes = new byte[length];
        body.readBytes(bytes);
        body.skipBytes(1);
        return Utf8.decode(bytes);
    }
}
