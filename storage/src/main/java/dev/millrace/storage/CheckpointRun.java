package dev.millrace.storage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

import org.rocksdb.RocksDBException;

/**
 * Changes of a checkpoint, as many as fit its memory: filled in any order by one thread, then sorted and written to SST
 * files, perhaps by another.
 */
final class CheckpointRun {
    /** After so many entries, less one, who writes them may have to do something else. */
    private static final int PAUSE_MASK = (1 << 12) - 1;

    private final EntryPages pages = new EntryPages();
    private final Map<Integer, Table> tables = new HashMap<>();
    private Table last;
    private long indexBytes;

    /** The entries under one key prefix. */
    private static final class Table {
        final int prefix;
        long[] entries = new long[16];
        int count;
        long bytes;

        /** Whether the entries came in order, as they do when the caller merged sorted rows. */
        boolean isSorted = true;

        Table(int prefix) {
            this.prefix = prefix;
        }
    }

    long heapBytes() {
        return pages.bytes() + indexBytes;
    }

    /** Adds a change; {@code valueLength} -1 means a deletion. */
    void add(
            int prefix, byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
        if (last == null || last.prefix != prefix) {
            last = tables.computeIfAbsent(prefix, Table::new);
        }
        Table table = last;
        if (table.count == table.entries.length) {
            indexBytes += (long) table.count * Long.BYTES;
            table.entries = Arrays.copyOf(table.entries, 2 * table.count);
        }
        long entry = pages.add(key, keyOffset, keyLength, value, valueOffset, valueLength);
        table.isSorted &= table.count == 0 || pages.compareKeys(table.entries[table.count - 1], entry, 0) <= 0;
        table.entries[table.count++] = entry;
        table.bytes += keyLength + Math.max(0, valueLength);
    }

    /** Forgets the entries of a table that was deleted after they were added. */
    void remove(int prefix) {
        tables.remove(prefix);
        last = null;
    }

    /**
     * Writes everything in order; these files must be ingested after those of earlier runs.
     *
     * @param pause called now and then; may throw to give up
     */
    void write(SstFiles files, Runnable pause) throws RocksDBException {
        Table[] sorted = tables.values().stream()
                .sorted(Comparator.comparing(table -> table.prefix, Integer::compareUnsigned))
                .toArray(Table[]::new);
        for (Table table : sorted) {
            if (!table.isSorted) {
                EntrySort.sort(pages, table.entries, table.count, pause);
            }
            files.beginTable(table.bytes);
            write(table, files, pause);
        }
        files.finishFile();
    }

    private void write(Table table, SstFiles files, Runnable pause) throws RocksDBException {
        for (int i = 0; i < table.count; i++) {
            if ((i & PAUSE_MASK) == PAUSE_MASK) {
                pause.run();
            }
            long entry = table.entries[i];
            if (i + 1 < table.count && pages.hasSameKey(entry, table.entries[i + 1])) {
                continue;
            }
            byte[] page = pages.page(entry);
            int keyOffset = pages.keyOffset(entry);
            int keyLength = pages.keyLength(entry);
            int valueLength = pages.valueLength(entry);
            if (valueLength < 0) {
                files.delete(table.prefix, page, keyOffset, keyLength);
            } else {
                files.put(table.prefix, page, keyOffset, keyLength, page, pages.valueOffset(entry), valueLength);
            }
        }
    }
}
