package dev.millrace.server.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS as a listener offers it: from a certificate and a key in files, which are read again when they have changed.
 * Connections that are open keep what they began with. While the files do not fit together, or cannot be read, the
 * pair before goes on.
 */
public final class Encryption {

    private static final Logger LOG = LoggerFactory.getLogger(Encryption.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path certificateFile;
    private final Path keyFile;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Identity identity;
    private List<Object> stamp;
    private volatile long lookedNanos;

    private Encryption(Path certificateFile, Path keyFile) {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
    }

    /** @throws IOException when the files cannot be used; the message is for the person who named them */
    public static Encryption open(Path certificateFile, Path keyFile) throws IOException {
        Encryption encryption = new Encryption(certificateFile, keyFile);
        encryption.stamp = encryption.stampNow();
        encryption.identity = Identity.read(certificateFile, keyFile);
        encryption.lookedNanos = System.nanoTime();
        return encryption;
    }

    /** For a connection that begins now. Looks at the files, at most once in a second. */
    Identity identity() {
        if (System.nanoTime() - lookedNanos > LOOK_NANOS && lock.tryLock()) {
            try {
                lookedNanos = System.nanoTime();
                renew();
            } finally {
                lock.unlock();
            }
        }
        return identity;
    }

    private void renew() {
        try {
            List<Object> now = stampNow();
            if (now.equals(stamp)) {
                return;
            }
            identity = Identity.read(certificateFile, keyFile);
            stamp = now;
            LOG.info("{} was read again", certificateFile);
        } catch (IOException e) {
            LOG.warn("the certificate stays as it was: {}", e.getMessage());
        }
    }

    private List<Object> stampNow() throws IOException {
        BasicFileAttributes certificate = Files.readAttributes(certificateFile, BasicFileAttributes.class);
        BasicFileAttributes key = Files.readAttributes(keyFile, BasicFileAttributes.class);
        return List.of(certificate.lastModifiedTime(), certificate.size(), key.lastModifiedTime(), key.size());
    }
}
