package dev.millrace.executor.state;

import java.util.Arrays;

import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyHash;

import static dev.millrace.executor.state.KeyedRecords.HEADER;
import static dev.millrace.executor.state.KeyedRecords.KEY_LENGTH;
import static dev.millrace.executor.state.KeyedRecords.PAYLOAD_LENGTH;
import static dev.millrace.executor.state.RecordPages.LIVE;
import static dev.millrace.executor.state.RecordPages.getInt;
import static dev.millrace.executor.state.RecordPages.offset;
import static dev.millrace.executor.state.RecordPages.setInt;

/**
 * State with one entry a key: accumulators of groups, weights of distinct rows. Key and payload lie together in one
 * record, so that an access is one probe of the index and one record.
 *
 * <p>What an entry is to storage is in its flags: DIRTY (changed since the last cut), PENDING (handed over, not yet
 * known to be durable), STORED (storage may have a version of it). An entry that is not PRESENT stands for "no
 * entry": a deletion not yet handed over, or the knowledge that storage has none. Only clean entries are evicted;
 * from then on a miss is looked up in storage ({@link #isComplete} is false).
 *
 * <p>Storage key: key group, key. Storage value: the payload.
 */
public final class KeyedTable implements StateTable {

    private static final int PRESENT = 2;
    private static final int DIRTY = 4;
    private static final int PENDING = 8;
    private static final int STORED = 16;
    private static final int REFERENCED = 32;

    private final int storageTable;
    private final StateReader reader;
    private final int newPayloadLength;
    private int newRoom;
    private final boolean isTracked;
    private final KeyedRecords records = new KeyedRecords();
    private final RecordPages pages = records.pages;
    private final IntList dirty = new IntList();
    private final IntList pending = new IntList();
    private final MissingKeys missing = new MissingKeys();
    private boolean isComplete;
    private boolean mayLoadAll;
    private long dirtyBytes;
    private int presentCount;
    private final RecordPages.Owner owner = new RecordPages.Owner() {
        @Override
        public boolean evictIfCold(int address) {
            return KeyedTable.this.evictIfCold(address);
        }

        @Override
        public void moved(int from, int to) {
            KeyedTable.this.moved(from, to);
        }
    };

    /**
     * @param isNew storage has nothing under this id
     * @param newPayloadLength bytes of a new entry's payload, all zero
     */
    public KeyedTable(int storageTable, StateReader reader, boolean isNew, int newPayloadLength) {
        this.storageTable = storageTable;
        this.reader = reader;
        this.newPayloadLength = newPayloadLength;
        newRoom = newPayloadLength;
        isTracked = reader != StateReader.NONE;
        isComplete = isNew || !isTracked;
        mayLoadAll = !isComplete;
    }

    /** Whether every entry is on the heap, so that a miss needs no look into storage. */
    public boolean isComplete() {
        return isComplete;
    }

    /** Entries on the heap. */
    public int entryCount() {
        return presentCount;
    }

    /** The entries of all keys, in {@code addresses}; 0 where there is none. Valid until the step's end. */
    public void find(EncodedKeys keys, int[] addresses) {
        load(keys);
        for (int row = 0; row < keys.size(); row++) {
            records.touchAhead(keys, row);
            int address = records.locate(keys.array(), keys.start(row), keys.end(row), (int) keys.hash(row));
            addresses[row] = address != 0 && isPresent(address) ? referenced(address) : 0;
        }
    }

    /** The entries of all keys, made where there are none: those are not {@link #isPresent} until {@link #changed}. */
    public void findOrCreate(EncodedKeys keys, int[] addresses) {
        load(keys);
        for (int row = 0; row < keys.size(); row++) {
            records.touchAhead(keys, row);
            int hash = (int) keys.hash(row);
            int address = records.locate(keys.array(), keys.start(row), keys.end(row), hash);
            if (address == 0) {
                address = records.create(keys.array(), keys.start(row), keys.end(row), hash, newPayloadLength, newRoom);
            }
            addresses[row] = referenced(address);
        }
    }

    /** New entries will mostly be {@link #resize}d to about so many bytes: they get room for it at once. */
    public void expect(int payloadLength) {
        newRoom = Math.max(newPayloadLength, payloadLength);
    }

