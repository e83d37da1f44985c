package dev.millrace.storage;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionOptionsUniversal;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * How RocksDB is set up, for its database and for the files it ingests; owns the native objects.
 *
 * <p>Indexes and filters live in the block cache, so that the cache's size bounds the memory. Few background jobs,
 * because the engine needs the cores; they begin with the first commit ({@link Compaction}). Writes are pushed to disk
 * every megabyte, so that a compaction never leaves the kernel a mountain of dirty pages in front of the commit log's
 * fsync.
 *
 * <p>Files are merged by age ("universal"): each row is rewritten a few times in all, where merging by level rewrites a
 * level for every few checkpoints, as their keys lie all over the table.
 */
final class RocksSettings implements AutoCloseable {
    private static final int BLOCK_BYTES = 8 << 10;
    private static final int BLOOM_BITS = 10;

    /** Half of the default: a seek reads fewer keys, 10 % less time for a get, for some more bytes. */
    private static final int RESTART_INTERVAL = 8;

    /**
     * One for flushes and two for merges, so that small merges go on beside a large one: while everything is merged
     * into one run, which takes long, new files would pile up and checkpoints would have to wait.
     */
    private static final int BACKGROUND_JOBS = 3;

    /**
     * What may be newer than the oldest run, and so in the worst case older versions of rows, before everything is
     * merged into one: a table that only grows is rewritten as a whole each time it has grown threefold.
     */
    private static final int SPARE_SPACE_PERCENT = 200;

    private final Cache cache;
    private final BloomFilter filter = new BloomFilter(BLOOM_BITS);
    private final CompactionOptionsUniversal byAge = new CompactionOptionsUniversal();
    private final Options options;

    RocksSettings(long blockCacheBytes) {
        cache = new LRUCache(blockCacheBytes);
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setBlockRestartInterval(RESTART_INTERVAL)
                .setFormatVersion(6)
                .setFilterPolicy(filter)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        byAge.setMaxSizeAmplificationPercent(SPARE_SPACE_PERCENT);
        options = new Options()
                .setCreateIfMissing(true)
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setCompactionOptionsUniversal(byAge)
                .setLevel0FileNumCompactionTrigger(Compaction.RUNS_UNREAD)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setDisableAutoCompactions(true)
                .setBytesPerSync(1 << 20)
                .setWriteBufferSize(4 << 20)
                .setAvoidFlushDuringShutdown(true)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(4)
                .setStatsDumpPeriodSec(0);
    }

    Options options() {
        return options;
    }

    @Override
    public void close() {
        options.close();
        byAge.close();
        filter.close();
        cache.close();
    }
}
