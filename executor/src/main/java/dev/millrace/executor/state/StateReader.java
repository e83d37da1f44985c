package dev.millrace.executor.state;

import java.util.Arrays;

/** Reads back what checkpoints put into storage: always the latest committed value. */
public interface StateReader {

    /** The value, or null. */
    byte[] get(int table, byte[] key);

    /** The values of many keys, null where absent; cheaper than one by one, cheapest when the keys ascend. */
    byte[][] get(int table, byte[][] keys);

    /**
     * All entries with {@code from <= key < to}, in key order (unsigned bytes); stops when the visitor answers false.
     *
     * @param to null for no upper end
     */
    void scanRange(int table, byte[] from, byte[] to, EntryVisitor visitor);

    /** The same entries as {@link #scanRange}, in descending order. */
    void scanRangeDescending(int table, byte[] from, byte[] to, EntryVisitor visitor);

    /** All entries whose key starts with the prefix, in key order; stops when the visitor answers false. */
    default void scan(int table, byte[] prefix, EntryVisitor visitor) {
        scanRange(table, prefix, prefixEnd(prefix), visitor);
    }

    /**
     * For each of some ascending prefixes the entries whose key starts with it, all in key order. Much cheaper than a
     * scan for each, because storage is gone through once.
     */
    default void scanAll(int table, byte[][] prefixes, PrefixVisitor visitor) {
        for (int i = 0; i < prefixes.length; i++) {
            int prefix = i;
            scan(table, prefixes[i], (key, keyLength, value, valueLength) -> {
                visitor.entry(prefix, key, keyLength, value, valueLength);
                return true;
            });
        }
    }

    /** The first key after all that start with the prefix; null when there is none. */
    static byte[] prefixEnd(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] end = Arrays.copyOf(prefix, length);
        end[length - 1]++;
        return end;
    }

    /** Takes one entry of a scan; the arrays are only valid during the call. */
    interface EntryVisitor {
        boolean entry(byte[] key, int keyLength, byte[] value, int valueLength);
    }

    /** Takes one entry that starts with a prefix, by number; the arrays are only valid during the call. */
    interface PrefixVisitor {
        void entry(int prefix, byte[] key, int keyLength, byte[] value, int valueLength);
    }

    /** For state that lives only as long as a query and is never spilled. */
    StateReader NONE = new StateReader() {
        @Override
        public byte[] get(int table, byte[] key) {
            return null;
        }

        @Override
        public byte[][] get(int table, byte[][] keys) {
            return new byte[keys.length][];
        }

        @Override
        public void scanRange(int table, byte[] from, byte[] to, EntryVisitor visitor) {}

        @Override
        public void scanRangeDescending(int table, byte[] from, byte[] to, EntryVisitor visitor) {}
    };
}
