package dev.millrace.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.stream.Stream;

import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads RocksDB's native library, which it unpacks from its jar, by way of the data directory.
 *
 * <p>Left to itself RocksDB unpacks 17 MB into a new temporary file at every start, which only a goodbye removes: a
 * server that is killed again and again would fill the disk, and each start would take longer by the unpacking. Here
 * the library lies in a folder named by its checksum, put there by an atomic rename, and the next start finds it.
 */
final class RocksLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(RocksLibrary.class);

    private static boolean isLoaded;

    private RocksLibrary() {}

    /** Call it before anything else of RocksDB is touched; the first directory in a process serves for all. */
    static synchronized void load(Path directory) {
        if (isLoaded) {
            return;
        }
        try {
            RocksDB.loadLibrary(List.of(unpacked(Files.createDirectories(directory)).toString()));
        } catch (IOException | UnsatisfiedLinkError e) {
            // The directory may lie on a file system without execution, where RocksDB's own way still works.
            LOG.info("RocksDB's library is unpacked to a temporary file: {}", e.getMessage());
            RocksDB.loadLibrary();
        }
        isLoaded = true;
    }

    /** The folder under the directory that holds the library. */
    private static Path unpacked(Path directory) throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        URL resource = NativeLibraryLoader.class.getClassLoader().getResource(name);
        URLConnection connection = resource == null ? null : resource.openConnection();
        if (!(connection instanceof JarURLConnection inJar)) {
            throw new IOException("there is no " + name + " in a jar");
        }
        JarEntry entry = inJar.getJarEntry();
        Path folder = directory.resolve(Long.toHexString(entry.getCrc()));
        // By this name RocksDB looks for it, by the other one it is in the jar.
        Path library = folder.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
        if (Files.exists(library) && Files.size(library) == entry.getSize()) {
            return folder;
        }
        removeOthers(directory);
        Files.createDirectories(folder);
        Path draft = folder.resolve(name + ".new");
        try (InputStream content = inJar.getInputStream()) {
            Files.copy(content, draft, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(draft, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return folder;
    }

    /** Libraries of other versions, and what a start that was killed left. */
    private static void removeOthers(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
