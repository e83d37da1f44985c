package dev.millrace.server.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The certificate that the server shows, and the key that goes with it, as they were read from their files once.
 *
 * @param endPoint what clients bind a SCRAM exchange to: {@code tls-server-end-point} of RFC 5929
 */
record Identity(SslContext tls, byte[] endPoint) {

    /** What clients of PostgreSQL 17 and later ask for by name. */
    private static final String PROTOCOL = "postgresql";

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

    /** @throws IOException with a message for the person who wrote the files */
    static Identity read(Path certificateFile, Path keyFile) throws IOException {
        try {
            X509Certificate[] chain = chain(certificateFile);
            PrivateKey key = key(keyFile);
            checkBelongs(key, chain[0], certificateFile, keyFile);
            SslContext tls = SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            PROTOCOL))
                    .build();
            return new Identity(tls, endPoint(chain[0]));
        } catch (GeneralSecurityException e) {
            throw new IOException(certificateFile + " and " + keyFile + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static X509Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        List<? extends Certificate> certificates;
        try {
            certificates = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no PEM certificates: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " holds no certificate");
        }
        return certificates.toArray(X509Certificate[]::new);
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher matcher = KEY.matcher(Files.readString(file, ISO_8859_1));
        if (!matcher.find()) {
            throw new IOException(file + " holds no PEM private key");
        }
        if (!matcher.group(1).isEmpty()) {
            throw new IOException(file + " holds a key of the form \"" + matcher.group(1)
                    + "PRIVATE KEY\"; \"PRIVATE KEY\" without a passphrase is needed: openssl pkcs8 -topk8 -nocrypt");
        }
        PKCS8EncodedKeySpec specification;
        try {
            specification = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(2)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds a private key that is not Base64", e);
        }
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(specification);
            } catch (InvalidKeySpecException e) {
                // perhaps of the next kind
            }
        }
        throw new IOException(file + " holds a private key of an unknown kind");
    }

    /** Files are replaced one after the other: a pair that does not fit is none yet. */
    private static void checkBelongs(PrivateKey key, X509Certificate certificate, Path certificateFile, Path keyFile)
            throws IOException, GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        boolean belongs = false;
        if (certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            byte[] sample = {1, 2, 3};
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(sample);
            belongs = verifying.verify(signature);
        }
        if (!belongs) {
            throw new IOException("the private key in " + keyFile + " does not belong to the certificate in "
                    + certificateFile);
        }
    }

    /** RFC 5929: the certificate's own hash function, but none weaker than SHA-256. */
    private static byte[] endPoint(X509Certificate certificate) throws GeneralSecurityException {
        String name = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        String hash = name.startsWith("SHA384") ? "SHA-384" : name.startsWith("SHA512") ? "SHA-512" : "SHA-256";
        return MessageDigest.getInstance(hash).digest(certificate.getEncoded());
    }
}
