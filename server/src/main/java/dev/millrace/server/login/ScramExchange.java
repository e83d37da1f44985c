package dev.millrace.server.login;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The server's side of one SCRAM-SHA-256 login (RFC 5802, RFC 7677), with or without binding to the TLS connection that
 * it runs in: {@link #first} answers the client's first message, {@link #last} its second.
 */
public final class ScramExchange {

    public static final String PLAIN = "SCRAM-SHA-256";
    public static final String BOUND = "SCRAM-SHA-256-PLUS";

    private static final int NONCE_BYTES = 18;

    private final Verifier verifier;
    private final boolean isSomebody;
    private final byte[] endPoint;
    private final boolean isBound;
    private final SecureRandom random;
    private String gs2Header;
    private String clientFirst;
    private String serverFirst;
    private String nonce;

    /**
     * @param verifier of the role; null where there is none, which the client learns as if its password was wrong
     * @param nobodysSecret of the server, for that case
     * @param mechanism that the client has chosen
     * @param endPoint what a client may bind to: a hash of the server's certificate; null without TLS
     */
    public ScramExchange(
            String name, Verifier verifier, byte[] nobodysSecret, String mechanism, byte[] endPoint,
            SecureRandom random) {
        if (!mechanisms(endPoint != null).contains(mechanism)) {
            throw malformed("client selected an invalid SASL authentication mechanism");
        }
        this.isSomebody = verifier != null;
        this.verifier = isSomebody ? verifier : Verifier.ofNobody(name, nobodysSecret);
        this.isBound = mechanism.equals(BOUND);
        this.endPoint = endPoint;
        this.random = random;
    }

    /** Those that are offered, the better one first. */
    public static List<String> mechanisms(boolean isEncrypted) {
        return isEncrypted ? List.of(BOUND, PLAIN) : List.of(PLAIN);
    }

    private static SqlException malformed(String detail) {
        return new SqlException(SqlState.PROTOCOL_VIOLATION, "malformed SCRAM message").withDetail(detail);
    }

    /** @param message {@code gs2-header client-first-message-bare} */
    public byte[] first(byte[] message) {
        String text = text(message);
        String[] parts = text.split(",", 3);
        if (parts.length < 3) {
            throw malformed("The message has no GS2 header.");
        }
        checkBinding(parts[0]);
        if (!parts[1].isEmpty()) {
            throw SqlException.unsupported("an authorization identity of a SCRAM client");
        }
        gs2Header = parts[0] + ",,";
        clientFirst = parts[2];
        if (clientFirst.startsWith("m=")) {
            throw SqlException.unsupported("an extension of SCRAM");
        }
        String[] attributes = clientFirst.split(",", -1);
        if (attributes.length < 2 || !attributes[0].startsWith("n=")) {
            throw malformed("The message has no user name.");
        }
        nonce = value(attributes[1], 'r');
        if (nonce.isEmpty() || nonce.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            throw malformed("Non-printable characters in SCRAM nonce.");
        }
        byte[] own = new byte[NONCE_BYTES];
        random.nextBytes(own);
        nonce += Base64.getEncoder().encodeToString(own);
        serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(verifier.salt()) + ",i="
                + verifier.iterations();
        return serverFirst.getBytes(UTF_8);
    }

    private void checkBinding(String flag) {
        boolean asks = flag.startsWith("p=");
        if (asks != isBound) {
            throw malformed(isBound
                    ? "The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not include channel binding"
                            + " data."
                    : "The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message includes"
                            + " channel binding data.");
        }
        if (asks && !flag.equals("p=tls-server-end-point")) {
            throw malformed("unsupported SCRAM channel-binding type");
        }
        if (flag.equals("y") && endPoint != null) {
            // Somebody between us has hidden what we offer.
            throw new SqlException(SqlState.INVALID_AUTHORIZATION, "SCRAM channel binding negotiation error")
                    .withDetail("The client supports SCRAM channel binding but thinks the server does not.  However,"
                            + " this server does support channel binding.");
        }
        if (!asks && !flag.equals("n") && !flag.equals("y")) {
            throw malformed("Unexpected channel-binding flag \"" + flag + "\".");
        }
    }

    /** @return the server's own proof; null when the client's is wrong */
    public byte[] last(byte[] message) {
        String text = text(message);
        int proofAt = text.lastIndexOf(",p=");
        String[] attributes = text.split(",", -1);
        if (proofAt < 0 || attributes.length < 3) {
            throw malformed("The message has no proof.");
        }
        byte[] binding = decoded(value(attributes[0], 'c'));
        if (!MessageDigest.isEqual(binding, expectedBinding())) {
            throw new SqlException(SqlState.INVALID_AUTHORIZATION, "SCRAM channel binding check failed");
        }
        if (!value(attributes[1], 'r').equals(nonce)) {
            throw malformed("Nonce does not match.");
        }
        byte[] proof = decoded(text.substring(proofAt + 3));
        if (proof.length != Crypto.KEY_BYTES) {
            throw malformed("Malformed proof in client-final-message.");
        }
        byte[] said = (clientFirst + "," + serverFirst + "," + text.substring(0, proofAt)).getBytes(UTF_8);
        byte[] clientKey = Crypto.xor(proof, Crypto.hmac(verifier.storedKey(), said));
        boolean isRight = MessageDigest.isEqual(Crypto.hash(clientKey), verifier.storedKey());
        byte[] signature = Crypto.hmac(verifier.serverKey(), said);
        return isRight && isSomebody
                ? ("v=" + Base64.getEncoder().encodeToString(signature)).getBytes(UTF_8)
                : null;
    }

    private byte[] expectedBinding() {
        byte[] header = gs2Header.getBytes(UTF_8);
        if (!isBound) {
            return header;
        }
        byte[] expected = Arrays.copyOf(header, header.length + endPoint.length);
        System.arraycopy(endPoint, 0, expected, header.length, endPoint.length);
        return expected;
    }

    private static String text(byte[] message) {
        return new String(message, UTF_8);
    }

    private static String value(String attribute, char name) {
        if (attribute.length() < 2 || attribute.charAt(0) != name || attribute.charAt(1) != '=') {
            throw malformed("Expected attribute \"" + name + "\".");
        }
        return attribute.substring(2);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw malformed("Something is not Base64.");
        }
    }
}
