package dev.millrace.server.login;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a password can be checked by, and cannot be found from: kept as PostgreSQL keeps it, {@code
 * SCRAM-SHA-256$iterations:salt$storedKey:serverKey}.
 */
public record Verifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {

    private static final int ITERATIONS = 4096;
    private static final int SALT_BYTES = 16;
    private static final Pattern TEXT =
            Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    /** Of a password, with a salt of its own. */
    public static Verifier of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return of(password, salt, ITERATIONS);
    }

    static Verifier of(String password, byte[] salt, int iterations) {
        byte[] salted = Crypto.salted(SaslPrep.prepared(password), salt, iterations);
        byte[] storedKey = Crypto.hash(Crypto.hmac(salted, "Client Key".getBytes(UTF_8)));
        return new Verifier(iterations, salt, storedKey, Crypto.hmac(salted, "Server Key".getBytes(UTF_8)));
    }

    /**
     * One that no password fits, always the same for a name: who asks for a role that is not there learns nothing.
     *
     * @param secret of the server
     */
    static Verifier ofNobody(String name, byte[] secret) {
        byte[] salt = new byte[SALT_BYTES];
        System.arraycopy(Crypto.hmac(secret, ("salt " + name).getBytes(UTF_8)), 0, salt, 0, SALT_BYTES);
        byte[] key = Crypto.hmac(secret, ("key " + name).getBytes(UTF_8));
        return new Verifier(ITERATIONS, salt, key, Crypto.hash(key));
    }

    /** Null when the text is not one. */
    public static Verifier parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            Verifier verifier = new Verifier(
                    Integer.parseInt(matcher.group(1)), base64.decode(matcher.group(2)),
                    base64.decode(matcher.group(3)), base64.decode(matcher.group(4)));
            boolean isWhole = verifier.iterations > 0 && verifier.storedKey.length == Crypto.KEY_BYTES
                    && verifier.serverKey.length == Crypto.KEY_BYTES;
            return isWhole ? verifier : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As it is kept. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$" + iterations + ":" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(storedKey) + ":" + base64.encodeToString(serverKey);
    }

    @Override
    public String toString() {
        return "SCRAM-SHA-256";
    }
}
