package dev.millrace.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was said: the append-only log of commits, one record per epoch, in segments of 64 MiB.
 *
 * <p>{@link #append} hands a record to the operating system and returns; it is durable after the next fsync, which one
 * thread of the log does for everybody who waits ({@link #durable}, {@link #awaitDurable}, {@link #onDurable}): however
 * many writers wait, a commit costs one write and one fdatasync. One thread appends (the engine's); all else may be
 * called from any thread.
 *
 * <p><b>Failure.</b> A record that cannot be written (disk full) leaves no trace: append throws, and the log goes on.
 * An fsync that fails poisons the log: nobody knows what is on disk, so every later call throws
 * {@link LogPoisonedException} until a restart has read it.
 *
 * <p><b>Preallocation.</b> An fdatasync of a file that grows also writes its new length to the journal; of one that was
 * filled with zeros before it does not. Measured here with 300-byte records: p50 0.20 ms growing, 0.14 ms within zeros.
 * So the log's thread keeps the segment zeroed a little ahead of the records.
 */
public final class CommitLog implements Closeable {
    /** The largest payload of one record. */
    public static final int MAX_PAYLOAD_BYTES = LogFormat.MAX_PAYLOAD_BYTES;
    /** What {@link #lastEpoch} and {@link #durableEpoch} answer while the log is empty. */
    public static final long NO_EPOCH = LogFormat.NO_EPOCH;

    private static final Logger LOG = LoggerFactory.getLogger(CommitLog.class);
    /**
     * How a log is kept.
     *
     * @param segmentBytes the size at which a new segment is begun; a larger record has a segment of its own
     * @param preallocateBytes how much of a segment is zeroed ahead at a time; 0 for nothing
     * @param isThreaded whether the log has a thread for its fsyncs; if not, {@link #durable} and {@link #awaitDurable}
     *     do them in the caller's thread, in one fixed order, as a simulation needs it
     */
    public record Options(long segmentBytes, int preallocateBytes, boolean isThreaded) {
        public static final Options DEFAULT = new Options(64L << 20, 1 << 20, true);

        /** No thread and no preallocation: every change of the disk is a consequence of one call. */
        public static final Options SIMULATION = new Options(64L << 20, 0, false);
    }

    /** Receives the records of a replay. */
    @FunctionalInterface
    public interface RecordVisitor {
        /** The payload's buffer has an array and is overwritten after the call returns. */
        void record(long epoch, ByteBuffer payload) throws IOException;
    }

    private final Path directory;
    private final Thread thread;
    /** Held while fsyncing, so that two of them never run at once; taken before {@link #lock}. */
    private final ReentrantLock forcing = new ReentrantLock();
    /** Guards everything below; never held during an fsync. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LogSegments segments;
    private final DurabilityWaiters waiters = new DurabilityWaiters();
    private volatile long lastEpoch;
    private volatile long requestedEpoch = NO_EPOCH;
    private volatile boolean isClosed;
    private volatile long durableEpoch;
    private volatile IOException poison;

    private CommitLog(Disk disk, Path directory, Options options, LogRecovery recovery) throws IOException {
        this.directory = directory;
        this.segments = new LogSegments(disk, directory, options, forcing, lock, recovery.recover());
        this.lastEpoch = recovery.lastEpoch();
        this.durableEpoch = lastEpoch;
        this.thread = options.isThreaded()
                ? Thread.ofPlatform().name("millrace-log").daemon().unstarted(this::serve)
                : null;
    }

    public static CommitLog open(Disk disk, Path directory) throws IOException {
        return open(disk, directory, Options.DEFAULT);
    }

    /**
     * Opens the log in a directory, or begins one. Cuts off what a crash left incomplete.
     *
     * @throws CorruptionException if records that were durable are damaged or missing
     */
    public static CommitLog open(Disk disk, Path directory, Options options) throws IOException {
        disk.createDirectories(directory);
        CommitLog log = new CommitLog(disk, directory, options, new LogRecovery(disk, directory));
        if (log.thread != null) {
            log.thread.start();
        }
        return log;
    }

    /** The epoch of the last record, durable or not. */
    public long lastEpoch() {
        return lastEpoch;
    }

    /** All records up to this epoch survive a crash. */
    public long durableEpoch() {
        return durableEpoch;
    }

    /** The bytes of the records in the log, without what is preallocated. */
    public long sizeBytes() {
        lock.lock();
        try {
            return segments.sizeBytes();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds the record of an epoch, whose payload is the remaining bytes of the buffers in turn; their positions stay.
     * It is not durable yet.
     *
     * @throws IOException if it could not be written: then the log is as if this had not been called
     * @throws LogPoisonedException if the log cannot be used any more
     * @throws IllegalArgumentException if the epoch is not later than the last one, or the payload too large
     */
    public void append(long epoch, ByteBuffer... payload) throws IOException {
        long length = 0;
        for (ByteBuffer part : payload) {
            length += part.remaining();
        }
        if (length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("a record of " + length + " bytes is too large for the commit log");
        }
        int crc = LogFormat.payloadCrc(payload);
        lock.lock();
        try {
            checkUsable();
            if (epoch <= lastEpoch || epoch < 0) {
                throw new IllegalArgumentException("epoch " + epoch + " is not after " + lastEpoch);
            }
            segments.append(
                    new LogFormat.RecordHeader(crc, (int) length, epoch, lastEpoch, durableEpoch), payload);
            lastEpoch = epoch;
        } catch (IOException e) {
            if (segments.isEndUnknown()) {
                poison(e);
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Why the log cannot be used any more, or null. */
    public LogPoisonedException failure() {
        return poison == null ? null : new LogPoisonedException(poison);
    }

    private void checkUsable() throws IOException {
        if (poison != null) {
            throw failure();
        }
        if (isClosed) {
            throw new IOException("the commit log is closed");
        }
    }

    private <T> T locked(Supplier<T> action) throws IOException {
        lock.lock();
        try {
            checkUsable();
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void poison(IOException reason) {
        List<CompletableFuture<Void>> failed;
        lock.lock();
        try {
            if (poison == null) {
                poison = reason;
                LOG.error("the commit log in {} cannot be used any more", directory, reason);
            }
            failed = waiters.takeUpTo(Long.MAX_VALUE);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        DurabilityWaiters.fail(failed, new LogPoisonedException(reason));
    }

    /** Asks for an fsync of everything appended so far, and does not wait for it. */
    public void requestForce() throws IOException {
        if (thread == null) {
            force();
            return;
        }
        locked(() -> {
            requestedEpoch = lastEpoch;
            changed.signalAll();
            return null;
        });
    }

    /** Makes everything appended so far durable, in this thread. */
    public void force() throws IOException {
        forcing.lock();
        try {
            long target = lastEpoch;
            List<LogSegment> unforced = locked(segments::unforced);
            if (target > durableEpoch) {
                forceSegments(unforced);
                becomeDurable(target, unforced.getLast());
            }
        } finally {
            forcing.unlock();
        }
    }

    private void forceSegments(List<LogSegment> unforced) throws IOException {
        try {
            for (LogSegment segment : unforced) {
                segment.file.force(false);
            }
        } catch (IOException e) {
            poison(e);
            throw e;
        }
    }

    private void becomeDurable(long epoch, LogSegment forcedUpTo) {
        List<CompletableFuture<Void>> done;
        lock.lock();
        try {
            durableEpoch = epoch;
            segments.forced(forcedUpTo);
            done = waiters.takeUpTo(epoch);
            if (segments.needsZeros()) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        DurabilityWaiters.complete(done);
        waiters.tellListeners(epoch);
    }

    /**
     * A future that completes when all records of epochs up to this one that are in the log now are durable, and asks
     * for that. It completes on the log's thread: what follows must be short. It fails with
     * {@link LogPoisonedException}.
     */
    public CompletableFuture<Void> durable(long epoch) {
        try {
            if (thread == null && !isDurable(epoch)) {
                force();
            }
            return locked(() -> {
                if (isDurable(epoch)) {
                    return CompletableFuture.completedFuture(null);
                }
                long awaited = Math.min(epoch, lastEpoch);
                requestedEpoch = Math.max(requestedEpoch, awaited);
                changed.signalAll();
                return waiters.add(awaited);
            });
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean isDurable(long epoch) {
        return durableEpoch >= Math.min(epoch, lastEpoch);
    }

    /**
     * Waits until {@link #durable} would complete. If no fsync is running, the caller does it for everybody, which
     * saves waking the log's thread and being woken by it.
     */
    public void awaitDurable(long epoch) throws IOException, InterruptedException {
        if (forcing.tryLock()) {
            try {
                if (!isDurable(epoch)) {
                    force();
                }
            } finally {
                forcing.unlock();
            }
        }
        DurabilityWaiters.await(durable(epoch));
    }

    /** Calls the listener with the new durable epoch after each fsync, on the thread that did it. It must be short. */
    public void onDurable(LongConsumer listener) {
        waiters.addListener(listener);
    }

    /** The log's thread: fsyncs when somebody waits, keeps zeros ahead of the records, deletes what nobody needs. */
    private void serve() {
        while (awaitWork()) {
            try {
                if (requestedEpoch > durableEpoch) {
                    force();
                }
                segments.zeroAhead();
                segments.deleteRemoved();
            } catch (IOException e) {
                // Either the log is poisoned now, or files stay until more are deleted.
                LOG.warn("the commit log's thread: {}", e.getMessage());
            }
        }
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            while (!isClosed && poison == null && !hasWork()) {
                changed.awaitUninterruptibly();
            }
            return !isClosed && poison == null;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasWork() {
        return requestedEpoch > durableEpoch || segments.needsZeros() || segments.canDelete();
    }

    /**
     * Reads all records after the epoch, in order. Call it before the first append, or from the appending thread.
     *
     * @throws CorruptionException if a record is damaged, or records between the epoch and the log's first are missing
     */
    public void replay(long afterEpoch, RecordVisitor visitor) throws IOException {
        new LogReplay(afterEpoch, visitor).run(locked(segments::all));
    }

    /**
     * Drops the segments in which all records are of earlier epochs than this one; the last segment stays. The log's
     * thread deletes their files, if it has one.
     */
    public void truncateBefore(long epoch) throws IOException {
        locked(() -> {
            segments.removeBefore(epoch);
            changed.signalAll();
            return null;
        });
        if (thread == null) {
            segments.deleteRemoved();
        }
    }

    /** Makes everything durable and closes the files; waiters are served before. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        List<CompletableFuture<Void>> left;
        try {
            if (poison == null && !isClosed) {
                force();
            }
        } catch (IOException e) {
            failure = e;
        }
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            left = waiters.takeUpTo(Long.MAX_VALUE);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        DurabilityWaiters.fail(left, new IOException("the commit log is closed"));
        if (thread != null) {
            BackgroundThreads.join(thread);
        }
        try {
            segments.deleteRemoved();
        } catch (IOException e) {
            LOG.warn("old segments of the commit log stay: {}", e.getMessage());
        }
        segments.close();
        if (failure != null) {
            throw failure;
        }
    }
}
