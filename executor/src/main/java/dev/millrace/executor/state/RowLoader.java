package dev.millrace.executor.state;

import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyHash;

import static dev.millrace.executor.state.RecordPages.getInt;
import static dev.millrace.executor.state.RecordPages.getLong;
import static dev.millrace.executor.state.RecordPages.offset;
import static dev.millrace.executor.state.RecordPages.setLong;
import static dev.millrace.executor.state.RowChains.ABSENT;
import static dev.millrace.executor.state.RowChains.MATCHES;
import static dev.millrace.executor.state.RowChains.REFERENCED;
import static dev.millrace.executor.state.RowChains.STORED;
import static dev.millrace.executor.state.RowChains.WEIGHT;

/**
 * Brings rows of an {@link Arrangement} back from storage. To probe a key takes all its rows; to change a row takes
 * that row alone, however many others its key has: such a key is partial on the heap until somebody probes it.
 */
final class RowLoader {

    private final int storageTable;
    private final StateReader reader;
    private final RowChains chains;
    private final RecordPages pages;
    private final MissingKeys missing = new MissingKeys();
    private final MissingKeys wanted = new MissingKeys();
    private boolean isComplete;
    private boolean mayLoadAll;
    private int loaded;

    RowLoader(int storageTable, StateReader reader, RowChains chains, boolean isComplete) {
        this.storageTable = storageTable;
        this.reader = reader;
        this.chains = chains;
        this.isComplete = isComplete;
        pages = chains.pages;
        mayLoadAll = !isComplete;
    }

    boolean isComplete() {
        return isComplete;
    }

    /** Storage has rows that the heap has not. */
    void evicted() {
        isComplete = false;
    }

    /** Loads all rows of these keys; returns how many came. */
    int loadKeys(EncodedKeys keys) {
        if (isComplete) {
            return 0;
        }
        missing.clear();
        for (int row = 0; row < keys.size(); row++) {
            int head = locate(keys, row);
            if (head == 0 || chains.isPartial(head)) {
                missing.add(keys, row);
            }
        }
        loaded = 0;
        if (!missing.isEmpty() && !loadAll()) {
            missing.forEachChunk(this::scan);
        }
        return loaded;
    }

    private int locate(EncodedKeys keys, int row) {
        int head = chains.locate(keys.array(), keys.start(row), keys.end(row), (int) keys.hash(row));
        if (head != 0) {
            byte[] page = pages.page(head);
            page[offset(head)] |= REFERENCED;
        }
        return head;
    }

    private void scan(byte[][] storageKeys) {
        int[] hashes = new int[storageKeys.length];
        for (int i = 0; i < storageKeys.length; i++) {
            hashes[i] = (int) KeyHash.of(storageKeys[i], 1, storageKeys[i].length);
        }
        reader.scanAll(storageTable, storageKeys, (prefix, key, keyLength, value, valueLength) ->
                addUnlessThere(key, keyLength, storageKeys[prefix].length, hashes[prefix], value, valueLength));
        for (int i = 0; i < storageKeys.length; i++) {
            byte[] key = storageKeys[i];
            int head = chains.locate(key, 1, key.length, hashes[i]);
            if (head == 0) {
                chains.chain(0, chains.create(key, 1, key.length, hashes[i], ABSENT));
            } else {
                chains.setPartial(head, false);
            }
        }
    }

    /** Notes a row that is going to change, if it is not known whether storage has it. */
    void want(EncodedKeys keys, int keyRow, byte[] data, int start, int end) {
        if (isComplete) {
            return;
        }
        int head = locate(keys, keyRow);
        boolean isUnknown = head == 0
                || chains.isPartial(head) && chains.findRow(head, (int) keys.hash(keyRow), data, start, end) == 0;
        if (isUnknown) {
            wanted.add(keys, keyRow, data, start, end);
        }
    }

    /** Loads the rows noted since the last time; returns how many came. */
    int loadWanted() {
        loaded = 0;
        if (!wanted.isEmpty() && !loadAll()) {
            wanted.forEachChunk(this::get);
        }
        wanted.clear();
        return loaded;
    }

    private void get(byte[][] storageKeys) {
        byte[][] values = reader.get(storageTable, storageKeys);
        for (int i = 0; i < storageKeys.length; i++) {
            if (values[i] != null) {
                byte[] entry = storageKeys[i];
                int keyEnd = 1 + getInt(values[i], 0);
                int hash = (int) KeyHash.of(entry, 1, keyEnd);
                boolean isFirst = chains.locate(entry, 1, keyEnd, hash) == 0;
                int address = add(entry, entry.length, keyEnd, hash, values[i], values[i].length);
                if (isFirst) {
                    chains.setPartial(address, true);
                }
            }
        }
    }

    /** At the first miss reads a small table whole; whether all is on the heap now. */
    private boolean loadAll() {
        if (!mayLoadAll) {
            return false;
        }
        mayLoadAll = false;
        StoredRows rows = new StoredRows();
        if (!LoadAll.into(reader, storageTable, rows)) {
            return false;
        }
        isComplete = true;
        for (int i = 0; i < rows.size(); i++) {
            byte[] entry = rows.key(i);
            int keyEnd = 1 + getInt(rows.value(i), 0);
            int hash = (int) KeyHash.of(entry, 1, keyEnd);
            addUnlessThere(entry, entry.length, keyEnd, hash, rows.value(i), rows.value(i).length);
        }
        return true;
    }

    private void addUnlessThere(byte[] entry, int entryLength, int keyEnd, int hash, byte[] value, int valueLength) {
        int head = chains.locate(entry, 1, keyEnd, hash);
        if (head == 0 || chains.findRow(head, hash, entry, keyEnd, entryLength) == 0) {
            add(entry, entryLength, keyEnd, hash, value, valueLength);
        }
    }

    private int add(byte[] entry, int entryLength, int keyEnd, int hash, byte[] value, int valueLength) {
        int rowLength = entryLength - keyEnd;
        int head = chains.locate(entry, 1, keyEnd, hash);
        int address = chains.create(entry, 1, keyEnd, hash, rowLength);
        byte[] page = pages.page(address);
        int at = offset(address);
        page[at] |= STORED | REFERENCED;
        System.arraycopy(entry, keyEnd, page, chains.row(address), rowLength);
        setLong(page, at + WEIGHT, getLong(value, 4));
        if (valueLength > 12) {
            setLong(page, at + MATCHES, getLong(value, 12));
        }
        chains.chain(head, address);
        loaded++;
        return address;
    }
}
