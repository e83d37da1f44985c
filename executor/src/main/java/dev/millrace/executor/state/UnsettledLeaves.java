package dev.millrace.executor.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import static dev.millrace.executor.state.RecordPages.setLong;

/**
 * The leaves of an {@link OrderedTable} that storage does not have as they are: changed, due to be handed over as they
 * were at a cut, or handed over and not yet safe. A leaf that is due is handed over before anything in it changes.
 */
final class UnsettledLeaves {

    private static final StateWriter NOWHERE = new StateWriter() {
        @Override
        public void put(int table, byte[] key, int keyStart, int keyEnd, byte[] value, int valueStart, int valueEnd) {
            // nobody wants it any more
        }

        @Override
        public void delete(int table, byte[] key, int keyStart, int keyEnd) {
            // likewise
        }
    };

    private final int storageTable;
    private List<Leaf> dirty = new ArrayList<>();
    private List<Leaf> due = new ArrayList<>();
    private List<Leaf> pending = new ArrayList<>();
    private StateWriter writer;
    private boolean isSettling;
    private byte[] value = new byte[64];

    UnsettledLeaves(int storageTable) {
        this.storageTable = storageTable;
    }

    int size() {
        return dirty.size() + due.size() + pending.size();
    }

    void listDirty(Leaf leaf) {
        if (!leaf.isListedDirty) {
            leaf.isListedDirty = true;
            dirty.add(leaf);
        }
    }

    private void listPending(Leaf leaf) {
        if (!leaf.isListedPending) {
            leaf.isListedPending = true;
            pending.add(leaf);
        }
    }

    /** Entries were moved from one leaf to a new one. */
    void split(Leaf leaf, Leaf upper) {
        if (leaf.isListedDirty) {
            listDirty(upper);
        }
        if (leaf.isDue) {
            upper.isDue = true;
            due.add(upper);
        }
        if (leaf.isListedPending) {
            listPending(upper);
        }
    }

    /** Every changed entry is due, as it is now. Nothing is due, or waits to be settled, from before. */
    void cut(StateWriter to) {
        writer = to;
        due = dirty;
        dirty = new ArrayList<>();
        for (Leaf leaf : due) {
            leaf.isListedDirty = false;
            leaf.isDue = true;
        }
    }

    /** Hands over about so many of the leaves that are due; returns whether there are more. */
    boolean handOver(int leaves) {
        for (int i = 0; i < leaves && !due.isEmpty(); i++) {
            Leaf leaf = due.removeLast();
            if (leaf.isDue) {
                handOver(leaf);
            }
        }
        return !due.isEmpty();
    }

    /** Hands over the changed entries of a leaf that is due, and is so no more. */
    void handOver(Leaf leaf) {
        leaf.isDue = false;
        listPending(leaf);
        for (int entry = 0; entry < leaf.count(); entry++) {
            int flags = leaf.flags(entry);
            if ((flags & Leaf.DIRTY) != 0) {
                leaf.setFlags(entry, flags & ~Leaf.DIRTY | Leaf.PENDING);
                handOver(leaf, entry);
            }
        }
    }

    private void handOver(Leaf leaf, int entry) {
        if (leaf.weight(entry) == 0) {
            writer.delete(storageTable, leaf.data(), leaf.keyStart(entry), leaf.keyEnd(entry));
            return;
        }
        int length = 8 + leaf.valueEnd(entry) - leaf.keyEnd(entry);
        if (value.length < length) {
            value = new byte[length * 2];
        }
        setLong(value, 0, leaf.weight(entry));
        System.arraycopy(leaf.data(), leaf.keyEnd(entry), value, 8, length - 8);
        writer.put(storageTable, leaf.data(), leaf.keyStart(entry), leaf.keyEnd(entry), value, 0, length);
    }

    /** Storage has what was handed over. */
    void stored() {
        isSettling = true;
    }

    /** Settles about so many of the leaves that storage has; returns whether there are more. */
    boolean settle(int leaves, Consumer<Leaf> settled) {
        if (!isSettling) {
            return false;
        }
        for (int i = 0; i < leaves && !pending.isEmpty(); i++) {
            Leaf leaf = pending.removeLast();
            leaf.isListedPending = false;
            leaf.checkpointed();
            settled.accept(leaf);
        }
        isSettling = !pending.isEmpty();
        return isSettling;
    }

    /** What was due or handed over counts as changed again; returns its bytes. */
    long takeBack() {
        handOverNothing();
        long bytes = 0;
        for (Leaf leaf : pending) {
            leaf.isListedPending = false;
            bytes += leaf.takeBack();
            listDirty(leaf);
        }
        pending = new ArrayList<>();
        return bytes;
    }

    private void handOverNothing() {
        writer = NOWHERE;
        handOver(Integer.MAX_VALUE);
    }
}
