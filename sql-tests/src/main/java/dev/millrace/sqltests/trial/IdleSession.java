package dev.millrace.sqltests.trial;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import static dev.millrace.sqltests.trial.WireMessages.framed;
import static dev.millrace.sqltests.trial.WireMessages.shorts;
import static dev.millrace.sqltests.trial.WireMessages.text;

/** A connection as a pool holds it: logged in, a setting made, a statement prepared and executed once. */
final class IdleSession implements AutoCloseable {
    private static final int ANSWER_MILLIS = 30_000;

    private final Socket socket;

    private IdleSession(Socket socket) {
        this.socket = socket;
    }

    static IdleSession open(int port) throws IOException {
        IdleSession session = new IdleSession(new Socket(InetAddress.getLoopbackAddress(), port));
        try {
            session.socket.setSoTimeout(ANSWER_MILLIS);
            session.say(WireMessages.startup("millrace"));
            session.say(WireMessages.query("SET application_name = 'pool'"));
            session.say(WireMessages.joined(
                    framed('P', text("s1"), text("SELECT v FROM trial_row WHERE k = $1"), shorts(0)),
                    framed('B', text(""), text("s1"), shorts(0), shorts(1),
                            WireMessages.value("7".getBytes(StandardCharsets.US_ASCII)), shorts(0)),
                    framed('E', text(""), WireMessages.ints(0)),
                    WireMessages.sync()));
            return session;
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    void checkAlive() throws IOException {
        say(WireMessages.query("SELECT 1"));
    }

    /** Says something and hears the answer, up to where it is the client's turn again. */
    private void say(byte[] messages) throws IOException {
        socket.getOutputStream().write(messages);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        for (char type = (char) in.readUnsignedByte(); ; type = (char) in.readUnsignedByte()) {
            byte[] body = new byte[in.readInt() - 4];
            in.readFully(body);
            if (type == 'E') {
                throw new IOException("an idle session was told: " + new String(body, StandardCharsets.UTF_8));
            }
            if (type == 'Z') {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
