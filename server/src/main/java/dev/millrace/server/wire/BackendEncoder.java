package dev.millrace.server.wire;

import java.util.List;

import io.netty.buffer.ByteBuf;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes {@link BackendMessage}s as protocol 3.0 lays them out: a type byte, a length that counts itself, the fields.
 */
public final class BackendEncoder {

    private BackendEncoder() {}

    public static void encode(BackendMessage message, ByteBuf out) {
        switch (message) {
            case BackendMessage.AuthenticationOk _ -> {
                int start = begin('R', out);
                out.writeInt(0);
                end(start, out);
            }
            case BackendMessage.AuthenticationSasl sasl -> {
                int start = begin('R', out);
                out.writeInt(10);
                sasl.mechanisms().forEach(mechanism -> string(mechanism, out));
                out.writeByte(0);
                end(start, out);
            }
            case BackendMessage.AuthenticationSaslContinue step -> authentication(11, step.data(), out);
            case BackendMessage.AuthenticationSaslFinal step -> authentication(12, step.data(), out);
            case BackendMessage.ParameterStatus status -> {
                int start = begin('S', out);
                string(status.name(), out);
                string(status.value(), out);
                end(start, out);
            }
            case BackendMessage.BackendKeyData key -> {
                int start = begin('K', out);
                out.writeInt(key.processId());
                out.writeInt(key.secret());
                end(start, out);
            }
            case BackendMessage.NegotiateProtocolVersion version -> negotiate(version, out);
            case BackendMessage.ReadyForQuery ready -> {
                int start = begin('Z', out);
                out.writeByte(ready.status());
                end(start, out);
            }
            case BackendMessage.ErrorResponse error -> serverMessage('E', error.message(), out);
            case BackendMessage.NoticeResponse notice -> serverMessage('N', notice.message(), out);
            case BackendMessage.RowDescription row -> rowDescription(row, out);
            case BackendMessage.NoData _ -> bare('n', out);
            case BackendMessage.ParameterDescription parameters -> {
                int start = begin('t', out);
                out.writeShort(parameters.types().size());
                parameters.types().forEach(out::writeInt);
                end(start, out);
            }
            case BackendMessage.ParseComplete _ -> bare('1', out);
            case BackendMessage.BindComplete _ -> bare('2', out);
            case BackendMessage.CloseComplete _ -> bare('3', out);
            case BackendMessage.PortalSuspended _ -> bare('s', out);
            case BackendMessage.EmptyQueryResponse _ -> bare('I', out);
            case BackendMessage.CommandComplete complete -> {
                int start = begin('C', out);
                string(complete.tag(), out);
                end(start, out);
            }
            case BackendMessage.CopyInResponse copy -> copyResponse('G', copy.format(), copy.columns(), out);
            case BackendMessage.CopyOutResponse copy -> copyResponse('H', copy.format(), copy.columns(), out);
            case BackendMessage.CopyData data -> {
                int start = begin('d', out);
                out.writeBytes(data.bytes());
                end(start, out);
            }
            case BackendMessage.CopyDone _ -> bare('c', out);
            case BackendMessage.NotificationResponse notification -> {
                int start = begin('A', out);
                out.writeInt(notification.processId());
                string(notification.channel(), out);
                string(notification.payload(), out);
                end(start, out);
            }
        }
    }

    private static void authentication(int code, byte[] data, ByteBuf out) {
        int start = begin('R', out);
        out.writeInt(code);
        out.writeBytes(data);
        end(start, out);
    }

    private static void negotiate(BackendMessage.NegotiateProtocolVersion other, ByteBuf out) {
        int start = begin('v', out);
        out.writeInt(other.version());
        out.writeInt(other.unknownOptions().size());
        other.unknownOptions().forEach(option -> string(option, out));
        end(start, out);
    }

    private static void rowDescription(BackendMessage.RowDescription row, ByteBuf out) {
        int start = begin('T', out);
        List<WireColumn> columns = row.columns();
        out.writeShort(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            WireColumn column = columns.get(i);
            string(column.name(), out);
            out.writeInt(column.table());
            out.writeShort(column.attribute());
            out.writeInt(WireTypes.oid(column.type()));
            out.writeShort(WireTypes.length(column.type()));
            out.writeInt(WireTypes.modifier(column.type()));
            out.writeShort(row.formats().get(i).code());
        }
        end(start, out);
    }

    private static void copyResponse(char type, Format format, int columns, ByteBuf out) {
        int start = begin(type, out);
        out.writeByte(format.code());
        out.writeShort(columns);
        for (int i = 0; i < columns; i++) {
            out.writeShort(format.code());
        }
        end(start, out);
    }

    private static void serverMessage(char type, ServerMessage message, ByteBuf out) {
        int start = begin(type, out);
        field('S', message.severity(), out);
        field('V', message.severity(), out);
        field('C', message.sqlState(), out);
        field('M', message.text(), out);
        field('D', message.detail(), out);
        field('H', message.hint(), out);
        field('P', message.position() > 0 ? Integer.toString(message.position()) : null, out);
        field('W', message.context(), out);
        field('s', message.origin().schema(), out);
        field('t', message.origin().table(), out);
        field('c', message.origin().column(), out);
        field('n', message.origin().constraint(), out);
        field('R', message.routine(), out);
        out.writeByte(0);
        end(start, out);
    }

    private static void field(char code, String value, ByteBuf out) {
        if (value != null) {
            out.writeByte(code);
            string(value, out);
        }
    }

    /** A C string: a zero inside would end it early and put the client out of step, so it is left out. */
    private static void string(String value, ByteBuf out) {
        out.writeCharSequence(value.indexOf('\0') < 0 ? value : value.replace("\0", ""), UTF_8);
        out.writeByte(0);
    }

    private static void bare(char type, ByteBuf out) {
        out.writeByte(type);
        out.writeInt(4);
    }

    /** Starts a message; the result goes to {@link #end}, which fills in the length. */
    static int begin(char type, ByteBuf out) {
        out.writeByte(type);
        int start = out.writerIndex();
        out.writeInt(0);
        return start;
    }

    static void end(int start, ByteBuf out) {
        out.setInt(start, out.writerIndex() - start);
    }
}
