package dev.millrace.executor.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entries of a scan, kept because they can only be used once the scan is known to have ended. */
final class StoredRows implements StateReader.EntryVisitor {

    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();

    @Override
    public boolean entry(byte[] key, int keyLength, byte[] value, int valueLength) {
        keys.add(Arrays.copyOf(key, keyLength));
        values.add(Arrays.copyOf(value, valueLength));
        return true;
    }

    int size() {
        return keys.size();
    }

    byte[] key(int index) {
        return keys.get(index);
    }

    byte[] value(int index) {
        return values.get(index);
    }
}
