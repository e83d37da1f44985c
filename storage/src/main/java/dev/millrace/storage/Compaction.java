package dev.millrace.storage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Keeps RocksDB's merging of files in step with commits, and with who reads them: each file that was not merged is a
 * place that a read has to look at, and each merge writes rows again. State that fits into memory is written and hardly
 * ever read, so its files are left to gather and are merged many at a time. Used under the store's lock.
 */
final class Compaction {

    /** Files left unmerged while reads come. */
    static final int RUNS_READ = 6;

    /** Files left unmerged while hardly anybody reads: twice as many bytes are written with {@link #RUNS_READ}. */
    static final int RUNS_UNREAD = 20;

    /** Between two commits; fewer come from questions for a row now and then. */
    private static final long FEW_READS = 256;

    /** So many commits after the last reads it is believed that no more will come. */
    private static final int QUIET_COMMITS = 32;

    /** With more unmerged files than this a commit waits until merging has caught up. */
    private static final long UNMERGED_FILES_MAX = 2 * RUNS_UNREAD;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RocksDB db;
    private final LongAdder reads = new LongAdder();
    private boolean isStarted;
    private int runs = RUNS_UNREAD;
    private int quietCommits;

    Compaction(RocksDB db) {
        this.db = db;
    }

    /** Counts reads: a key looked up is one, and so is a place where a scan begins. Any thread. */
    void read(int places) {
        reads.add(places);
    }

    /** Before a commit. The first one starts it: until then a server that starts needs the processors itself. */
    void keepUp() throws RocksDBException {
        if (!isStarted) {
            db.enableAutoCompaction(List.of(db.getDefaultColumnFamily()));
            isStarted = true;
        }
        quietCommits = reads.sumThenReset() > FEW_READS ? 0 : quietCommits + 1;
        if (quietCommits == 0) {
            leaveUnmerged(RUNS_READ);
        } else if (quietCommits > QUIET_COMMITS) {
            leaveUnmerged(RUNS_UNREAD);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Long.parseLong(db.getProperty("rocksdb.num-files-at-level0")) > UNMERGED_FILES_MAX
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void leaveUnmerged(int files) throws RocksDBException {
        if (runs != files) {
            runs = files;
            db.setOptions(MutableColumnFamilyOptions.builder().setLevel0FileNumCompactionTrigger(files).build());
        }
    }

    /** For tests. */
    int runs() {
        return runs;
    }
}
