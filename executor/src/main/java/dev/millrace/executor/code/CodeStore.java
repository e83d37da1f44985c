package dev.millrace.executor.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.millrace.api.Processor;

/**
 * Jars in the data directory, each under the digest of its content. Each is loaded once, apart from all others and from
 * the server's own classes: it sees the JDK, the API and itself. There is one store in a process, because what it gives
 * depends on the digest alone.
 */
public final class CodeStore {

    private static final Map<String, ClassLoader> LOADERS = new ConcurrentHashMap<>();

    private static volatile Path directory;

    private CodeStore() {}

    /** Where the jars are; made when the first one comes. */
    public static void open(Path where) {
        directory = where;
    }

    /**
     * Takes a copy, which is on disk when this returns.
     *
     * @return its digest
     */
    public static String add(Path jar) throws IOException {
        byte[] content = Files.readAllBytes(jar);
        String digest = HexFormat.of().formatHex(sha256().digest(content));
        Path kept = file(digest);
        if (!Files.exists(kept)) {
            Files.createDirectories(directory);
            Path draft = Files.createTempFile(directory, "draft", null);
            Files.write(draft, content);
            force(draft, StandardOpenOption.WRITE);
            Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
            force(directory, StandardOpenOption.READ);
        }
        return digest;
    }

    /** Whether there is a jar of that digest. */
    public static boolean has(String digest) {
        return digest.matches("[0-9a-f]{64}") && Files.exists(file(digest));
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    private static Path file(String digest) {
        if (directory == null) {
            throw new IllegalStateException("nobody said where code is kept");
        }
        return directory.resolve(digest + ".jar");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws ClassNotFoundException when the jar, or the class in it, is not there */
    static Class<?> load(String digest, String className) throws ClassNotFoundException {
        ClassLoader loader = LOADERS.get(digest);
        if (loader == null) {
            if (!Files.exists(file(digest))) {
                throw new ClassNotFoundException(className + ", for " + file(digest) + " is missing");
            }
            loader = LOADERS.computeIfAbsent(digest, CodeStore::loader);
        }
        return Class.forName(className, true, loader);
    }

    private static ClassLoader loader(String digest) {
        try {
            URL[] jar = {file(digest).toUri().toURL()};
            return new URLClassLoader(jar, new ApiLoader());
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What code sees beside itself: the JDK, and what it is written against. */
    private static final class ApiLoader extends ClassLoader {
        private static final String API = Processor.class.getPackageName() + ".";

        ApiLoader() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(API)) {
                return Processor.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
