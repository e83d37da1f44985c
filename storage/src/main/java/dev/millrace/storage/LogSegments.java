package dev.millrace.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a commit log, oldest first, and its growing end. All methods are called with the log's lock held,
 * except {@link #zeroAhead} and {@link #deleteRemoved}, which take what they need.
 */
final class LogSegments {
    private static final Logger LOG = LoggerFactory.getLogger(LogSegments.class);

    private final Disk disk;
    private final Path directory;
    private final CommitLog.Options options;
    private final ReentrantLock forcing;
    private final ReentrantLock lock;
    private final Condition zeroed;
    private final List<LogSegment> segments;
    private final RecordWriter writer = new RecordWriter();
    private final ArrayDeque<LogSegment> removed = new ArrayDeque<>();
    private int firstUnforced;
    private boolean canDelete;
    private boolean isZeroing;
    private boolean canZero = true;
    private boolean isEndUnknown;

    /** Takes over the segments that recovery found, all of them durable, and begins the first one if there is none. */
    LogSegments(
            Disk disk, Path directory, CommitLog.Options options, ReentrantLock forcing, ReentrantLock lock,
            List<LogSegment> recovered) throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.options = options;
        this.forcing = forcing;
        this.lock = lock;
        this.zeroed = lock.newCondition();
        this.segments = new ArrayList<>(recovered);
        if (segments.isEmpty()) {
            addSegment(1);
        }
        this.firstUnforced = segments.size() - 1;
    }

    private LogSegment addSegment(long sequence) throws IOException {
        LogSegment added = LogSegment.create(disk, directory, sequence, new SecureRandom().nextLong());
        segments.add(added);
        canZero = true;
        return added;
    }

    List<LogSegment> all() {
        return List.copyOf(segments);
    }

    long sizeBytes() {
        return segments.stream().mapToLong(segment -> segment.end).sum();
    }

    /** Writes a record; after an exception the end is where it was, or {@link #isEndUnknown}. */
    void append(LogFormat.RecordHeader header, ByteBuffer[] payload) throws IOException {
        long recordBytes = LogFormat.recordBytes(header.payloadLength());
        LogSegment segment = segmentFor(recordBytes);
        // Zeros must not be written over a record.
        while (isZeroing && segment.end + recordBytes > segment.allocated) {
            zeroed.awaitUninterruptibly();
        }
        try {
            writer.write(segment, header, payload);
        } catch (IOException e) {
            takeBack(segment, e);
            throw e;
        }
        segment.added(header.epoch(), segment.end + recordBytes);
    }

    private LogSegment segmentFor(long recordBytes) throws IOException {
        LogSegment current = segments.getLast();
        return current.isEmpty() || current.end + recordBytes <= options.segmentBytes()
                ? current
                : addSegment(current.sequence + 1);
    }

    private void takeBack(LogSegment segment, IOException reason) {
        while (isZeroing) {
            zeroed.awaitUninterruptibly();
        }
        try {
            segment.file.truncate(segment.end);
            segment.allocated = segment.end;
            canZero = false;
        } catch (IOException e) {
            reason.addSuppressed(e);
            isEndUnknown = true;
        }
    }

    /** Whether a part of a record lies at the end, and could not be removed. */
    boolean isEndUnknown() {
        return isEndUnknown;
    }

    /** The segments that may hold records which are not durable. */
    List<LogSegment> unforced() {
        return List.copyOf(segments.subList(firstUnforced, segments.size()));
    }

    /** Notes that all segments up to this one were forced; it may have got further records since. */
    void forced(LogSegment last) {
        // It may also have been removed meanwhile: then all that are left came later.
        firstUnforced = Math.max(0, segments.indexOf(last));
    }

    /**
     * Takes out the segments whose records are all of earlier epochs; {@link #deleteRemoved} has still to be called.
     */
    void removeBefore(long epoch) {
        // The segment before an empty one stays too: it knows the log's last epoch.
        while (segments.size() > 1 && segments.getFirst().lastEpoch < epoch && !segments.get(1).isEmpty()) {
            removed.add(segments.removeFirst());
            firstUnforced = Math.max(0, firstUnforced - 1);
        }
        canDelete = !removed.isEmpty();
    }

    /** Whether there is something to delete, and deleting it did not fail before. */
    boolean canDelete() {
        return canDelete;
    }

    /**
     * Deletes the files of removed segments, the oldest first and none after a failure, so that those left never have a
     * gap between them.
     */
    void deleteRemoved() throws IOException {
        forcing.lock();
        try {
            boolean hasDeleted = false;
            for (LogSegment segment = nextRemoved(); segment != null; segment = nextRemoved()) {
                segment.file.close();
                disk.delete(segment.path);
                deleted();
                hasDeleted = true;
            }
            if (hasDeleted) {
                disk.forceDirectory(directory);
            }
        } finally {
            forcing.unlock();
        }
    }

    private LogSegment nextRemoved() {
        lock.lock();
        try {
            LogSegment next = canDelete ? removed.peekFirst() : null;
            // Until it has worked, or more was removed.
            canDelete = false;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void deleted() {
        lock.lock();
        try {
            removed.removeFirst();
            canDelete = true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether less than half of what is zeroed at a time is left. */
    boolean needsZeros() {
        LogSegment current = segments.getLast();
        return canZero
                && current.allocated < options.segmentBytes()
                && current.allocated - current.end < options.preallocateBytes() / 2;
    }

    /**
     * Zeroes the next part of the segment. An appender that gets there meanwhile waits. A failure is no fault of the
     * log: it grows without.
     */
    void zeroAhead() {
        LogSegment segment;
        long from;
        long to;
        lock.lock();
        try {
            if (!needsZeros()) {
                return;
            }
            segment = segments.getLast();
            from = segment.allocated;
            to = Math.min(from + options.preallocateBytes(), options.segmentBytes());
            isZeroing = true;
        } finally {
            lock.unlock();
        }
        boolean isDone = false;
        try {
            segment.file.write(ByteBuffer.allocateDirect((int) (to - from)), from);
            segment.file.force(true);
            isDone = true;
        } catch (IOException e) {
            LOG.warn("the commit log could not preallocate {}: {}", segment.path, e.getMessage());
        } finally {
            lock.lock();
            try {
                isZeroing = false;
                canZero = isDone;
                segment.allocated = isDone ? to : from;
                zeroed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    void close() throws IOException {
        for (LogSegment segment : segments) {
            segment.file.close();
        }
    }
}
