package dev.millrace.sqltests.trial;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages of PostgreSQL's protocol, byte by byte. */
final class WireMessages {
    static final int VERSION = 196_608;
    static final int SSL_REQUEST = 80_877_103;
    static final int GSS_REQUEST = 80_877_104;
    static final int CANCEL_REQUEST = 80_877_102;

    private WireMessages() {}

    static byte[] startup(String user) {
        return untyped(VERSION, text("user"), text(user), text("database"), text("millrace"), new byte[1]);
    }

    /** What comes before a session: a length, a code, and what belongs to it. */
    static byte[] untyped(int code, byte[]... parts) {
        byte[] body = joined(parts);
        return ByteBuffer.allocate(8 + body.length).putInt(8 + body.length).putInt(code).put(body).array();
    }

    static byte[] framed(char type, byte[]... parts) {
        byte[] body = joined(parts);
        return ByteBuffer.allocate(5 + body.length).put((byte) type).putInt(4 + body.length).put(body).array();
    }

    static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    /** A parameter of Bind. */
    static byte[] value(byte... bytes) {
        return joined(ints(bytes.length), bytes);
    }

    static byte[] query(String sql) {
        return framed('Q', text(sql));
    }

    static byte[] sync() {
        return framed('S');
    }
}
