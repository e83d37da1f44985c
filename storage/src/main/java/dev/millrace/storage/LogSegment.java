package dev.millrace.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;

/** One file of the commit log. Its fields belong to the log, which guards them by its lock. */
final class LogSegment {
    private static final String SUFFIX = ".log";
    private static final int NAME_DIGITS = 16;

    final Path path;
    final DiskFile file;
    final long sequence;
    final long salt;

    /** Where the next record goes; for a segment sealed by an earlier process, the length of the file. */
    long end = LogFormat.SEGMENT_HEADER_BYTES;

    /** Up to where the file is zeros that need no metadata to be overwritten; at least {@link #end}. */
    long allocated = LogFormat.SEGMENT_HEADER_BYTES;

    long firstEpoch = LogFormat.NO_EPOCH;
    long lastEpoch = LogFormat.NO_EPOCH;

    private LogSegment(Path path, DiskFile file, LogFormat.SegmentHeader header) {
        this.path = path;
        this.file = file;
        this.sequence = header.sequence();
        this.salt = header.salt();
    }

    static boolean isSegmentName(String name) {
        return name.length() == NAME_DIGITS + SUFFIX.length() && name.endsWith(SUFFIX);
    }

    /**
     * Creates a segment, durable in name and header before it returns. Only so is a file with an unreadable header and
     * records behind it damage beyond doubt, and a file with nothing but a torn header a creation cut short.
     */
    static LogSegment create(Disk disk, Path directory, long sequence, long salt) throws IOException {
        Path path = directory.resolve(String.format(Locale.ROOT, "%0" + NAME_DIGITS + "d" + SUFFIX, sequence));
        LogFormat.SegmentHeader header = new LogFormat.SegmentHeader(sequence, salt);
        DiskFile file = disk.create(path);
        try {
            file.write(LogFormat.encodeSegmentHeader(header), 0);
            file.force(true);
            disk.forceDirectory(directory);
            return new LogSegment(path, file, header);
        } catch (IOException e) {
            abandon(disk, path, file, e);
            throw e;
        }
    }

    private static void abandon(Disk disk, Path path, DiskFile file, IOException reason) {
        try {
            file.close();
            disk.delete(path);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** Opens a segment; null, with the file deleted, if its creation was cut short by a crash. */
    static LogSegment open(Disk disk, Path path) throws IOException {
        DiskFile file = disk.open(path);
        try {
            ByteBuffer bytes = ByteBuffer.allocate(LogFormat.SEGMENT_HEADER_BYTES);
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
                // a read may return less than asked
            }
            LogFormat.SegmentHeader header = LogFormat.decodeSegmentHeader(bytes.flip());
            long length = file.length();
            if (header == null && length > LogFormat.SEGMENT_HEADER_BYTES) {
                throw new CorruptionException(path, 0, "the segment's header is damaged");
            }
            if (header == null) {
                file.close();
                disk.delete(path);
                return null;
            }
            LogSegment segment = new LogSegment(path, file, header);
            segment.end = length;
            segment.allocated = length;
            return segment;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    boolean isEmpty() {
        return firstEpoch == LogFormat.NO_EPOCH;
    }

    /** Notes that a record was written at {@link #end}. */
    void added(long epoch, long newEnd) {
        if (isEmpty()) {
            firstEpoch = epoch;
        }
        lastEpoch = epoch;
        end = newEnd;
        allocated = Math.max(allocated, newEnd);
    }

    @Override
    public String toString() {
        return path + " [" + firstEpoch + ".." + lastEpoch + "]";
    }
}
