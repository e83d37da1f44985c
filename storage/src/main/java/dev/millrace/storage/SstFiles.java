package dev.millrace.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * Writes sorted entries into SST files that are ingested later. A file ends when it is large enough, and where a large
 * table begins or ends: a file that overlaps with nothing goes to the bottom of the database at once.
 */
final class SstFiles implements AutoCloseable {
    private static final long FILE_BYTES = 64L << 20;

    /** A table of this size deserves files of its own. */
    private static final long LARGE_TABLE_BYTES = 4L << 20;

    private final Path directory;
    private final String name;
    private final Options options;
    private final EnvOptions environment = new EnvOptions().setBytesPerSync(1 << 20);
    private final List<Path> files = new ArrayList<>();
    private ByteBuffer key = ByteBuffer.allocateDirect(256);
    private ByteBuffer value = ByteBuffer.allocateDirect(4096);
    private SstFileWriter writer;
    private long fileBytes;

    /** The name begins the names of all files. */
    SstFiles(Path directory, String name, Options options) {
        this.directory = directory;
        this.name = name;
        this.options = options;
    }

    /** The finished files, in the order in which they must be ingested. */
    List<Path> files() {
        return files;
    }

    /** Says that entries of another table follow, so many bytes of them. */
    void beginTable(long tableBytes) throws RocksDBException {
        if (fileBytes >= LARGE_TABLE_BYTES || tableBytes >= LARGE_TABLE_BYTES) {
            finishFile();
        }
    }

    void put(int prefix, byte[] keyPage, int keyAt, int keyLength, byte[] valuePage, int valueAt, int valueLength)
            throws RocksDBException {
        beginEntry(RocksKeys.PREFIX_BYTES + keyLength + valueLength);
        key = cleared(key, RocksKeys.PREFIX_BYTES + keyLength).putInt(prefix).put(keyPage, keyAt, keyLength).flip();
        value = cleared(value, valueLength).put(valuePage, valueAt, valueLength).flip();
        writer.put(key, value);
    }

    void delete(int prefix, byte[] keyPage, int keyAt, int keyLength) throws RocksDBException {
        beginEntry(RocksKeys.PREFIX_BYTES + keyLength);
        writer.delete(RocksKeys.key(prefix, keyPage, keyAt, keyLength));
    }

    private static ByteBuffer cleared(ByteBuffer buffer, int needed) {
        return needed <= buffer.capacity()
                ? buffer.clear()
                : ByteBuffer.allocateDirect(Math.max(needed, Math.min(2 * buffer.capacity(), 1 << 20)));
    }

    private void beginEntry(int entryBytes) throws RocksDBException {
        if (fileBytes > FILE_BYTES) {
            finishFile();
        }
        if (writer == null) {
            Path file = directory.resolve(name + "-" + files.size() + ".sst");
            writer = new SstFileWriter(environment, options);
            writer.open(file.toString());
            files.add(file);
        }
        fileBytes += entryBytes;
    }

    /** Makes the current file durable; the next entry, which need not be behind the last one, begins another. */
    void finishFile() throws RocksDBException {
        if (writer != null) {
            writer.finish();
            writer.close();
            writer = null;
            fileBytes = 0;
        }
    }

    /** Frees what is native and deletes the files that nobody took. */
    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
            writer = null;
        }
        environment.close();
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
