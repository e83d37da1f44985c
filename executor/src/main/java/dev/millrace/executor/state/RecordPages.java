package dev.millrace.executor.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Memory for records of any size, in pages of at most 512 KiB (arrays of half a G1 region or more would waste half of
 * it). A page holds slots of one size; larger records have a page of their own. A record is named by an int address:
 * page number and 16-byte unit within the page. Byte 0 of a record holds its flags, 0 where the slot is free.
 *
 * <p>Memory is given back by whole pages: after records were freed, {@link #compact} moves the rest of sparse pages
 * together and tells the owner where they went.
 */
final class RecordPages {

    /** Set for every record in use. */
    static final int LIVE = 1;

    private static final int UNIT_SHIFT = 4;
    private static final int PAGE_SHIFT = 15;
    private static final int UNIT_MASK = (1 << PAGE_SHIFT) - 1;
    private static final int PAGE_BYTES = 512 * 1024 - 16;
    private static final int FIRST_PAGE_BYTES = 2048;
    private static final int ARRAY_HEADER = 16;
    private static final int NONE = -1;
    /** Units of each size class; class 0 is for records with a page of their own. */
    private static final int[] CLASS_UNITS = classUnits();

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Whose records these are: what only it can decide and mend. */
    interface Owner {
        /**
         * Evicts the record if it may go and is cold; takes note of the visit otherwise. Returns whether it is gone.
         */
        boolean evictIfCold(int address);

        /** The record was copied; every reference to it must follow. Called before the old place is freed. */
        void moved(int from, int to);
    }

    private byte[][] pages = new byte[4][];
    private int[] pageClass = new int[4];
    private int[] used = new int[4];
    private int[] live = new int[4];
    private int[] free = new int[4];
    private boolean[] listed = new boolean[4];
    private int pageEnd = 1;
    private final IntList freePages = new IntList();
    private final int[] current = new int[CLASS_UNITS.length];
    private final long[] classBytes = new long[CLASS_UNITS.length];
    private final IntList[] open = new IntList[CLASS_UNITS.length];
    private int closedPage;
    private int hand = 1;
    private long heapBytes;

    private static int[] classUnits() {
        int[] units = new int[64];
        int count = 1;
        for (int size = 1; size <= 4096; size = size < 16 ? size + 1 : size + (size >> 2)) {
            units[count++] = size;
        }
        return Arrays.copyOf(units, count);
    }

    private static int classOf(int bytes) {
        int units = (bytes + (1 << UNIT_SHIFT) - 1) >> UNIT_SHIFT;
        if (units <= 16) {
            return units;
        }
        int found = Arrays.binarySearch(CLASS_UNITS, 1, CLASS_UNITS.length, units);
        int sizeClass = found >= 0 ? found : -found - 1;
        return sizeClass < CLASS_UNITS.length ? sizeClass : 0;
    }

    static int getInt(byte[] page, int at) {
        return (int) INT.get(page, at);
    }

    static void setInt(byte[] page, int at, int value) {
        INT.set(page, at, value);
    }

    static long getLong(byte[] page, int at) {
        return (long) LONG.get(page, at);
    }

    static void setLong(byte[] page, int at, long value) {
        LONG.set(page, at, value);
    }

    long heapBytes() {
        return heapBytes + 25L * pages.length;
    }

    byte[] page(int address) {
        return pages[address >>> PAGE_SHIFT];
    }

    /** Where the record starts in its page. */
    static int offset(int address) {
        return (address & UNIT_MASK) << UNIT_SHIFT;
    }

    /** Whether a record in use starts there; for addresses that were noted and may have become stale. */
    boolean isRecord(int address) {
        int page = address >>> PAGE_SHIFT;
        int unit = address & UNIT_MASK;
        if (pages[page] == null) {
            return false;
        }
        int slotUnits = CLASS_UNITS[pageClass[page]];
        boolean isSlot = slotUnits == 0 ? unit == 0 : unit % slotUnits == 0 && unit / slotUnits < used[page];
        return isSlot && pages[page][unit << UNIT_SHIFT] != 0;
    }

    /** Bytes the record may fill without moving. */
    int capacity(int address) {
        int page = address >>> PAGE_SHIFT;
        return pageClass[page] == 0 ? pages[page].length : CLASS_UNITS[pageClass[page]] << UNIT_SHIFT;
    }

    private int slots(int page) {
        return pageClass[page] == 0 ? 1 : pages[page].length / (CLASS_UNITS[pageClass[page]] << UNIT_SHIFT);
    }

    private boolean hasRoom(int page) {
        return free[page] != NONE || used[page] < slots(page);
    }

    /** A record of at least {@code bytes} bytes, marked LIVE; the rest of it is whatever was there before. */
    int allocate(int bytes) {
        int sizeClass = classOf(bytes);
        int page = sizeClass == 0 ? newPage(0, bytes) : pageWithRoom(sizeClass);
        int unit = free[page];
        if (unit != NONE) {
            free[page] = getInt(pages[page], (unit << UNIT_SHIFT) + 4);
        } else {
            unit = CLASS_UNITS[sizeClass] * used[page];
            used[page]++;
        }
        live[page]++;
        pages[page][unit << UNIT_SHIFT] = LIVE;
        return page << PAGE_SHIFT | unit;
    }

    private int pageWithRoom(int sizeClass) {
        int page = current[sizeClass];
        if (page != 0 && page != closedPage && hasRoom(page)) {
            return page;
        }
        IntList candidates = open[sizeClass];
        while (candidates != null && candidates.size() > 0) {
            page = candidates.removeLast();
            if (pages[page] != null && pageClass[page] == sizeClass && page != closedPage) {
                listed[page] = false;
                if (hasRoom(page)) {
                    current[sizeClass] = page;
                    return page;
                }
            }
        }
        int slotBytes = CLASS_UNITS[sizeClass] << UNIT_SHIFT;
        long wanted = Math.clamp(classBytes[sizeClass], FIRST_PAGE_BYTES, PAGE_BYTES);
        page = newPage(sizeClass, (int) Math.max(slotBytes, wanted / slotBytes * slotBytes));
        current[sizeClass] = page;
        return page;
    }

    private int newPage(int sizeClass, int bytes) {
        int page = freePages.size() > 0 ? freePages.removeLast() : pageEnd++;
        if (page == pages.length) {
            int length = pages.length * 2;
            pages = Arrays.copyOf(pages, length);
            pageClass = Arrays.copyOf(pageClass, length);
            used = Arrays.copyOf(used, length);
            live = Arrays.copyOf(live, length);
            free = Arrays.copyOf(free, length);
            listed = Arrays.copyOf(listed, length);
        }
        pages[page] = new byte[bytes];
        pageClass[page] = sizeClass;
        used[page] = 0;
        live[page] = 0;
        free[page] = NONE;
        listed[page] = false;
        classBytes[sizeClass] += bytes;
        heapBytes += bytes + ARRAY_HEADER;
        return page;
    }

    void free(int address) {
        int page = address >>> PAGE_SHIFT;
        int sizeClass = pageClass[page];
        int unit = address & UNIT_MASK;
        byte[] data = pages[page];
        data[unit << UNIT_SHIFT] = 0;
        live[page]--;
        if (sizeClass == 0 || live[page] == 0 && page != current[sizeClass] && page != closedPage) {
            release(page);
            return;
        }
        setInt(data, (unit << UNIT_SHIFT) + 4, free[page]);
        free[page] = unit;
        if (!listed[page] && page != current[sizeClass]) {
            list(page);
        }
    }

    private void list(int page) {
        int sizeClass = pageClass[page];
        if (open[sizeClass] == null) {
            open[sizeClass] = new IntList();
        }
        open[sizeClass].add(page);
        listed[page] = true;
    }

    private void release(int page) {
        classBytes[pageClass[page]] -= pages[page].length;
        heapBytes -= pages[page].length + ARRAY_HEADER;
        pages[page] = null;
        freePages.add(page);
    }

    /** Offers records to the owner for eviction, round and round, until {@code bytes} are free or none can go. */
    void evict(long bytes, Owner owner) {
        long before = heapBytes;
        boolean progress = true;
        while (progress && before - heapBytes < bytes) {
            progress = sweep(bytes - (before - heapBytes), owner);
            compact(owner);
        }
    }

    /** Two turns of the clock at most: the first may only take away the mark of recent use. */
    private boolean sweep(long bytes, Owner owner) {
        long freed = 0;
        int turns = 2 * pageEnd;
        for (int i = 0; i < turns && freed < bytes; i++) {
            hand = hand + 1 < pageEnd ? hand + 1 : 1;
            byte[] page = pages[hand];
            if (page == null) {
                continue;
            }
            int slotUnits = CLASS_UNITS[pageClass[hand]];
            int slotBytes = pageClass[hand] == 0 ? page.length : slotUnits << UNIT_SHIFT;
            for (int slot = 0, count = used(hand); slot < count && pages[hand] == page; slot++) {
                int unit = slot * slotUnits;
                if (page[unit << UNIT_SHIFT] != 0 && owner.evictIfCold(hand << PAGE_SHIFT | unit)) {
                    freed += slotBytes;
                }
            }
        }
        return freed > 0;
    }

    private int used(int page) {
        return pageClass[page] == 0 ? 1 : used[page];
    }

    /** Empties pages that are less than three quarters full, where their records fit elsewhere, and gives them back. */
    private void compact(Owner owner) {
        long[] room = new long[CLASS_UNITS.length];
        for (int page = 1; page < pageEnd; page++) {
            if (pages[page] != null && pageClass[page] != 0) {
                room[pageClass[page]] += slots(page) - live[page];
            }
        }
        for (int page = 1; page < pageEnd; page++) {
            if (pages[page] == null || pageClass[page] == 0) {
                continue;
            }
            int sizeClass = pageClass[page];
            int slots = slots(page);
            if (live[page] * 4L < slots * 3L && room[sizeClass] - (slots - live[page]) >= live[page]) {
                room[sizeClass] -= slots;
                empty(page, sizeClass, owner);
            }
        }
    }

    private void empty(int page, int sizeClass, Owner owner) {
        closedPage = page;
        if (current[sizeClass] == page) {
            current[sizeClass] = 0;
        }
        byte[] data = pages[page];
        int slotUnits = CLASS_UNITS[sizeClass];
        int slotBytes = slotUnits << UNIT_SHIFT;
        for (int slot = 0; slot < used[page]; slot++) {
            int at = slot * slotBytes;
            if (data[at] != 0) {
                int to = allocate(slotBytes);
                System.arraycopy(data, at, page(to), offset(to), slotBytes);
                owner.moved(page << PAGE_SHIFT | slot * slotUnits, to);
            }
        }
        closedPage = 0;
        release(page);
    }
}
