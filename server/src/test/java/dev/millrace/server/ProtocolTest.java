package dev.millrace.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Conversations message by message, as drivers other than Java's have them, and nonsense. */
final class ProtocolTest {

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /** A client that sends what it is told, and tells the types of the replies. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private final List<String> tags = new ArrayList<>();

        private Client() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setSoTimeout(10_000);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            ByteBuf startup = Unpooled.buffer().writeInt(0).writeInt(3 << 16);
            string(startup, "user");
            string(startup, "millrace");
            startup.writeByte(0);
            startup.setInt(0, startup.readableBytes());
            send(startup);
            assertTrue(repliesToReady().endsWith("Z"));
        }

        private static void string(ByteBuf out, String text) {
            out.writeBytes(text.getBytes(UTF_8)).writeByte(0);
        }

        private void send(ByteBuf bytes) throws IOException {
            byte[] all = new byte[bytes.readableBytes()];
            bytes.readBytes(all);
            out.write(all);
            out.flush();
        }

        /** @param fields strings end with a zero; numbers are written as int or short */
        private Client say(char type, Object... fields) throws IOException {
            ByteBuf message = Unpooled.buffer().writeByte(type).writeInt(0);
            for (Object field : fields) {
                switch (field) {
                    case String text -> string(message, text);
                    case Integer number -> message.writeInt(number);
                    case Short number -> message.writeShort(number);
                    case Character letter -> message.writeByte(letter);
                    default -> throw new IllegalArgumentException(field.toString());
                }
            }
            message.setInt(1, message.readableBytes() - 1);
            send(message);
            return this;
        }

        private char reply() throws IOException {
            char type = (char) in.readUnsignedByte();
            byte[] body = new byte[in.readInt() - 4];
            in.readFully(body);
            if (type == 'C') {
                tags.add(new String(body, 0, body.length - 1, UTF_8));
            }
            return type;
        }

        private String replies(int count) throws IOException {
            StringBuilder types = new StringBuilder();
            for (int i = 0; i < count; i++) {
                types.append(reply());
            }
            return types.toString();
        }

        private String repliesToReady() throws IOException {
            StringBuilder types = new StringBuilder();
            do {
                types.append(reply());
            } while (types.charAt(types.length() - 1) != 'Z');
            return types.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final short NONE = 0;

    private static void bindAndExecute(Client client, String portal, String statement, int rows) throws IOException {
        client.say('B', portal, statement, NONE, NONE, NONE).say('E', portal, rows);
    }

    @Test
    void flushDeliversAndRowsAreSuspended() throws IOException {
        try (Client client = new Client()) {
            client.say('P', "s", "select i from generate_series(1, 5) as g(i)", NONE).say('D', 'S', "s").say('H');
            assertEquals("1tT", client.replies(3));
            bindAndExecute(client, "p", "s", 2);
            client.say('H');
            assertEquals("2DDs", client.replies(4));
            client.say('E', "p", 2).say('E', "p", 2).say('H');
            assertEquals("DDsDC", client.replies(5));
            client.say('C', 'P', "p").say('C', 'P', "never").say('S');
            assertEquals("33Z", client.repliesToReady());
            assertEquals(List.of("SELECT 1"), client.tags);
        }
    }

    @Test
    void anErrorSkipsToSync() throws IOException {
        try (Client client = new Client()) {
            client.say('P', "", "select 1/0", NONE);
            bindAndExecute(client, "", "", 0);
            client.say('P', "", "select 1", NONE);
            bindAndExecute(client, "", "", 0);
            client.say('S');
            assertEquals("12EZ", client.repliesToReady());
            client.say('P', "", "select 1", NONE);
            bindAndExecute(client, "", "", 0);
            client.say('S');
            assertEquals("12DCZ", client.repliesToReady());
        }
    }

    @Test
    void aScriptIsOneTransaction() throws IOException {
        try (Client client = new Client()) {
            client.say('Q', "create table script (i int); insert into script values (1); select i/0 from script");
            assertEquals("CCEZ", client.repliesToReady());
            client.say('Q', "select * from script");
            assertEquals("EZ", client.repliesToReady());
            client.say('Q', " -- nothing\n");
            assertEquals("IZ", client.repliesToReady());
            client.say('Q', "select 1; ; select 2;");
            assertEquals("TDCTDCZ", client.repliesToReady());
        }
    }

    @Test
    void pipelinedStatementsShareATransactionUpToSync() throws IOException {
        try (Client client = new Client()) {
            client.say('Q', "create table pipe (i int primary key)");
            assertEquals("CZ", client.repliesToReady());
            for (String sql : List.of("insert into pipe values (1)", "insert into pipe values (1)")) {
                client.say('P', "", sql, NONE);
                bindAndExecute(client, "", "", 0);
            }
            client.say('S');
            assertEquals("12C12EZ", client.repliesToReady());
            client.say('Q', "select * from pipe");
            assertEquals("TCZ", client.repliesToReady());
        }
    }

    /** Whatever a client sends, others go on, and nothing hangs. */
    @Test
    void nonsenseHurtsNobodyElse() throws Exception {
        Random random = new Random(11);
        byte[] types = "QPBDECSHdcfpXF".getBytes(UTF_8);
        for (int round = 0; round < 200; round++) {
            try (Client client = new Client()) {
                ByteBuf bytes = Unpooled.buffer();
                for (int i = 0; i < 5; i++) {
                    byte[] body = new byte[random.nextInt(20)];
                    random.nextBytes(body);
                    bytes.writeByte(types[random.nextInt(types.length)]);
                    bytes.writeInt(random.nextInt(8) == 0 ? random.nextInt() : body.length + 4).writeBytes(body);
                }
                client.send(bytes);
                client.socket.shutdownOutput();
                while (true) {
                    client.reply();
                }
            } catch (EOFException | SocketException e) {
                // the server has closed the connection: as it should
            } catch (SocketTimeoutException e) {
                throw new AssertionError("the session hangs in round " + round, e);
            }
        }
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity")) {
            assertTrue(row.next());
            assertEquals(1, row.getInt(1));
        }
    }
}
