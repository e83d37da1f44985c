package dev.millrace.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint being filled. Its caller, the engine perhaps, only copies bytes into memory: a full run is sorted and
 * written by another thread, while the next one is filled. If that one is full first, the caller waits, so that a
 * checkpoint never takes more than twice its budget.
 */
final class RocksCheckpoint implements Checkpoint {
    private static final Logger LOG = LoggerFactory.getLogger(RocksCheckpoint.class);

    /** Up to here the entries share a file with the header, which is written while other commits wait. */
    private static final long SMALL_BYTES = 4 << 20;
    /** After so many entries, less one, there is a pause. */
    private static final int PAUSE_MASK = (1 << 12) - 1;
    private static final long WAIT_NANOS = 10_000_000;

    private final RocksStateStore store;
    private final long epoch;
    private final long budgetBytes;
    private final SstFiles files;
    private final Executor writer;
    private final Map<Integer, TableChange> changes = new HashMap<>();
    private final Map<String, byte[]> notes = new HashMap<>();
    private final List<Integer> abandonedPrefixes = new ArrayList<>();
    private TableChange last;
    private CheckpointRun run = new CheckpointRun();
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private boolean hasWritten;
    private boolean isOpen = true;
    private Runnable pause = () -> { };
    private long entries;
    private volatile boolean isGivenUp;

    /** What happens to one table. */
    static final class TableChange {
        final int table;

        /** Under which the entries are written; {@link StateHeader#NO_PREFIX} after a deletion without entries. */
        int prefix;

        /** Whether the table's old entries are dropped, so that the prefix is this checkpoint's own. */
        boolean isReplaced;

        TableChange(int table) {
            this.table = table;
        }
    }

    RocksCheckpoint(RocksStateStore store, long epoch, long budgetBytes, SstFiles files, Executor writer) {
        this.store = store;
        this.epoch = epoch;
        this.budgetBytes = budgetBytes;
        this.files = files;
        this.writer = writer;
    }

    /** {@link StateStore#NO_EPOCH} if the store keeps its epoch. */
    long epoch() {
        return epoch;
    }

    Collection<TableChange> changes() {
        return changes.values();
    }

    /** Under these lie entries that were written to files before their table was deleted. */
    List<Integer> abandonedPrefixes() {
        return abandonedPrefixes;
    }

    Map<String, byte[]> notes() {
        return notes;
    }

    /** Finishes the files with the header and what was not written before, and returns all of them. */
    List<Path> finish(StateHeader header) throws RocksDBException {
        byte[] encoded = header.encode();
        // First, because its prefix is the smallest.
        files.put(StateHeader.HEADER_PREFIX, encoded, 0, 0, encoded, 0, encoded.length);
        // Little, and others wait: nobody is asked now.
        run.write(files, () -> { });
        return files.files();
    }

    @Override
    public void put(
            int table, byte[] keyBytes, int keyOffset, int keyLength, byte[] valueBytes, int valueOffset,
            int valueLength) throws IOException {
        add(table, keyBytes, keyOffset, keyLength, valueBytes, valueOffset, valueLength);
    }

    @Override
    public void delete(int table, byte[] keyBytes, int keyOffset, int keyLength) throws IOException {
        add(table, keyBytes, keyOffset, keyLength, keyBytes, 0, -1);
    }

    private void add(
            int table, byte[] keyBytes, int keyOffset, int keyLength, byte[] valueBytes, int valueOffset,
            int valueLength) throws IOException {
        checkOpen();
        TableChange change = change(table);
        if (change.prefix == StateHeader.NO_PREFIX) {
            change.prefix = change.isReplaced ? store.newPrefix() : store.prefixFor(table);
        }
        run.add(change.prefix, keyBytes, keyOffset, keyLength, valueBytes, valueOffset, valueLength);
        if ((++entries & PAUSE_MASK) == 0) {
            pause.run();
        }
        if (run.heapBytes() > budgetBytes) {
            awaitWritten();
            writeInBackground();
        }
    }

    private void checkOpen() {
        if (!isOpen) {
            throw new IllegalStateException("the checkpoint is closed");
        }
    }

    private TableChange change(int table) {
        if (last == null || last.table != table) {
            last = changes.computeIfAbsent(table, TableChange::new);
        }
        return last;
    }

    @Override
    public void deleteTable(int table) {
        checkOpen();
        TableChange change = change(table);
        change.isReplaced = true;
        if (change.prefix != StateHeader.NO_PREFIX) {
            // What was put before lies under a prefix that nothing will refer to.
            run.remove(change.prefix);
            if (hasWritten) {
                abandonedPrefixes.add(change.prefix);
            }
        }
        change.prefix = StateHeader.NO_PREFIX;
    }

    @Override
    public void metadata(String name, byte[] value) {
        checkOpen();
        notes.put(name, value == null ? null : value.clone());
    }

    @Override
    public void whileWaiting(Runnable toDo) {
        pause = toDo;
    }

    private void writeInBackground() {
        CheckpointRun full = run;
        run = new CheckpointRun();
        hasWritten = true;
        writing = CompletableFuture.runAsync(() -> {
            try {
                full.write(files, this::checkWanted);
            } catch (RocksDBException e) {
                throw new CompletionException(RocksFaults.checked("cannot write a checkpoint", e));
            }
        }, writer);
    }

    private void checkWanted() {
        if (isGivenUp) {
            throw new CancellationException("the checkpoint was given up");
        }
    }

    private void awaitWritten() throws IOException {
        try {
            Thread waiting = Thread.currentThread();
            var _ = writing.whenComplete((_, _) -> LockSupport.unpark(waiting));
            while (!writing.isDone()) {
                pause.run();
                LockSupport.parkNanos(this, WAIT_NANOS);
            }
            writing.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw e;
        }
    }

    @Override
    public void commit() throws IOException {
        checkOpen();
        try {
            awaitWritten();
            boolean isSmall = !hasWritten && run.heapBytes() < SMALL_BYTES;
            if (!isSmall) {
                run.write(files, pause);
                run = new CheckpointRun();
            }
            store.commit(this);
        } catch (RocksDBException e) {
            throw RocksFaults.checked("cannot write a checkpoint", e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (!isOpen) {
            return;
        }
        isOpen = false;
        isGivenUp = true;
        run = null;
        // Only waits: what the writing met was told to the caller, or nobody wants to know any more.
        writing.handle((_, _) -> true).join();
        try {
            files.close();
        } catch (IOException e) {
            LOG.warn("could not remove the files of a checkpoint: {}", e.getMessage());
        } finally {
            store.released();
        }
    }
}
