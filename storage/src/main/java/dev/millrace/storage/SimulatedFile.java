package dev.millrace.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The content of one file of a {@link SimulatedDisk}: what programs see, and what would survive a crash. */
final class SimulatedFile {
    /** A medium writes a sector whole or not at all. */
    private static final int SECTOR_BYTES = 512;

    private Content visible = new Content();
    private Content durable = new Content();
    private final List<Change> unforced = new ArrayList<>();

    /** A write of bytes, or, with {@code bytes == null}, a cut of the file at the position. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Change(long position, byte[] bytes) {}

    /** Growable bytes. */
    private static final class Content {
        byte[] bytes = new byte[256];
        int length;

        void apply(Change change) {
            int position = Math.toIntExact(change.position());
            if (change.bytes() == null) {
                cut(position);
            } else {
                write(change.bytes(), 0, change.bytes().length, position);
            }
        }

        void write(byte[] source, int from, int to, int position) {
            int end = position + to - from;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            System.arraycopy(source, from, bytes, position, to - from);
            length = Math.max(length, end);
        }

        void cut(int newLength) {
            if (newLength < length) {
                Arrays.fill(bytes, newLength, length, (byte) 0);
                length = newLength;
            }
        }

        Content copy() {
            Content copy = new Content();
            copy.bytes = bytes.clone();
            copy.length = length;
            return copy;
        }
    }

    long length() {
        return visible.length;
    }

    int read(ByteBuffer target, long position) {
        if (position >= visible.length) {
            return -1;
        }
        int count = (int) Math.min(target.remaining(), visible.length - position);
        target.put(visible.bytes, (int) position, count);
        return count;
    }

    void write(byte[] bytes, long position) {
        change(new Change(position, bytes));
    }

    void truncate(long length) {
        change(new Change(length, null));
    }

    private void change(Change change) {
        visible.apply(change);
        unforced.add(change);
    }

    void force() {
        unforced.forEach(durable::apply);
        unforced.clear();
    }

    /** The kernel's way after a failed fsync: the pages count as clean, and are never written. */
    void loseUnforced() {
        unforced.clear();
    }

    void crash(SplittableRandom random) {
        if (random != null && random.nextBoolean()) {
            keepPrefix(random);
        } else if (random != null) {
            keepSectors(random);
        }
        unforced.clear();
        visible = durable.copy();
    }

    private void keepPrefix(SplittableRandom random) {
        int survivors = random.nextInt(unforced.size() + 1);
        unforced.subList(0, survivors).forEach(durable::apply);
        if (survivors < unforced.size()) {
            Change torn = unforced.get(survivors);
            if (torn.bytes() != null) {
                durable.write(torn.bytes(), 0, random.nextInt(torn.bytes().length + 1), (int) torn.position());
            }
        }
    }

    private void keepSectors(SplittableRandom random) {
        for (Change change : unforced) {
            if (change.bytes() == null) {
                durable.apply(change);
                continue;
            }
            int from = 0;
            while (from < change.bytes().length) {
                int position = (int) change.position() + from;
                int to = Math.min(change.bytes().length, from + SECTOR_BYTES - position % SECTOR_BYTES);
                if (random.nextBoolean()) {
                    durable.write(change.bytes(), from, to, position);
                }
                from = to;
            }
        }
    }

    void flipBit(long offset) {
        visible.bytes[(int) offset] ^= 1;
        if (offset < durable.length) {
            durable.bytes[(int) offset] ^= 1;
        }
    }
}
