package dev.millrace.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the commit log from whatever a crash left to a state that can be appended to.
 *
 * <p>Only segments that hold records not proven durable by a later one are read; the rest is verified by replay. The
 * log ends after the last record that is whole and continues the chain. What lies behind is cut off if it was never
 * durable, and is an error if it was (see {@link LogFormat}).
 */
final class LogRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

    private final Disk disk;
    private final Path directory;
    private final List<LogSegment> segments = new ArrayList<>();
    private final List<LogFormat.RecordHeader> firstHeaders = new ArrayList<>();

    private long lastEpoch = LogFormat.NO_EPOCH;

    LogRecovery(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** The segments, oldest first, the last one ready to be appended to; empty if there is no log yet. */
    List<LogSegment> recover() throws IOException {
        try {
            openSegments();
            if (!segments.isEmpty()) {
                int start = firstUnproven();
                int last = scan(start);
                cut(last);
                for (LogSegment segment : segments.subList(start, segments.size())) {
                    // Written by a process that was killed, these bytes may exist only in the kernel's cache.
                    segment.file.force(true);
                }
            }
            disk.forceDirectory(directory);
            return segments;
        } catch (IOException | RuntimeException e) {
            for (LogSegment segment : segments) {
                segment.file.close();
            }
            throw e;
        }
    }

    /** The epoch of the log's last record. */
    long lastEpoch() {
        return lastEpoch;
    }

    private void openSegments() throws IOException {
        for (String name : disk.list(directory)) {
            if (!LogSegment.isSegmentName(name)) {
                continue;
            }
            LogSegment segment = LogSegment.open(disk, directory.resolve(name));
            if (segment == null) {
                continue;
            }
            segments.add(segment);
            long expected = segments.getFirst().sequence + segments.size() - 1;
            if (segment.sequence != expected) {
                throw new CorruptionException(
                        segment.path, 0,
                        String.format(Locale.ROOT, "segment %d of the commit log is missing before it", expected));
            }
            firstHeaders.add(new LogReader(segment, segment.end).peek());
        }
        for (int i = 0; i < segments.size(); i++) {
            LogFormat.RecordHeader first = firstHeaders.get(i);
            segments.get(i).firstEpoch = first == null ? LogFormat.NO_EPOCH : first.epoch();
            if (i > 0 && first != null) {
                segments.get(i - 1).lastEpoch = first.previousEpoch();
            }
        }
    }

    /** The segment such that all records in earlier ones were durable before its first record was written. */
    private int firstUnproven() {
        for (int i = segments.size() - 1; i > 0; i--) {
            LogFormat.RecordHeader first = firstHeaders.get(i);
            if (first != null && first.durableEpoch() >= first.previousEpoch()) {
                return i;
            }
        }
        return 0;
    }

    /** Reads from the segment on, sets where each one ends, and returns the one with the log's last record. */
    private int scan(int start) throws IOException {
        LogFormat.RecordHeader first = firstHeaders.get(start);
        lastEpoch = first == null ? LogFormat.NO_EPOCH : first.previousEpoch();
        int index = start;
        while (true) {
            LogSegment segment = segments.get(index);
            LogReader reader = new LogReader(segment, segment.end);
            long end = reader.position();
            segment.firstEpoch = LogFormat.NO_EPOCH;
            segment.lastEpoch = LogFormat.NO_EPOCH;
            while (reader.next() && reader.header().previousEpoch() == lastEpoch) {
                lastEpoch = reader.header().epoch();
                end = reader.position();
                segment.added(lastEpoch, end);
            }
            segment.end = end;
            LogFormat.RecordHeader following = index + 1 < segments.size() ? firstHeaders.get(index + 1) : null;
            if (following == null || following.previousEpoch() != lastEpoch) {
                return index;
            }
            index++;
        }
    }

    /** Removes everything behind the last record, having made sure that none of it was durable. */
    private void cut(int last) throws IOException {
        LogSegment segment = segments.get(last);
        boolean isTorn = false;
        for (LogSegment behind : segments.subList(last, segments.size())) {
            long from = behind == segment ? segment.end : LogFormat.SEGMENT_HEADER_BYTES;
            switch (new LogReader(behind, behind.file.length()).examineRest(from, lastEpoch)) {
                case DAMAGED -> throw new CorruptionException(
                        segment.path, segment.end,
                        "the commit log breaks off after epoch " + lastEpoch
                                + ", although records behind that place prove that more was durable");
                case TORN -> isTorn = true;
                case ZEROS -> { }
            }
        }
        if (isTorn) {
            LOG.info("cutting an incomplete tail off the commit log: {} at offset {}", segment.path, segment.end);
            segment.file.truncate(segment.end);
            segment.allocated = segment.end;
        }
        while (segments.size() > last + 1) {
            LogSegment removed = segments.removeLast();
            removed.file.close();
            disk.delete(removed.path);
        }
    }
}
