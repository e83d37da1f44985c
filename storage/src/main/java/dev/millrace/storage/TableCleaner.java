package dev.millrace.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees the disk of rows under prefixes that no header refers to, in the background. What a crash interrupts is found
 * again when the store is opened.
 */
final class TableCleaner {
    private static final Logger LOG = LoggerFactory.getLogger(TableCleaner.class);

    /** Ends the thread; no table has it. */
    private static final int STOP = StateHeader.HEADER_PREFIX;

    private final RocksDB db;
    private final LinkedBlockingQueue<Integer> prefixes = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofPlatform().name("millrace-state-cleaner").daemon().unstarted(this::run);

    TableCleaner(RocksDB db) {
        this.db = db;
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
        List<Integer> batch = new ArrayList<>();
        while (!batch.contains(STOP)) {
            batch.clear();
            try {
                batch.add(prefixes.take());
                prefixes.drainTo(batch);
                clean(batch);
            } catch (RocksDBException e) {
                LOG.debug("removing dropped tables was interrupted and will be repeated at the next start", e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void clean(List<Integer> batch) throws RocksDBException {
        if (batch.contains(STOP)) {
            return;
        }
        // Without the write-ahead log: if the deletions are lost, the next start finds the rows and repeats them. They
        // are flushed so that an ingestion never meets a memtable that it would have to flush itself.
        try (WriteOptions volatileWrite = new WriteOptions().setDisableWAL(true);
                FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            for (int prefix : batch) {
                db.deleteRange(volatileWrite, RocksKeys.first(prefix), RocksKeys.end(prefix));
            }
            db.flush(flush);
        }
        try (CompactRangeOptions options = new CompactRangeOptions().setExclusiveManualCompaction(false)) {
            for (int prefix : batch) {
                db.compactRange(
                        db.getDefaultColumnFamily(), RocksKeys.first(prefix), RocksKeys.end(prefix), options);
            }
        }
    }
}
