package dev.millrace.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads RocksDB's native library, which it unpacks from its jar, by way of the data directory.
 *
 * <p>Left to itself RocksDB unpacks 17 MB into a new temporary file at every start, which only a goodbye removes: a
 * server that is killed again and again would fill the disk. Here the file has one name, and each start replaces it.
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
            NativeLibraryLoader.getInstance().loadLibrary(Files.createDirectories(directory).toString());
        } catch (IOException | UnsatisfiedLinkError e) {
            // The directory may lie on a file system without execution, where RocksDB's own way still works.
            LOG.info("RocksDB's library is unpacked to a temporary file: {}", e.getMessage());
        }
        RocksDB.loadLibrary();
        isLoaded = true;
    }
}
