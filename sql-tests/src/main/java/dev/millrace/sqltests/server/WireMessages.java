package dev.millrace.sqltests.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages of PostgreSQL's protocol, byte by byte. */
public final class WireMessages {
    public static final int VERSION = 196_608;
    public static final int SSL_REQUEST = 80_877_103;
    public static final int GSS_REQUEST = 80_877_104;
    public static final int CANCEL_REQUEST = 80_877_102;

    private WireMessages() {}

    public static byte[] startup(String user) {
        return untyped(VERSION, text("user"), text(user), text("database"), text("millrace"), new byte[1]);
    }

    /** What comes before a session: a length, a code, and what belongs to it. */
    public static byte[] untyped(int code, byte[]... parts) {
        byte[] body = joined(parts);
        return ByteBuffer.allocate(8 + body.length).putInt(8 + body.length).putInt(code).put(body).array();
    }

    public static byte[] framed(char type, byte[]... parts) {
        byte[] body = joined(parts);
        return ByteBuffer.allocate(5 + body.length).put((byte) type).putInt(4 + body.length).put(body).array();
    }

    public static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    public static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    public static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    /** A parameter of Bind. */
    public static byte[] value(byte... bytes) {
        return joined(ints(bytes.length), bytes);
    }

    public static byte[] query(String sql) {
        return framed('Q', text(sql));
    }

    public static byte[] sync() {
        return framed('S');
    }

    /** A field of an ErrorResponse, by its letter; empty when there is none. */
    public static String errorField(byte[] body, char code) {
        for (String field : new String(body, StandardCharsets.UTF_8).split("\0")) {
            if (!field.isEmpty() && field.charAt(0) == code) {
                return field.substring(1);
            }
        }
        return "";
    }
}
