package dev.millrace.executor.state;

/** Reads back what checkpoints put into storage: always the latest committed value. */
public interface StateReader {

    /** The value, or null. */
    byte[] get(int table, byte[] key);

    /** The values of many keys, null where absent; cheaper than one by one, cheapest when the keys ascend. */
    byte[][] get(int table, byte[][] keys);

    /** All entries whose key starts with the prefix, in key order; stops when the visitor answers false. */
    void scan(int table, byte[] prefix, EntryVisitor visitor);

    /** Takes one entry of a scan; the arrays are only valid during the call. */
    interface EntryVisitor {
        boolean entry(byte[] key, int keyLength, byte[] value, int valueLength);
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
        public void scan(int table, byte[] prefix, EntryVisitor visitor) {}
    };
}
