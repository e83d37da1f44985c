package dev.millrace.executor.engine;

import java.util.Arrays;

import dev.millrace.executor.state.StateReader;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.Cursor;
import dev.millrace.storage.StateStore;

/** Operator state as the last checkpoint put it into storage. */
final class StoredState implements StateReader {

    private final StateStore state;

    StoredState(StateStore state) {
        this.state = state;
    }

    @Override
    public byte[] get(int table, byte[] key) {
        return state.get(table, key);
    }

    @Override
    public byte[][] get(int table, byte[][] keys) {
        return state.multiGet(table, keys);
    }

    @Override
    public void scanRange(int table, byte[] from, byte[] to, EntryVisitor visitor) {
        try (Cursor cursor = state.scan(table, from, to)) {
            visit(cursor, visitor);
        }
    }

    @Override
    public void scanRangeDescending(int table, byte[] from, byte[] to, EntryVisitor visitor) {
        try (Cursor cursor = state.scanDescending(table, from, to)) {
            visit(cursor, visitor);
        }
    }

    private static void visit(Cursor cursor, EntryVisitor visitor) {
        while (cursor.next()) {
            byte[] key = cursor.key().toByteArray();
            byte[] value = cursor.value().toByteArray();
            if (!visitor.entry(key, key.length, value, value.length)) {
                return;
            }
        }
    }

    @Override
    public void scanAll(int table, byte[][] prefixes, PrefixVisitor visitor) {
        if (prefixes.length == 0) {
            return;
        }
        byte[] end = StateReader.prefixEnd(prefixes[prefixes.length - 1]);
        try (Cursor cursor = state.scan(table, prefixes[0], end)) {
            boolean isAtEntry = cursor.next();
            for (int i = 0; i < prefixes.length && isAtEntry; i++) {
                byte[] prefix = prefixes[i];
                if (compare(cursor.key(), prefix) < 0) {
                    isAtEntry = cursor.seek(prefix);
                }
                while (isAtEntry && startsWith(cursor.key(), prefix)) {
                    byte[] key = cursor.key().toByteArray();
                    byte[] value = cursor.value().toByteArray();
                    visitor.entry(i, key, key.length, value, value.length);
                    isAtEntry = cursor.next();
                }
            }
        }
    }

    private static int compare(ByteReader key, byte[] to) {
        return Arrays.compareUnsigned(key.array(), key.position(), key.limit(), to, 0, to.length);
    }

    private static boolean startsWith(ByteReader key, byte[] prefix) {
        int at = key.position();
        return key.remaining() >= prefix.length
                && Arrays.equals(key.array(), at, at + prefix.length, prefix, 0, prefix.length);
    }
}
