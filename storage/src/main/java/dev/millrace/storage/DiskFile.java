package dev.millrace.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file of a {@link Disk}; reads and writes name their position, so threads share it without a cursor. */
public interface DiskFile extends Closeable {
    /** Reads up to {@code target.remaining()} bytes; the count read, or -1 at or after the end of the file. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all remaining bytes; after an exception any part of them may have been written. */
    void write(ByteBuffer source, long position) throws IOException;

    /**
     * Makes what was written durable, and the file's length; {@code metadata} also its times. After an exception nobody
     * knows what is durable, and trying again proves nothing: the kernel reports a lost page once.
     */
    void force(boolean metadata) throws IOException;

    long length() throws IOException;

    /** Cuts the file to the length; does nothing if it is not longer. */
    void truncate(long length) throws IOException;
}
