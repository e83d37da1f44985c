package dev.millrace.executor.state;

import java.util.ArrayList;
import java.util.List;

import static dev.millrace.executor.state.RecordPages.setLong;

/**
 * The leaves of an {@link OrderedTable} that storage does not have as they are: changed, or handed over and not yet
 * safe.
 */
final class UnsettledLeaves {

    private List<Leaf> dirty = new ArrayList<>();
    private List<Leaf> pending = new ArrayList<>();

    int size() {
        return dirty.size() + pending.size();
    }

    void listDirty(Leaf leaf) {
        if (!leaf.isListedDirty) {
            leaf.isListedDirty = true;
            dirty.add(leaf);
        }
    }

    void listPending(Leaf leaf) {
        if (!leaf.isListedPending) {
            leaf.isListedPending = true;
            pending.add(leaf);
        }
    }

    /** The leaves that were handed over, which are no more listed. */
    List<Leaf> takePending() {
        List<Leaf> taken = pending;
        pending = new ArrayList<>();
        taken.forEach(leaf -> leaf.isListedPending = false);
        return taken;
    }

    /** Hands over every changed entry. */
    void writeDirty(int storageTable, StateWriter writer) {
        byte[] value = new byte[64];
        for (Leaf leaf : dirty) {
            leaf.isListedDirty = false;
            listPending(leaf);
            for (int entry = 0; entry < leaf.count(); entry++) {
                int flags = leaf.flags(entry);
                if ((flags & Leaf.DIRTY) == 0) {
                    continue;
                }
                leaf.setFlags(entry, flags & ~Leaf.DIRTY | Leaf.PENDING);
                if (leaf.weight(entry) == 0) {
                    writer.delete(storageTable, leaf.data(), leaf.keyStart(entry), leaf.keyEnd(entry));
                    continue;
                }
                int length = 8 + leaf.valueEnd(entry) - leaf.keyEnd(entry);
                if (value.length < length) {
                    value = new byte[length * 2];
                }
                setLong(value, 0, leaf.weight(entry));
                System.arraycopy(leaf.data(), leaf.keyEnd(entry), value, 8, length - 8);
                writer.put(
                        storageTable, leaf.data(), leaf.keyStart(entry), leaf.keyEnd(entry), value, 0, length);
            }
        }
        dirty = new ArrayList<>();
    }
}
