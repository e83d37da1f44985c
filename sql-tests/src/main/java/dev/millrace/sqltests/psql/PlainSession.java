package dev.millrace.sqltests.psql;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.millrace.sqltests.server.WireMessages;

/** A session as psql has one: the simple protocol, every value as text, COPY's data in line. */
final class PlainSession implements AutoCloseable {
    private static final int FIRST_USER_OID = 16_384;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private char status = 'I';

    private PlainSession(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = socket.getOutputStream();
    }

    /** @param answerMillis how long an answer may take before the session counts as lost */
    static PlainSession open(int port, String user, String database, int answerMillis) throws IOException {
        PlainSession session = new PlainSession(new Socket(InetAddress.getLoopbackAddress(), port));
        session.socket.setSoTimeout(answerMillis);
        byte[][] settings = Stream.of("user", user, "database", database, "application_name", "pg_regress",
                "timezone", "PST8PDT", "datestyle", "Postgres, MDY", "").map(WireMessages::text).toArray(byte[][]::new);
        session.out.write(WireMessages.untyped(WireMessages.VERSION, settings));
        Reply welcome = session.answer(List.of());
        if (welcome.failed()) {
            session.close();
            throw new IOException(welcome.message());
        }
        return session;
    }

    /** {@code I} idle, {@code T} in a transaction, {@code E} in a failed one. */
    char status() {
        return status;
    }

    /** Sends a text and reads all that comes for it; a session that does not answer in time is lost. */
    Reply ask(String sql, List<String> data) {
        try {
            out.write(WireMessages.query(sql));
            return answer(data);
        } catch (SocketTimeoutException e) {
            return Reply.none("not within its time");
        } catch (IOException e) {
            return Reply.none(String.valueOf(e.getMessage()));
        }
    }

    private Reply answer(List<String> data) throws IOException {
        List<Reply.Result> results = new ArrayList<>();
        List<String> columns = List.of();
        List<List<String>> rows = new ArrayList<>();
        String state = "";
        String message = "";
        while (true) {
            char type = (char) in.readUnsignedByte();
            byte[] bytes = in.readNBytes(in.readInt() - 4);
            ByteBuffer body = ByteBuffer.wrap(bytes);
            switch (type) {
                case 'T' -> columns = columns(body);
                case 'D' -> rows.add(row(body));
                case 'd' -> rows.add(List.of(StandardCharsets.UTF_8.decode(body).toString()));
                case 'C' -> {
                    results.add(new Reply.Result(columns, rows, text(body)));
                    columns = List.of();
                    rows = new ArrayList<>();
                }
                case 'I' -> results.add(new Reply.Result(List.of(), List.of(), ""));
                case 'G' -> feed(data);
                case 'E' -> {
                    state = WireMessages.errorField(bytes, 'C');
                    message = WireMessages.errorField(bytes, 'M');
                    if (WireMessages.errorField(bytes, 'V').equals("FATAL")) {
                        return new Reply(results, state, message);
                    }
                }
                case 'Z' -> {
                    status = (char) body.get();
                    return new Reply(results, state, message);
                }
                default -> { } // notices, settings and the like are not compared
            }
        }
    }

    private void feed(List<String> data) throws IOException {
        if (data.isEmpty()) {
            out.write(WireMessages.framed('f', WireMessages.text("no data")));
        } else {
            out.write(WireMessages.framed('d', data.getFirst().getBytes(StandardCharsets.UTF_8)));
            out.write(WireMessages.framed('c'));
        }
    }

    /** Objects of the script's own have another OID on each side. */
    private static List<String> columns(ByteBuffer body) {
        List<String> columns = new ArrayList<>();
        int count = body.getShort();
        for (int i = 0; i < count; i++) {
            String name = text(body);
            body.position(body.position() + 6);
            int type = body.getInt();
            body.position(body.position() + 8);
            columns.add(name + ":" + (type >= FIRST_USER_OID ? "own" : type));
        }
        return columns;
    }

    private static List<String> row(ByteBuffer body) {
        int count = body.getShort();
        List<String> row = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = body.getInt();
            if (length < 0) {
                row.add(null);
            } else {
                row.add(text(body, length));
            }
        }
        return row;
    }

    private static String text(ByteBuffer body) {
        int length = 0;
        while (body.get(body.position() + length) != 0) {
            length++;
        }
        String text = text(body, length);
        body.get();
        return text;
    }

    private static String text(ByteBuffer body, int length) {
        byte[] bytes = new byte[length];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }
}
