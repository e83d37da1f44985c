package dev.millrace.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state store on RocksDB, which is given nothing but finished, sorted files.
 *
 * <p>A checkpoint's files, the {@link StateHeader} among them, are ingested by a single call, which RocksDB makes
 * atomic and durable by one record of its manifest. There are no row-by-row writes, so its write-ahead log stays empty
 * and its memtable too: the engine's own log is the only one. Overlaps with older files are resolved by the sequence
 * number that RocksDB gives each ingested file.
 */
public final class RocksStateStore implements StateStore {
    private static final Logger LOG = LoggerFactory.getLogger(RocksStateStore.class);

    /**
     * How a store is kept.
     *
     * @param blockCacheBytes memory for blocks that were read, their indexes and filters
     * @param checkpointBufferBytes how much a checkpoint collects before it is sorted into files; it takes at most
     *     twice that memory
     * @param mergeAfter how long dropped tables wait, hidden, for others before files are merged to be rid of them
     */
    public record Options(long blockCacheBytes, long checkpointBufferBytes, Duration mergeAfter) {
        public static final Options DEFAULT = new Options(256L << 20, 64L << 20, Duration.ofMinutes(1));

        public Options withCheckpointBuffer(long bytes) {
            return new Options(blockCacheBytes, bytes, mergeAfter);
        }
    }

    private final Path drafts;
    private final Options options;
    private final RocksSettings settings;
    private final RocksDB db;
    private final Compaction compaction;
    private final TableCleaner cleaner;
    private final OpenHandles handles = new OpenHandles();
    private final AtomicLong checkpoints = new AtomicLong();