    private int referenced(int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        if ((page[at] & REFERENCED) == 0) {
            page[at] |= REFERENCED;
        }
        return address;
    }

    public boolean isPresent(int address) {
        return (pages.page(address)[offset(address)] & PRESENT) != 0;
    }

    /** The array that holds the entry's payload, from {@link #payload} on. */
    public byte[] page(int address) {
        return pages.page(address);
    }

    public int payload(int address) {
        return offset(address) + HEADER + getInt(pages.page(address), offset(address) + KEY_LENGTH);
    }

    public int payloadLength(int address) {
        return getInt(pages.page(address), offset(address) + PAYLOAD_LENGTH);
    }

    public int keyStart(int address) {
        return offset(address) + HEADER;
    }

    public int keyLength(int address) {
        return getInt(pages.page(address), offset(address) + KEY_LENGTH);
    }

    /** Gives the payload another length, keeping its beginning; returns where the entry is now. */
    public int resize(int address, int payloadLength) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int needed = HEADER + getInt(page, at + KEY_LENGTH) + payloadLength;
        if (needed <= pages.capacity(address)) {
            setInt(page, at + PAYLOAD_LENGTH, payloadLength);
            return address;
        }
        int to = pages.allocate(needed);
        int used = HEADER + getInt(page, at + KEY_LENGTH) + getInt(page, at + PAYLOAD_LENGTH);
        System.arraycopy(page, at, pages.page(to), offset(to), used);
        setInt(pages.page(to), offset(to) + PAYLOAD_LENGTH, payloadLength);
        moved(address, to);
        pages.free(address);
        return to;
    }

    /** The payload was written: the entry is present, and goes to storage with the next cut. */
    public void changed(int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int flags = page[at];
        presentCount += (flags & PRESENT) == 0 ? 1 : 0;
        page[at] = (byte) (flags | PRESENT | REFERENCED);
        if ((flags & DIRTY) == 0) {
            makeDirty(address);
        }
    }

    private void makeDirty(int address) {
        if (isTracked) {
            byte[] page = pages.page(address);
            int at = offset(address);
            page[at] |= DIRTY;
            dirty.add(address);
            dirtyBytes += getInt(page, at + KEY_LENGTH) + getInt(page, at + PAYLOAD_LENGTH) + 1;
        }
    }

    /** There is no such entry any more; the address must not be used again in this step. */
    public void remove(int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int flags = page[at];
        presentCount -= (flags & PRESENT) != 0 ? 1 : 0;
        page[at] = (byte) (flags & ~PRESENT);
        int payload = payload(address);
        Arrays.fill(page, payload, payload + payloadLength(address), (byte) 0);
        if ((flags & (STORED | PENDING)) != 0) {
            if ((flags & DIRTY) == 0) {
                makeDirty(address);
            }
        } else if (isComplete || (flags & DIRTY) != 0) {
            records.drop(address);
        }
    }

    /** Reads in what storage has of these keys and the heap has not; keys that it has not are noted as absent. */
    private void load(EncodedKeys keys) {
        if (isComplete) {
            return;
        }
        missing.clear();
        for (int row = 0; row < keys.size(); row++) {
            int address = records.locate(keys.array(), keys.start(row), keys.end(row), (int) keys.hash(row));
            if (address == 0) {
                missing.add(keys, row);
            } else {
                referenced(address);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        if (mayLoadAll) {
            mayLoadAll = false;
            isComplete = LoadAll.into(reader, storageTable, (key, keyLength, value, valueLength) -> {
                int hash = (int) KeyHash.of(key, 1, keyLength);
                if (records.locate(key, 1, keyLength, hash) == 0) {
                    addStored(key, keyLength, hash, value, valueLength);
                }
                return true;
            });
            if (isComplete) {
                return;
            }
        }
        missing.forEachChunk(chunk -> {
            byte[][] values = reader.get(storageTable, chunk);
            for (int i = 0; i < chunk.length; i++) {
                byte[] key = chunk[i];
                int hash = (int) KeyHash.of(key, 1, key.length);
                if (records.locate(key, 1, key.length, hash) != 0) {
                    continue;
                }
                if (values[i] != null) {
                    addStored(key, key.length, hash, values[i], values[i].length);
                } else {
                    records.create(key, 1, key.length, hash, newPayloadLength);
                }
            }
        });
    }

    private void addStored(byte[] storageKey, int keyLength, int hash, byte[] value, int valueLength) {
        int address = records.create(storageKey, 1, keyLength, hash, valueLength);
        System.arraycopy(value, 0, pages.page(address), payload(address), valueLength);
        pages.page(address)[offset(address)] |= PRESENT | STORED | REFERENCED;
        presentCount++;
    }

    // StateTable

    @Override
    public int storageTable() {
        return storageTable;
    }

    @Override
    public long heapEntries() {
        return records.size();
    }

    @Override
    public long heapBytes() {
        return records.heapBytes() + dirty.heapBytes() + pending.heapBytes();
    }

    @Override
    public long dirtyBytes() {
        return dirtyBytes;
    }

    @Override
    public void cut(StateWriter writer) {
        byte[] key = new byte[64];
        for (int i = 0; i < dirty.size(); i++) {
            int address = dirty.get(i);
            byte[] page = pages.page(address);
            int at = offset(address);
            // The list may name a record twice, or one that moved or went since: its flags say what is still to do.
            if (!pages.isRecord(address) || (page[at] & DIRTY) == 0) {
                continue;
            }
            page[at] = (byte) (page[at] & ~DIRTY | PENDING);
            pending.add(address);
            int keyLength = getInt(page, at + KEY_LENGTH);
            if (key.length <= keyLength) {
                key = new byte[keyLength * 2];
            }
            System.arraycopy(page, at + HEADER, key, 1, keyLength);
            key[0] = (byte) KeyGroups.of(KeyHash.of(key, 1, keyLength + 1));
            if ((page[at] & PRESENT) != 0) {
                int payload = at + HEADER + keyLength;
                writer.put(storageTable, key, 0, keyLength + 1,
                        page, payload, payload + getInt(page, at + PAYLOAD_LENGTH));
            } else {
                writer.delete(storageTable, key, 0, keyLength + 1);
            }
        }
        dirty.clear();
        dirtyBytes = 0;
    }

    @Override
    public void stored() {
        for (int i = 0; i < pending.size(); i++) {
            int address = pending.get(i);
            byte[] page = pages.page(address);
            int at = offset(address);
            if (!pages.isRecord(address) || (page[at] & PENDING) == 0) {
                continue;
            }
            int flags = page[at] & ~PENDING;
            if ((flags & (PRESENT | DIRTY)) != 0) {
                page[at] = (byte) (flags | STORED);
            } else {
                page[at] = (byte) (flags & ~STORED);
                if (isComplete) {
                    records.drop(address);
                }
            }
        }
        pending.clear();
    }

    @Override
    public void takeBack() {
        for (int i = 0; i < pending.size(); i++) {
            int address = pending.get(i);
            byte[] page = pages.page(address);
            int at = offset(address);
            if (pages.isRecord(address) && (page[at] & PENDING) != 0) {
                page[at] = (byte) (page[at] & ~PENDING | STORED);
                if ((page[at] & DIRTY) == 0) {
                    makeDirty(address);
                }
            }
        }
        pending.clear();
    }

    @Override
    public long evict(long bytes) {
        if (!isTracked) {
            return 0;
        }
        long before = heapBytes();
        pages.evict(bytes, owner);
        return Math.max(0, before - heapBytes());
    }

    private boolean evictIfCold(int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int flags = page[at];
        if ((flags & (DIRTY | PENDING)) != 0) {
            return false;
        }
        if ((flags & REFERENCED) != 0) {
            page[at] = (byte) (flags & ~REFERENCED);
            return false;
        }
        if ((flags & PRESENT) != 0) {
            isComplete = false;
            presentCount--;
        }
        records.drop(address);
        return true;
    }

    private void moved(int from, int to) {
        byte[] page = pages.page(to);
        int at = offset(to);
        records.follow(from, to);
        if ((page[at] & DIRTY) != 0) {
            dirty.add(to);
        }
        if ((page[at] & PENDING) != 0) {
            pending.add(to);
        }
        page[at] |= LIVE;
    }
}
