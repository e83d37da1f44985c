package dev.millrace.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Range;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees the disk of rows under prefixes that no header refers to, in the background: hides them at once, and merges
 * files to be rid of them later, because that rewrites everything near them, and tables are seldom dropped alone. What
 * a crash interrupts is found again when the store is opened.
 */
final class TableCleaner {
    private static final Logger LOG = LoggerFactory.getLogger(TableCleaner.class);

    /** Ends the thread; no table has it. */
    private static final int STOP = StateHeader.HEADER_PREFIX;

    /** Less than this part of the store is left to the merges that come anyway. */
    private static final int SHARE = 8;

    private final RocksDB db;
    private final Duration mergeAfter;
    private final LinkedBlockingQueue<Integer> prefixes = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofPlatform().name("millrace-state-cleaner").daemon().unstarted(this::run);

    TableCleaner(RocksDB db, Duration mergeAfter) {
        this.db = db;
        this.mergeAfter = mergeAfter;
    }

    void start() {
        thread.start();
    }

    void remove(int prefix) {
        prefixes.add(prefix);
    }

    /** Call it after RocksDB was told to cancel its background work, which ends a compaction this thread waits for. */
    void stop() {
        prefixes.add(STOP);
        BackgroundThreads.join(thread);
    }

    private void run() {
        List<Integer> hidden = new ArrayList<>();
        long mergeNanos = 0;
        while (true) {
            try {
                Integer next = hidden.isEmpty()
                        ? prefixes.take()
                        : prefixes.poll(mergeNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    merge(List.copyOf(hidden));
                    hidden.clear();
                    continue;
                }
                List<Integer> batch = new ArrayList<>(List.of(next));
                prefixes.drainTo(batch);
                if (batch.contains(STOP)) {
                    return;
                }
                hide(batch);
                mergeNanos = hidden.isEmpty() ? System.nanoTime() + mergeAfter.toNanos() : mergeNanos;
                hidden.addAll(batch);
            } catch (RocksDBException e) {
                LOG.debug("removing dropped tables was interrupted and will be repeated at the next start", e);
                hidden.clear();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /**
     * Without the write-ahead log: if the deletions are lost, the next start finds the rows and repeats them. They are
     * flushed so that an ingestion never meets a memtable that it would have to flush itself.
     */
    private void hide(List<Integer> batch) throws RocksDBException {
        try (WriteOptions volatileWrite = new WriteOptions().setDisableWAL(true);
                FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            for (int prefix : batch) {
                db.deleteRange(volatileWrite, RocksKeys.first(prefix), RocksKeys.end(prefix));
            }
            db.flush(flush);
        }
    }

    /** Gives the disk back what is hidden, where it is much of the store and no other merge has come across it. */
    private void merge(List<Integer> hidden) throws RocksDBException {
        long bytes = 0;
        for (int prefix : hidden) {
            bytes += bytesOf(prefix);
        }
        if (bytes * SHARE < db.getLongProperty("rocksdb.live-sst-files-size")) {
            return;
        }
        try (CompactRangeOptions options = new CompactRangeOptions().setExclusiveManualCompaction(false)) {
            for (int prefix : hidden) {
                // A merge by age takes all files, so that after the first there is mostly nothing to do.
                if (bytesOf(prefix) > 0) {
                    db.compactRange(
                            db.getDefaultColumnFamily(), RocksKeys.first(prefix), RocksKeys.end(prefix), options);
                }
            }
        }
    }

    /** In files, hidden or not. */
    private long bytesOf(int prefix) {
        try (Slice first = new Slice(RocksKeys.first(prefix)); Slice end = new Slice(RocksKeys.end(prefix))) {
            return db.getApproximateSizes(List.of(new Range(first, end)))[0];
        }
    }
}
