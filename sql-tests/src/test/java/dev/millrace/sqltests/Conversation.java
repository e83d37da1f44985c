package dev.millrace.sqltests;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A client that sends messages as they are written in a line each, and writes the answers as lines:
 *
 * <pre>
 * Q text                  Query
 * P name oid,oid text     Parse ({@code -} for an empty name and for no types)
 * B portal name f value   Bind, all results in format f; {@code \N} is NULL
 * D S name, D P name      Describe;   C S name, C P name   Close
 * E portal rows           Execute;    H   Flush;   S   Sync
 * d text, c, f text       CopyData, CopyDone, CopyFail
 * </pre>
 */
final class Conversation implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    Conversation(int port, String name) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        ByteArrayOutputStream startup = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(startup);
        fields.writeInt(3 << 16);
        for (String field : new String[] {"user", name, "database", name, "TimeZone", "UTC"}) {
            string(fields, field);
        }
        fields.writeByte(0);
        frame(startup.toByteArray());
        hear();
    }

    private static void string(DataOutputStream to, String text) throws IOException {
        to.write(text.equals("-") ? new byte[0] : text.getBytes(UTF_8));
        to.writeByte(0);
    }

    private void frame(byte[] body) throws IOException {
        out.write(ByteBuffer.allocate(4).putInt(body.length + 4).array());
        out.write(body);
        out.flush();
    }

    /** Whether the client then listens until it has the word again. */
    boolean isTurnOver(String message) {
        return message.startsWith("Q ") || message.equals("S") || message.equals("c") || message.startsWith("f ");
    }

    void say(String message) throws IOException {
        char type = message.charAt(0);
        String rest = message.length() > 1 ? message.substring(2) : "";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        switch (type) {
            case 'Q', 'f' -> string(fields, rest);
            case 'd' -> fields.write((rest + "\n").getBytes(UTF_8));
            case 'P' -> parse(rest.split(" ", 3), fields);
            case 'B' -> bind(rest.split(" "), fields);
            case 'D', 'C' -> {
                fields.writeByte(rest.charAt(0));
                string(fields, rest.substring(2));
            }
            case 'E' -> {
                string(fields, rest.split(" ")[0]);
                fields.writeInt(Integer.parseInt(rest.split(" ")[1]));
            }
            case 'H', 'S', 'c' -> { }
            default -> throw new IllegalArgumentException(message);
        }
        out.write(type);
        frame(body.toByteArray());
    }

    private static void parse(String[] words, DataOutputStream fields) throws IOException {
        string(fields, words[0]);
        string(fields, words[2]);
        String[] types = words[1].equals("-") ? new String[0] : words[1].split(",");
        fields.writeShort(types.length);
        for (String type : types) {
            fields.writeInt(Integer.parseInt(type));
        }
    }

    private static void bind(String[] words, DataOutputStream fields) throws IOException {
        string(fields, words[0]);
        string(fields, words[1]);
        fields.writeShort(0);
        fields.writeShort(words.length - 3);
        for (int i = 3; i < words.length; i++) {
            if (words[i].equals("\\N")) {
                fields.writeInt(-1);
            } else {
                byte[] value = words[i].getBytes(UTF_8);
                fields.writeInt(value.length);
                fields.write(value);
            }
        }
        fields.writeShort(1);
        fields.writeShort(Integer.parseInt(words[2]));
    }

    /** All answers until the server gives the word, or wants data. */
    String hear() throws IOException {
        StringBuilder lines = new StringBuilder();
        while (true) {
            char type = (char) in.readUnsignedByte();
            byte[] body = new byte[in.readInt() - 4];
            in.readFully(body);
            lines.append(line(type, ByteBuffer.wrap(body))).append('\n');
            if (type == 'Z' || type == 'G') {
                return lines.toString();
            }
        }
    }

    private static String line(char type, ByteBuffer body) {
        return switch (type) {
            case 'T' -> "T " + columns(body);
            case 'D' -> "D " + values(body);
            case 't' -> {
                StringJoiner types = new StringJoiner(",");
                for (int rest = body.getShort(); rest > 0; rest--) {
                    types.add(Integer.toString(body.getInt()));
                }
                yield "t " + types;
            }
            case 'E', 'N' -> type + " " + fields(body);
            case 'Z' -> "Z " + (char) body.get();
            case 'C', 'S' -> type + " " + text(body).replace("\0", " ").strip();
            default -> String.valueOf(type);
        };
    }

    private static String columns(ByteBuffer body) {
        StringJoiner columns = new StringJoiner(", ");
        for (int rest = body.getShort(); rest > 0; rest--) {
            String name = cString(body);
            boolean isOfTable = body.getInt() != 0;
            int attribute = body.getShort();
            columns.add(name + " " + (isOfTable ? "column " + attribute + " " : "") + body.getInt() + "/"
                    + body.getShort() + "/" + body.getInt() + (body.getShort() == 1 ? " binary" : ""));
        }
        return columns.toString();
    }

    private static String values(ByteBuffer body) {
        StringJoiner values = new StringJoiner("|");
        for (int rest = body.getShort(); rest > 0; rest--) {
            int length = body.getInt();
            if (length < 0) {
                values.add("\\N");
                continue;
            }
            byte[] value = new byte[length];
            body.get(value);
            boolean isPrintable = true;
            for (byte b : value) {
                isPrintable &= b >= ' ';
            }
            values.add(isPrintable ? new String(value, UTF_8) : "0x" + HexFormat.of().formatHex(value));
        }
        return values.toString();
    }

    /** What a user sees of an error: not where in the server it was. */
    private static String fields(ByteBuffer body) {
        Map<Character, String> shown = new TreeMap<>();
        for (char field = (char) body.get(); field != 0; field = (char) body.get()) {
            String value = cString(body);
            if ("SCMDHPctnsd".indexOf(field) >= 0) {
                shown.put(field, value);
            }
        }
        return shown.toString();
    }

    private static String cString(ByteBuffer body) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (byte letter = body.get(); letter != 0; letter = body.get()) {
            text.write(letter);
        }
        return text.toString(UTF_8);
    }

    private static String text(ByteBuffer body) {
        byte[] text = new byte[body.remaining()];
        body.get(text);
        return new String(text, UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
