package dev.millrace.sqltests.trial;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import dev.millrace.sqltests.server.WireMessages;

/** A session without a driver: what it costs and how long it takes is the server's alone. */
final class RawSession implements AutoCloseable {
    private static final int ANSWER_MILLIS = 120_000;
    private static final int BUFFER_BYTES = 512;

    private final int port;
    private final Socket socket;
    private final DataInputStream in;
    /** Process id and secret, as the server has told them. */
    private byte[] key = new byte[0];

    private RawSession(int port, Socket socket) throws IOException {
        this.port = port;
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
    }

    static RawSession open(int port) throws IOException {
        RawSession session = new RawSession(port, new Socket(InetAddress.getLoopbackAddress(), port));
        try {
            session.socket.setSoTimeout(ANSWER_MILLIS);
            session.check(WireMessages.startup("millrace"));
            return session;
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    /** Sends messages whose answer ends with ReadyForQuery. */
    void send(byte[] messages) throws IOException {
        socket.getOutputStream().write(messages);
    }

    /** Waits until it is the client's turn again; SQLSTATE of the error that came, or an empty one. */
    String await() throws IOException {
        String state = "";
        for (char type = (char) in.readUnsignedByte(); type != 'Z'; type = (char) in.readUnsignedByte()) {
            byte[] body = body();
            if (type == 'E') {
                state = WireMessages.errorField(body, 'C');
            } else if (type == 'K') {
                key = body;
            }
        }
        body();
        return state;
    }

    private byte[] body() throws IOException {
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return body;
    }

    /** @throws IOException when the answer is an error */
    void check(byte[] messages) throws IOException {
        send(messages);
        String state = await();
        if (!state.isEmpty()) {
            throw new IOException("a session was told " + state);
        }
    }

    /** Asks for the end of what is executed now; by any thread. */
    void cancel() throws IOException {
        try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
            other.getOutputStream().write(WireMessages.untyped(WireMessages.CANCEL_REQUEST, key));
            other.setSoTimeout(ANSWER_MILLIS);
            other.getInputStream().read();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
