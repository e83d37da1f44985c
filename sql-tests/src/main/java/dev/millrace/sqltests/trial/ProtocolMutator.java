package dev.millrace.sqltests.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Conversations in PostgreSQL's protocol in which some bytes are wrong: each on a connection of its own. */
final class ProtocolMutator {
    private static final int ANSWER_MILLIS = 20_000;
    private static final String TYPES = "QPBDECSHXdcfFp";

    private final int port;
    private final SplittableRandom random;

    ProtocolMutator(int port, SplittableRandom random) {
        this.port = port;
        this.random = random;
    }

    /** Talks nonsense until the server ends the connection; what is wrong with its answers, or null. */
    String converse() {
        byte[] sent = conversation();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            try {
                socket.getOutputStream().write(sent);
                socket.getOutputStream().flush();
                socket.shutdownOutput();
            } catch (IOException e) {
                // The server has heard enough and closed; what it said is still to be read.
            }
            String answer = readAll(socket.getInputStream());
            return answer.contains("CXX000") ? "internal error for " + shown(sent) + ": " + answer : null;
        } catch (SocketTimeoutException e) {
            return "no answer and no end within " + ANSWER_MILLIS + " ms for " + shown(sent);
        } catch (IOException e) {
            // Refused or reset: the next look at the server says whether it lives.
            return null;
        }
    }

    private static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                all.write(buffer, 0, count);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // A reset after unread input: the answer so far counts.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static String shown(byte[] sent) {
        StringBuilder text = new StringBuilder();
        for (byte b : sent) {
            text.append(b >= ' ' && b < 127 ? Character.toString(b) : String.format("\\x%02x", b));
        }
        return text.length() > 1500 ? text.substring(0, 1500) + "..." : text.toString();
    }

    private byte[] conversation() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] startup = startup();
        all.writeBytes(random.nextInt(12) == 0 ? spoiled(startup) : startup);
        int messages = 1 + random.nextInt(8);
        for (int i = 0; i < messages; i++) {
            byte[] message = message();
            all.writeBytes(random.nextInt(2) == 0 ? spoiled(message) : message);
        }
        all.writeBytes(framed('S', new byte[0]));
        all.writeBytes(framed('X', new byte[0]));
        return all.toByteArray();
    }

    private static byte[] startup() {
        byte[] body = "user\0millrace\0database\0millrace\0\0".getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + body.length).putInt(8 + body.length).putInt(196_608).put(body).array();
    }

    private static byte[] framed(char type, byte[] body) {
        return ByteBuffer.allocate(5 + body.length).put((byte) type).putInt(4 + body.length).put(body).array();
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] message() {
        return switch (random.nextInt(12)) {
            case 0 -> framed('Q', text("SELECT 1; SELECT 'a'"));
            case 1 -> framed('P', joined(text("p"), text("SELECT $1::int + $2::int"), shorts(2), ints(23, 23)));
            case 2 -> framed('P', joined(text(""), text("SELECT $1::text, $2::numeric, $3::timestamp"), shorts(0)));
            case 3 -> framed('B', joined(text(""), text("p"), shorts(1, 1, 2), ints(4, 7, 4, 8), shorts(1, 1)));
            case 4 -> framed('B', joined(text("c"), text(""), shorts(0, 3), ints(1), new byte[] {'x'}, ints(-1, -1),
                    shorts(0)));
            case 5 -> framed('D', joined(new byte[] {(byte) (random.nextBoolean() ? 'S' : 'P')}, text("")));
            case 6 -> framed('E', joined(text(random.nextBoolean() ? "" : "c"), ints(random.nextInt(3))));
            case 7 -> framed('C', joined(new byte[] {'S'}, text("p")));
            case 8 -> framed(random.nextBoolean() ? 'H' : 'S', new byte[0]);
            case 9 -> framed('Q', text("COPY (SELECT 1) TO STDOUT"));
            case 10 -> framed("dcf".charAt(random.nextInt(3)), text("1\t2\n\\."));
            default -> {
                byte[] noise = new byte[random.nextInt(64)];
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = (byte) random.nextInt(256);
                }
                yield framed(TYPES.charAt(random.nextInt(TYPES.length())), noise);
            }
        };
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    /** Some bytes other than they were, or fewer, or more of them. */
    private byte[] spoiled(byte[] message) {
        byte[] spoiled = message.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                // Behind the length, so that the server reads to the end of it.
                if (spoiled.length > 5) {
                    spoiled[5 + random.nextInt(spoiled.length - 5)] = (byte) random.nextInt(256);
                }
            }
            case 1 -> spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> spoiled = Arrays.copyOf(spoiled, 1 + random.nextInt(spoiled.length));
            default -> spoiled = Arrays.copyOf(spoiled, spoiled.length + 1 + random.nextInt(8));
        }
        return spoiled;
    }
}
