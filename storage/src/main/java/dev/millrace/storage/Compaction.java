package dev.millrace.storage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Keeps RocksDB's merging of files in step with commits. Used under the store's lock. */
final class Compaction {

    /** More unsorted files than this make every read slow, so a commit waits until compaction has caught up. */
    private static final long UNSORTED_FILES_MAX = 24;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RocksDB db;
    private boolean isStarted;

    Compaction(RocksDB db) {
        this.db = db;
    }

    /** Before a commit. The first one starts it: until then a server that starts needs the processors itself. */
    void keepUp() throws RocksDBException {
        if (!isStarted) {
            db.enableAutoCompaction(List.of(db.getDefaultColumnFamily()));
            isStarted = true;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Long.parseLong(db.getProperty("rocksdb.num-files-at-level0")) > UNSORTED_FILES_MAX
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
        }
    }
}
