package dev.millrace.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint being filled: entries in pages of memory, sorted and written to SST files when they exceed the budget and
 * at the commit.
 */
final class RocksCheckpoint implements Checkpoint {
    private static final Logger LOG = LoggerFactory.getLogger(RocksCheckpoint.class);

    private final RocksStateStore store;
    private final long epoch;
    private final long budgetBytes;
    private final SstFiles files;
    private final EntryPages pages = new EntryPages();
    private final Map<Integer, TableChange> changes = new HashMap<>();
    private final Map<String, byte[]> notes = new HashMap<>();
    private final List<Integer> abandonedPrefixes = new ArrayList<>();
    private TableChange last;
    private long indexBytes;
    private boolean isOpen = true;

    /** What happens to one table. */
    static final class TableChange {
        final int table;

        /** Under which the entries are written; {@link StateHeader#NO_PREFIX} after a deletion without entries. */
        int prefix;

        /** Whether the table's old entries are dropped, so that the prefix is this checkpoint's own. */
        boolean isReplaced;

        private long[] entries = new long[16];
        private int count;
        private long bytes;

        /** Whether the entries came in order, as they do when the caller merged sorted runs. */
        private boolean isSorted = true;

        TableChange(int table) {
            this.table = table;
        }

        private void clear() {
            count = 0;
            bytes = 0;
            isSorted = true;
        }
    }

    RocksCheckpoint(RocksStateStore store, long epoch, long budgetBytes, SstFiles files) {
        this.store = store;
        this.epoch = epoch;
        this.budgetBytes = budgetBytes;
        this.files = files;
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

    SstFiles files() {
        return files;
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
        if (change.count == change.entries.length) {
            indexBytes += (long) change.count * Long.BYTES;
            change.entries = Arrays.copyOf(change.entries, 2 * change.count);
        }
        long entry = pages.add(keyBytes, keyOffset, keyLength, valueBytes, valueOffset, valueLength);
        change.isSorted &= change.count == 0 || pages.compareKeys(change.entries[change.count - 1], entry, 0) <= 0;
        change.entries[change.count++] = entry;
        change.bytes += keyLength + Math.max(0, valueLength);
        if (pages.bytes() + indexBytes > budgetBytes) {
            write();
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
        if (change.prefix != StateHeader.NO_PREFIX && !files.files().isEmpty()) {
            abandonedPrefixes.add(change.prefix);
        }
        // What was put before belongs to a prefix that nothing will refer to.
        change.prefix = StateHeader.NO_PREFIX;
        change.clear();
    }

    @Override
    public void metadata(String name, byte[] value) {
        checkOpen();
        notes.put(name, value == null ? null : value.clone());
    }

    /** Sorts what is in memory and writes it to files, which are ingested after all earlier ones. */
    void write() throws IOException {
        List<TableChange> sorted = changes.values().stream()
                .filter(change -> change.count > 0)
                .sorted(Comparator.comparing((TableChange change) -> change.prefix, Integer::compareUnsigned))
                .toList();
        try {
            for (TableChange change : sorted) {
                if (!change.isSorted) {
                    EntrySort.sort(pages, change.entries, change.count);
                }
                files.beginTable(change.bytes);
                write(change);
                change.entries = new long[16];
                change.clear();
            }
            files.finishFile();
        } catch (RocksDBException e) {
            throw RocksFaults.checked("cannot write a checkpoint", e);
        }
        pages.clear();
        indexBytes = 0;
    }

    private void write(TableChange change) throws RocksDBException {
        for (int i = 0; i < change.count; i++) {
            long entry = change.entries[i];
            if (i + 1 < change.count && pages.hasSameKey(entry, change.entries[i + 1])) {
                continue;
            }
            byte[] page = pages.page(entry);
            int valueLength = pages.valueLength(entry);
            if (valueLength < 0) {
                files.delete(change.prefix, page, pages.keyOffset(entry), pages.keyLength(entry));
            } else {
                files.put(
                        change.prefix, page, pages.keyOffset(entry), pages.keyLength(entry), page,
                        pages.valueOffset(entry), valueLength);
            }
        }
    }

    @Override
    public void commit() throws IOException {
        checkOpen();
        try {
            write();
            store.commit(this);
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
        pages.clear();
        try {
            files.close();
        } catch (IOException e) {
            LOG.warn("could not remove the files of a checkpoint: {}", e.getMessage());
        } finally {
            store.released();
        }
    }
}
