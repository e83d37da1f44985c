package dev.millrace.executor.state;

/**
 * The leaves of an {@link OrderedTable}: a chain in the order of their ranges, which leaves nothing out, and a
 * directory that finds the one a key belongs to. Knows what they take on the heap, and how many are not loaded.
 */
final class LeafChain {

    private final LeafDirectory directory = new LeafDirectory();
    private final UnsettledLeaves unsettled;
    private final Leaf first = new Leaf(new byte[0]);
    private Leaf recent = first;
    /** Where eviction goes on. */
    private Leaf hand = first;
    private long heapBytes;
    private int unloaded;

    /** @param unsettled where leaves are listed whose entries were split off a listed one */
    LeafChain(UnsettledLeaves unsettled, boolean isLoaded) {
        this.unsettled = unsettled;
        first.isLoaded = isLoaded;
        first.isLinked = true;
        unloaded = isLoaded ? 0 : 1;
        directory.add(first);
        heapBytes = first.heapBytes();
    }

    long heapBytes() {
        return heapBytes;
    }

    /** Counts them. */
    long entries() {
        long entries = 0;
        for (Leaf leaf = first; leaf != null; leaf = leaf.next) {
            entries += leaf.count();
        }
        return entries;
    }

    int size() {
        return directory.size();
    }

    /** Whether no leaf has entries in storage that are not on the heap. */
    boolean isLoaded() {
        return unloaded == 0;
    }

    /** The leaf whose range a key lies in. */
    Leaf find(byte[] key, int start, int end) {
        if (!recent.covers(key, start, end)) {
            recent = directory.floor(key, start, end);
        }
        return recent;
    }

    /** A leaf has changed its size since it had so many bytes. */
    void resized(Leaf leaf, long bytesBefore) {
        heapBytes += leaf.heapBytes() - bytesBefore;
    }

    /** Everything of the leaf's range is on the heap from now on. */
    void loaded(Leaf leaf) {
        leaf.isLoaded = true;
        unloaded--;
    }

    /** Moves the upper half of the entries, and of the range, to a leaf of their own. */
    void split(Leaf leaf) {
        int keep = leaf.count() / 2;
        split(leaf, keep, leaf.key(keep));
    }

    /** Divides a leaf's range at a key, which lies in it and is not its lowest; returns the upper part. */
    Leaf split(Leaf leaf, byte[] at) {
        int entry = leaf.find(at, 0, at.length);
        return split(leaf, entry < 0 ? -entry - 1 : entry, at);
    }

    private Leaf split(Leaf leaf, int keep, byte[] at) {
        long before = leaf.heapBytes();
        Leaf upper = leaf.split(keep, at);
        link(leaf, upper);
        resized(leaf, before);
        unsettled.split(leaf, upper);
        return upper;
    }

    private void link(Leaf before, Leaf leaf) {
        leaf.next = before.next;
        leaf.previous = before;
        if (before.next != null) {
            before.next.previous = leaf;
        }
        before.next = leaf;
        leaf.isLinked = true;
        directory.add(leaf);
        heapBytes += leaf.heapBytes();
        unloaded += leaf.isLoaded ? 0 : 1;
    }

    /** Gives an empty leaf's range to the one before, if both are loaded: only then is it known to be empty. */
    void dissolve(Leaf leaf) {
        if (leaf.isLinked && leaf.isLoaded && leaf.previous != null && leaf.previous.isLoaded) {
            unlink(leaf);
        }
    }

    /** The range of a leaf without entries becomes part of the one before. */
    private void unlink(Leaf leaf) {
        Leaf before = leaf.previous;
        before.next = leaf.next;
        if (leaf.next != null) {
            leaf.next.previous = before;
        }
        leaf.isLinked = false;
        directory.remove(leaf);
        heapBytes -= leaf.heapBytes();
        unloaded -= leaf.isLoaded ? 0 : 1;
        if (recent == leaf) {
            recent = before;
        }
        if (hand == leaf) {
            hand = before;
        }
    }

    /** Forgets the entries of leaves that were not touched since the last turn and that storage has as they are. */
    long evict(long bytes) {
        long before = heapBytes;
        int turns = 2 * size();
        for (int i = 0; i < turns && before - heapBytes < bytes; i++) {
            hand = hand.next == null ? first : hand.next;
            Leaf leaf = hand;
            if (leaf.isReferenced) {
                leaf.isReferenced = false;
            } else if ((leaf.isLoaded || leaf.count() > 0) && leaf.unsettled == 0) {
                evict(leaf);
            }
        }
        return before - heapBytes;
    }

    private void evict(Leaf leaf) {
        long before = leaf.heapBytes();
        unloaded += leaf.isLoaded ? 1 : 0;
        leaf.unload();
        resized(leaf, before);
        if (leaf.next != null && !leaf.next.isLoaded && leaf.next.count() == 0) {
            unlink(leaf.next);
        }
        if (leaf.previous != null && !leaf.previous.isLoaded) {
            unlink(leaf);
        }
    }
}
