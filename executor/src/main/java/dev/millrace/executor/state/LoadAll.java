package dev.millrace.executor.state;

/**
 * Reads a small table whole at its first miss after a restart: from then on it is complete and asks storage no more.
 * Stops at a bound, so that a large table costs one bounded scan and is then read entry by entry.
 */
final class LoadAll {

    private static final long BYTES_MAX = 256 * 1024;

    private LoadAll() {}

    /** Whether the visitor saw everything. */
    static boolean into(StateReader reader, int table, StateReader.EntryVisitor visitor) {
        long[] read = {0};
        boolean[] isAll = {true};
        reader.scanRange(table, new byte[0], null, (key, keyLength, value, valueLength) -> {
            read[0] += keyLength + valueLength + 32;
            if (read[0] > BYTES_MAX) {
                isAll[0] = false;
                return false;
            }
            return visitor.entry(key, keyLength, value, valueLength);
        });
        return isAll[0];
    }
}
