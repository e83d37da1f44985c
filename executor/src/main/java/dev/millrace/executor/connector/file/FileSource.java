package dev.millrace.executor.connector.file;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.Backoff;
import dev.millrace.executor.connector.BadRecords;
import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.Pause;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.connector.format.RecordDecoder;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Reads files one after the other, and again and again when they are followed. A file that shrinks, or goes on in the
 * middle of a record, is not the file that was read: the source stops.
 */
final class FileSource implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();
    private static final long LIST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int RECORDS_BETWEEN_CHECKS = 32;

    private final SourceSpec spec;
    private final FileSourceOptions options;
    private final RecordDecoder plainDecoder;
    private final BatchBuilder batch;
    private final BadRecords bad;
    private final Pause pause = new Pause();
    private final Backoff backoff = new Backoff();
    /** Decoders by header: files with the same one share it. */
    private final Map<String, RecordDecoder> byHeader = new HashMap<>();

    private volatile ConnectorStatus status = ConnectorStatus.RUNNING;
    private volatile long lag = -1;
    private TreeMap<String, Long> next = new TreeMap<>();
    private List<String> splits = List.of();
    private long listedNanos;
    private boolean isListed;

    /** The file that is open, if any. */
    private String openSplit;
    private RecordReader reader;
    private RecordDecoder decoder;


    FileSource(SourceSpec spec, FileSourceOptions options) {
        this.spec = spec;
        this.options = options;
        plainDecoder = options.format().hasHeader() ? null : options.format().decoder(spec);
        batch = new BatchBuilder(spec.batchSchema());
        bad = new BadRecords(spec.name(), options.isFailingOnError());
    }

    /** Refuses headers that no decoder can be made from. */
    void checkHeaders() {
        try {
            for (String split : options.files().list()) {
                open(split, 0);
                closeReader();
            }
        } catch (IOException e) {
            throw options.files().unreadable(e);
        }
    }

    @Override
    public SourcePosition initial() {
        return options.isStartedAtEnd() ? end() : SourcePosition.ZERO;
    }

    @Override
    public SourcePosition end() {
        Map<String, Long> ends = new TreeMap<>();
        try {
            for (String split : options.files().list()) {
                long size = Files.size(options.files().resolve(split));
                ends.put(split, options.isFollowing() ? wholeRecords(split) : size);
            }
        } catch (IOException e) {
            throw options.files().unreadable(e);
        }
        return SourcePosition.of(ends);
    }

    /** Where the last whole record of a file ends: only going through all says which line ends are within quotes. */
    private long wholeRecords(String split) throws IOException {
        try (RecordReader records = new RecordReader(options.files().resolve(split), options.format(), 0)) {
            long size = records.size();
            long end = 0;
            while (records.next(size, false)) {
                end = records.offset();
            }
            return end;
        }
    }

    @Override
    public void seek(SourcePosition position) {
        closeReader();
        next = new TreeMap<>(position.offsets());
        status = ConnectorStatus.RUNNING;
        bad.forgetObstacle();
        isListed = false;
    }

    @Override
    public SourceBatch poll(Duration timeout, int maxBytes) {
        SourcePosition from = SourcePosition.of(next);
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean isWoken = false;
        while (!isWoken) {
            if (status.state() != ConnectorStatus.State.FAILED && status.state() != ConnectorStatus.State.ENDED) {
                advance(maxBytes);
            }
            long left = deadline - System.nanoTime();
            if (batch.size() > 0 || bad.isAny() || left <= 0) {
                break;
            }
            boolean isOver = status.state() == ConnectorStatus.State.ENDED
                    || status.state() == ConnectorStatus.State.FAILED;
            long wait = switch (status.state()) {
                case RUNNING -> LOOK_NANOS;
                case RETRYING -> backoff.next().toNanos();
                case ENDED, FAILED -> left;
            };
            isWoken = pause.await(Math.min(left, wait)) || isOver;
        }
        return finish(from);
    }

    /** Reads what is there, up to the size of a batch. */
    private void advance(int maxBytes) {
        try {
            list();
            long behind = 0;
            for (String split : splits) {
                long size = Files.size(options.files().resolve(split));
                boolean isFull = batch.heapBytes() >= maxBytes;
                if (!isFull && bad.obstacle() == null && next.getOrDefault(split, 0L) != size) {
                    read(split, size, !options.isFollowing(), maxBytes);
                }
                behind += size - next.getOrDefault(split, 0L);
            }
            lag = behind;
            if (bad.obstacle() != null) {
                fail(bad.obstacle());
            } else if (behind == 0 && !options.isFollowing()) {
                closeReader();
                status = ConnectorStatus.ENDED;
            } else {
                backoff.reset();
                status = ConnectorStatus.RUNNING;
            }
        } catch (SqlException e) {
            fail(e.getMessage());
        } catch (IOException e) {
            closeReader();
            isListed = false;
            LOG.warn("source {} tries again", spec.name(), e);
            status = ConnectorStatus.retrying(e.toString());
        }
    }

    private void list() throws IOException {
        boolean isDue = options.isFollowing() && System.nanoTime() - listedNanos > LIST_NANOS;
        if (!isListed || isDue) {
            splits = options.files().list();
            listedNanos = System.nanoTime();
            isListed = true;
        }
    }

    @Override
    public SourceBatch read(SourcePosition from, SourcePosition to, int maxBytes) {
        if (!SourcePosition.of(next).equals(from)) {
            seek(from);
        }
        try {
            for (Map.Entry<String, Long> entry : to.offsets().entrySet()) {
                String split = entry.getKey();
                if (bad.obstacle() == null && batch.heapBytes() < maxBytes && from.offset(split) < entry.getValue()) {
                    if (!Files.exists(options.files().resolve(split))) {
                        throw changed(split, "is no longer there");
                    }
                    read(split, entry.getValue(), true, maxBytes);
                }
                next.putIfAbsent(split, from.offset(split));
            }
        } catch (IOException e) {
            closeReader();
            status = ConnectorStatus.retrying(e.toString());
            pause.await(backoff.next().toNanos());
        }
        SourceBatch slice = finish(from);
        if (bad.obstacle() != null && !slice.isProgress()) {
            throw bad.refusal();
        }
        return slice;
    }

    /** Reads a file on from where it was left, up to a limit. */
    private void read(String split, long limit, boolean isTailRecord, int maxBytes) throws IOException {
        long offset = next.getOrDefault(split, 0L);
        if (!split.equals(openSplit) || reader.offset() != offset) {
            open(split, offset);
        }
        if (reader.size() < Math.max(limit, offset)) {
            throw changed(split, "is shorter than when it was read");
        }
        int untilCheck = RECORDS_BETWEEN_CHECKS;
        while (reader.offset() < limit && bad.obstacle() == null && reader.next(limit, isTailRecord)) {
            if (decoder == null) {
                decoder = decoder(Arrays.copyOfRange(reader.data(), reader.recordStart(), reader.recordEnd()));
            } else if (!accept(split)) {
                return;
            }
            next.put(split, reader.offset());
            if (--untilCheck == 0) {
                if (batch.heapBytes() >= maxBytes) {
                    return;
                }
                untilCheck = RECORDS_BETWEEN_CHECKS;
            }
        }
    }

    private boolean accept(String split) {
        int start = reader.recordStart();
        if (decoder.decode(reader.data(), start, reader.recordEnd(), batch) != RecordDecoder.Outcome.REJECTED) {
            return true;
        }
        String place = "file " + split + ", byte " + next.getOrDefault(split, 0L) + ": " + decoder.rejection();
        boolean mayPass = bad.add(place);
        if (!mayPass) {
            // The record is read again when someone has changed what is wrong.
            closeReader();
        }
        return mayPass;
    }

    /** Opens a file at an offset; its header, if it has one, is read first. */
    private void open(String split, long offset) throws IOException {
        closeReader();
        decoder = plainDecoder;
        if (decoder == null && offset > 0) {
            try (RecordReader header = new RecordReader(options.files().resolve(split), options.format(), 0)) {
                header.next(offset, true);
                decoder = decoder(Arrays.copyOfRange(header.data(), header.recordStart(), header.recordEnd()));
            }
        }
        reader = new RecordReader(options.files().resolve(split), options.format(), offset);
        openSplit = split;
        if (offset < reader.size() && !reader.isRecordStart(offset)) {
            throw changed(split, "was changed after it was read");
        }
        if (offset == 0 && options.format().hasHeader() && reader.next(reader.size(), !options.isFollowing())) {
            // Looked at for its faults only; reading begins with it again.
            decoder(Arrays.copyOfRange(reader.data(), reader.recordStart(), reader.recordEnd()));
            reader.close();
            reader = new RecordReader(options.files().resolve(split), options.format(), offset);
        }
    }

    private RecordDecoder decoder(byte[] header) {
        return byHeader.computeIfAbsent(
                Arrays.toString(header), text -> options.format().decoder(spec, header));
    }

    private SqlException changed(String split, String how) {
        return new SqlException(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "file \"" + options.files().resolve(split) + "\" " + how);
    }

    private SourceBatch finish(SourcePosition from) {
        return bad.batch(batch.build(), from, SourcePosition.of(next));
    }

    private void fail(String message) {
        LOG.warn("source {} stopped: {}", spec.name(), message);
        closeReader();
        status = ConnectorStatus.failed(message);
    }

    private void closeReader() {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException e) {
                LOG.debug("closing {}", openSplit, e);
            }
            reader = null;
            openSplit = null;
        }
    }

    @Override
    public long lag() {
        return lag;
    }

    @Override
    public ConnectorStatus status() {
        return status;
    }

    @Override
    public void wakeup() {
        pause.wakeup();
    }

    @Override
    public void close() {
        closeReader();
    }
}
