package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.millrace.sqltests.server.WireMessages;

import static dev.millrace.sqltests.server.WireMessages.framed;
import static dev.millrace.sqltests.server.WireMessages.ints;
import static dev.millrace.sqltests.server.WireMessages.joined;
import static dev.millrace.sqltests.server.WireMessages.shorts;
import static dev.millrace.sqltests.server.WireMessages.text;
import static dev.millrace.sqltests.server.WireMessages.value;

/**
 * Payments by one thread that serves many connections and speaks the protocol itself, as pgbench does: it takes a
 * fraction of the processor time that drivers with a thread for each connection take, which on a machine that both
 * sides share would be missing to the server. A payment that comes when all connections are busy waits for the first
 * that is free, and is timed from when it came nevertheless.
 */
final class WirePayments implements Crew.Work {
    private static final int BUFFER_BYTES = 4096;
    private static final int OID_BIGINT = 20;
    private static final int OID_INT = 23;
    private static final int OID_VARCHAR = 1043;
    private static final int OID_NUMERIC = 1700;
    private static final String FEATURES = "SELECT n, newest, spent, merchants FROM card_now WHERE card = $1";
    /** The whole of the conversation with one statement: Execute without a limit, and Sync. */
    private static final byte[] EXECUTE = joined(framed('E', text(""), ints(0)), framed('S'));

    private final int port;
    private final int clients;
    private final Payments payments;
    private final Deque<Client> free = new ArrayDeque<>();

    WirePayments(int port, int clients, Payments payments) {
        this.port = port;
        this.clients = clients;
        this.payments = payments;
    }

    /** One connection that writes, one that reads, and the payment that is on its way through both. */
    private static final class Client {
        private Connection writing;
        private Connection reading;
        private Payments.Payment payment;
        private long insertedNanos;
    }

    /** One socket, and what came in over it so far. */
    private static final class Connection {
        private final Client client;
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        private boolean hasRow;
        private long count;
        private long newest;

        Connection(Client client, int port, Selector selector, byte[] preparing) throws IOException {
            this.client = client;
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.socket().setTcpNoDelay(true);
            send(WireMessages.startup("millrace"));
            awaitReady();
            send(joined(preparing, framed('S')));
            awaitReady();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        private void awaitReady() throws IOException {
            while (!takeAnswer()) {
                receive();
            }
        }

        void send(byte[] messages) throws IOException {
            ByteBuffer out = ByteBuffer.wrap(messages);
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        void receive() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("the server has ended a connection");
            }
        }

        /** Reads whole messages; whether it is the client's turn again. */
        boolean takeAnswer() throws IOException {
            in.flip();
            boolean isReady = false;
            while (!isReady && in.remaining() >= 5 && in.remaining() > in.getInt(in.position() + 1)) {
                int start = in.position();
                int end = start + 1 + in.getInt(start + 1);
                switch (in.get(start)) {
                    case 'Z' -> isReady = true;
                    case 'D' -> takeRow(start + 5);
                    case 'E' -> throw new IOException("the server answered " + error(start + 5, end));
                    default -> { }
                }
                in.position(end);
            }
            in.compact();
            return isReady;
        }

        /** Count and newest payment: the first fields, of eight bytes behind a length, behind the number of fields. */
        private void takeRow(int body) {
            hasRow = true;
            count = in.getLong(body + 2 + 4);
            newest = in.getLong(body + 2 + 4 + 8 + 4);
        }

        private String error(int from, int to) {
            byte[] bytes = new byte[to - from];
            in.get(from, bytes);
            return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ');
        }
    }

    @Override
    public void run() throws IOException {
        byte[] insert = framed('P', text("pay"), text(Payments.INSERT), shorts(5),
                ints(OID_BIGINT, OID_INT, OID_INT, OID_VARCHAR, OID_NUMERIC));
        byte[] read = framed('P', text("see"), text(FEATURES), shorts(1), ints(OID_INT));
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < clients; i++) {
                Client client = new Client();
                client.writing = new Connection(client, port, selector, insert);
                client.reading = new Connection(client, port, selector, read);
                free.add(client);
            }
            serve(selector);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
    }

    private void serve(Selector selector) throws IOException {
        payments.begin();
        while (payments.goOn() || free.size() < clients) {
            begin();
            // Answers come all the time, so that nobody waits for the end of this.
            if (payments.nanosUntilDue() > 0 || free.isEmpty()) {
                selector.select(this::serve, 1);
            } else {
                selector.selectNow(this::serve);
            }
        }
    }

    private void begin() throws IOException {
        while (payments.goOn() && !free.isEmpty() && payments.nanosUntilDue() <= 0) {
            Client client = free.removeFirst();
            client.payment = payments.next();
            client.writing.send(joined(insert(client.payment), EXECUTE));
        }
    }

    private void serve(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            connection.receive();
            if (connection.takeAnswer()) {
                answered(connection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answered(Connection connection) throws IOException {
        Client client = connection.client;
        if (connection == client.writing) {
            client.insertedNanos = System.nanoTime();
            client.reading.hasRow = false;
            client.reading.send(joined(question(client.payment), EXECUTE));
            return;
        }
        payments.seen(
                client.payment, client.insertedNanos, client.reading.hasRow ? client.reading.count : 0,
                client.reading.newest);
        free.add(client);
    }

    private static byte[] insert(Payments.Payment payment) {
        return framed('B', text(""), text("pay"),
                shorts(5, 1, 1, 1, 0, 0), shorts(5),
                ints(8), ByteBuffer.allocate(8).putLong(payment.id()).array(),
                ints(4, payment.card()), ints(4, payment.merchant()),
                value(payment.country().getBytes(StandardCharsets.UTF_8)),
                value(payment.amount().toPlainString().getBytes(StandardCharsets.UTF_8)),
                shorts(0));
    }

    private static byte[] question(Payments.Payment payment) {
        return framed('B', text(""), text("see"), shorts(1, 1), shorts(1), ints(4, payment.card()), shorts(1, 1));
    }
}
