package dev.millrace.sqltests.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

import dev.millrace.sqltests.server.WireMessages;

import static dev.millrace.sqltests.server.WireMessages.framed;
import static dev.millrace.sqltests.server.WireMessages.text;

/** Conversations in PostgreSQL's protocol in which some bytes are wrong: each on a connection of its own. */
final class ProtocolMutator {
    /** A role with a password: who speaks as this one is asked to log in first. */
    static final String GUARDED = "trial_guarded";

    private static final int ANSWER_MILLIS = 20_000;

    private final int port;
    private final SplittableRandom random;
    private final WellFormed wellFormed;
    private long messages;
    private long mutated;

    ProtocolMutator(int port, SplittableRandom random) {
        this.port = port;
        this.random = random;
        this.wellFormed = new WellFormed(random);
    }

    /** How many were sent so far. */
    long messages() {
        return messages;
    }

    /** How many of them were not as they should be. */
    long mutated() {
        return mutated;
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
        boolean isGuarded = random.nextInt(10) == 0;
        if (random.nextInt(20) == 0) {
            say(wellFormed.beforeStartup(), 2, all);
        }
        say(WireMessages.startup(isGuarded ? GUARDED : "millrace"), 12, all);
        if (isGuarded) {
            say(framed('p', text("SCRAM-SHA-256"), WireMessages.value(
                    "n,,n=,r=rOprNGfwEbeRWgbNEkqO".getBytes(StandardCharsets.US_ASCII))), 2, all);
            say(framed('p', "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
                    .getBytes(StandardCharsets.US_ASCII)), 2, all);
        }
        int count = 1 + random.nextInt(24);
        for (int i = 0; i < count; i++) {
            say(wellFormed.next(), 2, all);
        }
        say(WireMessages.sync(), 0, all);
        say(framed('X'), 0, all);
        return all.toByteArray();
    }

    /** @param oneOf how many stay whole for each that does not; 0 for always */
    private void say(byte[] message, int oneOf, ByteArrayOutputStream all) {
        boolean isSpoiled = oneOf > 0 && random.nextInt(oneOf) == 0;
        all.writeBytes(isSpoiled ? spoiled(message) : message);
        messages++;
        mutated += isSpoiled ? 1 : 0;
    }

    /** Some bytes other than they were, or fewer, or more of them. */
    private byte[] spoiled(byte[] message) {
        byte[] spoiled = message.clone();
        int kind = random.nextInt(16);
        if (kind < 10 && spoiled.length > 5) {
            // Behind the length, so that the server reads to the end of it and goes on with the next.
            int bytes = 1 + random.nextInt(3);
            for (int i = 0; i < bytes; i++) {
                int at = 5 + random.nextInt(spoiled.length - 5);
                spoiled[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : spoiled[at] + random.nextInt(3) - 1);
            }
            return spoiled;
        }
        if (kind < 13 && spoiled.length > 5) {
            // Bytes left out or put in, and the length as if that were right.
            int at = 5 + random.nextInt(spoiled.length - 5);
            int bytes = 1 + random.nextInt(4);
            byte[] head = Arrays.copyOfRange(spoiled, 5, at);
            byte[] tail = Arrays.copyOfRange(spoiled, random.nextBoolean() ? Math.min(at + bytes, spoiled.length)
                    : Math.max(5, at - bytes), spoiled.length);
            return framed((char) (spoiled[0] & 0xff), head, tail);
        }
        return switch (kind) {
            case 13 -> {
                spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
                yield spoiled;
            }
            case 14 -> Arrays.copyOf(spoiled, 1 + random.nextInt(spoiled.length));
            default -> Arrays.copyOf(spoiled, spoiled.length + 1 + random.nextInt(8));
        };
    }
}