    /** Sorts and writes what checkpoints cannot hold in memory; one thread, as there are few cores. */
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("millrace-state-writer").daemon().factory());

    /** Taken for the moment of a commit; the files are written before. */
    private final ReentrantLock committing = new ReentrantLock();

    /** The prefix of each table, also of those that only an unfinished checkpoint writes. */
    private final Map<Integer, Integer> prefixes;

    private final AtomicInteger nextPrefix;

    /** For a test of the moment when the database is newer than the header. */
    private volatile Runnable betweenIngestionAndHeader = () -> { };

    /** How long {@link #close} waits for readers. */
    private volatile Duration closePatience = Duration.ofSeconds(10);

    private volatile StateHeader header;

    /** Odd while an ingestion runs: then it is unknown to which header the database belongs. */
    private volatile long ingestions;

    private RocksStateStore(Path drafts, Options options, RocksSettings settings, RocksDB db)
            throws RocksDBException, CorruptionException {
        this.drafts = drafts;
        this.options = options;
        this.settings = settings;
        this.db = db;
        this.compaction = new Compaction(db);
        this.cleaner = new TableCleaner(db, options.mergeAfter());
        this.header = readHeader(db.get(RocksKeys.first(StateHeader.HEADER_PREFIX)));
        this.prefixes = new ConcurrentHashMap<>(header.prefixes());
        this.nextPrefix = new AtomicInteger(header.nextPrefix());
    }

    public static RocksStateStore open(Path directory) throws IOException {
        return open(directory, Options.DEFAULT);
    }

    /** Opens the store in a directory, or creates it. */
    public static RocksStateStore open(Path directory, Options options) throws IOException {
        RocksLibrary.load(directory.resolve("native"));
        Path drafts = Files.createDirectories(directory.resolve("drafts"));
        removeDrafts(drafts);
        Path database = Files.createDirectories(directory.resolve("db"));
        RocksSettings settings = new RocksSettings(options.blockCacheBytes());
        RocksDB db = null;
        try {
            db = RocksDB.open(settings.options(), database.toString());
            RocksStateStore store = new RocksStateStore(drafts, options, settings, db);
            store.cleaner.start();
            store.orphans().forEach(store.cleaner::remove);
            return store;
        } catch (RocksDBException e) {
            close(db, settings);
            throw RocksFaults.checked("cannot open the state in " + directory, e);
        } catch (IOException | RuntimeException e) {
            close(db, settings);
            throw e;
        }
    }

    private static void close(RocksDB db, RocksSettings settings) {
        if (db != null) {
            db.close();
        }
        settings.close();
    }

    private static void removeDrafts(Path drafts) throws IOException {
        try (Stream<Path> files = Files.list(drafts)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static StateHeader readHeader(byte[] bytes) throws CorruptionException {
        try {
            return bytes == null ? StateHeader.EMPTY : StateHeader.decode(bytes);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new CorruptionException("the header of the state is not readable: " + e.getMessage(), e);
        }
    }

    void betweenIngestionAndHeader(Runnable action) {
        betweenIngestionAndHeader = action;
    }

    /** For tests. */
    void closePatience(Duration patience) {
        closePatience = patience;
    }

    /** Prefixes that have rows but no table, from drops that were not cleaned up. */
    Set<Integer> orphans() throws RocksDBException {
        Set<Integer> known = new HashSet<>(header.prefixes().values());
        Set<Integer> orphans = new HashSet<>();
        byte[] from = RocksKeys.first(StateHeader.HEADER_PREFIX + 1);
        try (ReadOptions read = new ReadOptions(); RocksIterator iterator = db.newIterator(read)) {
            for (iterator.seek(from); iterator.isValid(); iterator.seek(from)) {
                int prefix = RocksKeys.prefix(iterator.key());
                if (!known.contains(prefix)) {
                    orphans.add(prefix);
                }
                from = RocksKeys.end(prefix);
            }
            iterator.status();
        }
        return orphans;
    }

    @Override
    public Checkpoint begin(long epoch) {
        if (epoch < header.epoch() || epoch < 0) {
            throw new IllegalArgumentException("epoch " + epoch + " is before the checkpoint's, " + header.epoch());
        }
        return newCheckpoint(epoch);
    }

    @Override
    public Checkpoint beginIngest() {
        return newCheckpoint(NO_EPOCH);
    }

    private Checkpoint newCheckpoint(long epoch) {
        handles.enter();
        SstFiles files = new SstFiles(drafts, Long.toString(checkpoints.incrementAndGet()), settings.options());
        return new RocksCheckpoint(this, epoch, options.checkpointBufferBytes(), files, writer);
    }

    void released() {
        handles.leave();
    }

    int newPrefix() {
        return nextPrefix.getAndIncrement();
    }

    int prefixFor(int table) {
        return prefixes.computeIfAbsent(table, _ -> newPrefix());
    }

    /** Makes the files of a checkpoint and its header part of the database. */
    void commit(RocksCheckpoint checkpoint) throws IOException {
        committing.lock();
        try {
            Map<Integer, Integer> changed = checkedPrefixes(checkpoint);
            if (checkpoint.epoch() != NO_EPOCH && checkpoint.epoch() < header.epoch()) {
                throw new IllegalStateException("a checkpoint of a later epoch was committed meanwhile");
            }
            long epoch = checkpoint.epoch() == NO_EPOCH ? header.epoch() : checkpoint.epoch();
            StateHeader newHeader = header.with(epoch, nextPrefix.get(), changed, checkpoint.notes());
            List<Path> files = checkpoint.finish(newHeader);
            compaction.keepUp();
            ingest(files, newHeader, changed);
            checkpoint.abandonedPrefixes().forEach(cleaner::remove);
        } catch (RocksDBException e) {
            throw RocksFaults.checked("cannot commit a checkpoint", e);
        } finally {
            committing.unlock();
        }
    }

    /** The prefix that each changed table will have, null for none. */
    private Map<Integer, Integer> checkedPrefixes(RocksCheckpoint checkpoint) {
        Map<Integer, Integer> changed = new HashMap<>();
        for (RocksCheckpoint.TableChange change : checkpoint.changes()) {
            Integer prefix = change.prefix == StateHeader.NO_PREFIX ? null : change.prefix;
            if (!change.isReplaced && !prefixes.get(change.table).equals(prefix)) {
                throw new IllegalStateException("table " + change.table + " was deleted while it was written");
            }
            changed.put(change.table, prefix);
        }
        return changed;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
    private void ingest(List<Path> files, StateHeader newHeader, Map<Integer, Integer> changed)
            throws RocksDBException {
        List<Integer> dropped = new ArrayList<>();
        changed.forEach((table, prefix) -> {
            int before = header.prefix(table);
            if (before != StateHeader.NO_PREFIX && (prefix == null || before != prefix)) {
                dropped.add(before);
            }
        });
        ingestions++;
        try (IngestExternalFileOptions ingest = new IngestExternalFileOptions().setMoveFiles(true)) {
            db.ingestExternalFile(files.stream().map(Path::toString).toList(), ingest);
            betweenIngestionAndHeader.run();
            header = newHeader;
            changed.forEach((table, prefix) -> {
                if (prefix == null) {
                    prefixes.remove(table);
                } else {
                    prefixes.put(table, prefix);
                }
            });
        } finally {
            ingestions++;
        }
        dropped.forEach(cleaner::remove);
    }

    @Override
    public long checkpointEpoch() {
        return header.epoch();
    }

    @Override
    public byte[] metadata(String name) {
        return header.note(name);
    }

    @Override
    public StateSnapshot snapshot() {
        handles.enter();
        Snapshot snapshot = null;
        try {
            long before = ingestions;
            StateHeader seen = header;
            snapshot = db.getSnapshot();
            if (before % 2 != 0 || ingestions != before) {
                seen = headerOf(snapshot);
            }
            return new RocksSnapshot(db, handles, snapshot, seen, compaction::read);
        } catch (RuntimeException e) {
            if (snapshot != null) {
                db.releaseSnapshot(snapshot);
            }
            handles.leave();
            throw e;
        }
    }

    private StateHeader headerOf(Snapshot snapshot) {
        try (ReadOptions read = new ReadOptions().setSnapshot(snapshot)) {
            return readHeader(db.get(read, RocksKeys.first(StateHeader.HEADER_PREFIX)));
        } catch (RocksDBException | CorruptionException e) {
            throw RocksFaults.unchecked("cannot read the header of the state", e);
        }
    }

    @Override
    public byte[] get(int table, byte[] bytes, int offset, int length) {
        try (StateSnapshot now = snapshot()) {
            return now.get(table, bytes, offset, length);
        }
    }

    @Override
    public byte[][] multiGet(int table, byte[][] keys) {
        try (StateSnapshot now = snapshot()) {
            return now.multiGet(table, keys);
        }
    }

    @Override
    public Cursor scan(int table, byte[] fromInclusive, byte[] toExclusive) {
        try (StateSnapshot now = snapshot()) {
            return now.scan(table, fromInclusive, toExclusive);
        }
    }

    @Override
    public Cursor scanDescending(int table, byte[] fromInclusive, byte[] toExclusive) {
        try (StateSnapshot now = snapshot()) {
            return now.scanDescending(table, fromInclusive, toExclusive);
        }
    }

    @Override
    public void retainTables(IntPredicate isKept) throws IOException {
        try (Checkpoint removal = beginIngest()) {
            int removed = 0;
            for (int table : header.prefixes().keySet()) {
                if (!isKept.test(table)) {
                    removal.deleteTable(table);
                    removed++;
                }
            }
            if (removed > 0) {
                removal.commit();
            }
        }
    }

    @Override
    public long approximateBytes(int table) {
        int prefix = header.prefix(table);
        if (prefix == StateHeader.NO_PREFIX) {
            return 0;
        }
        handles.enter();
        try (Slice from = new Slice(RocksKeys.first(prefix)); Slice to = new Slice(RocksKeys.end(prefix))) {
            return db.getApproximateSizes(List.of(new Range(from, to)), SizeApproximationFlag.INCLUDE_FILES)[0];
        } finally {
            handles.leave();
        }
    }

    @Override
    public void close() {
        if (!handles.close()) {
            return;
        }
        if (!handles.awaitEmpty(closePatience)) {
            // Nothing is lost: every commit is durable when it returns. Freeing memory in use would kill the process.
            LOG.error("the state store stays open: {} snapshots, cursors or checkpoints were not closed",
                    handles.count());
            return;
        }
        writer.shutdown();
        db.cancelAllBackgroundWork(false);
        cleaner.stop();
        close(db, settings);
    }
}
