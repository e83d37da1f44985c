package dev.millrace.executor.state;

import java.util.Arrays;

/**
 * Finds the leaf that covers a key: the leaves in order, in blocks of some hundred, each leaf with the first eight
 * bytes of its lowest key beside it, so that a search compares words in two arrays and looks at a leaf only where
 * those are equal.
 */
final class LeafDirectory {

    private static final int BLOCK_MAX = 512;

    /** A run of leaves. */
    private static final class Block {
        long[] heads = new long[8];
        Leaf[] leaves = new Leaf[8];
        int count;

        void insert(int position, Leaf leaf) {
            if (count == leaves.length) {
                heads = Arrays.copyOf(heads, count * 2);
                leaves = Arrays.copyOf(leaves, count * 2);
            }
            System.arraycopy(heads, position, heads, position + 1, count - position);
            System.arraycopy(leaves, position, leaves, position + 1, count - position);
            heads[position] = head(leaf.low, 0, leaf.low.length);
            leaves[position] = leaf;
            count++;
        }

        void remove(int position) {
            System.arraycopy(heads, position + 1, heads, position, count - position - 1);
            System.arraycopy(leaves, position + 1, leaves, position, count - position - 1);
            leaves[--count] = null;
        }

        Block split() {
            Block upper = new Block();
            int keep = count / 2;
            upper.heads = Arrays.copyOfRange(heads, keep, count);
            upper.leaves = Arrays.copyOfRange(leaves, keep, count);
            upper.count = count - keep;
            Arrays.fill(leaves, keep, count, null);
            count = keep;
            return upper;
        }
    }

    private Block[] blocks = {new Block()};
    private long[] blockHeads = {0};
    private int blockCount = 1;
    private int size;

    int size() {
        return size;
    }

    /** The first eight bytes as an unsigned number; what is missing counts as 0. */
    private static long head(byte[] key, int start, int end) {
        long head = 0;
        int length = Math.min(8, end - start);
        for (int i = 0; i < length; i++) {
            head |= (key[start + i] & 0xFFL) << (56 - 8 * i);
        }
        return head;
    }

    private static boolean isAtMost(long leafHead, Leaf leaf, long head, byte[] key, int start, int end) {
        int order = Long.compareUnsigned(leafHead, head);
        return order < 0
                || order == 0 && Arrays.compareUnsigned(leaf.low, 0, leaf.low.length, key, start, end) <= 0;
    }

    /** The last block whose first leaf is not above the key. */
    private int block(long head, byte[] key, int start, int end) {
        int low = 0;
        int high = blockCount - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (isAtMost(blockHeads[middle], blocks[middle].leaves[0], head, key, start, end)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The last leaf of the block that is not above the key, or -1. */
    private static int position(Block block, long head, byte[] key, int start, int end) {
        int low = -1;
        int high = block.count - 1;
        while (low < high) {
            int middle = (low + high + 1) >> 1;
            if (isAtMost(block.heads[middle], block.leaves[middle], head, key, start, end)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The last leaf whose lowest key is not above the key; the first leaf's is empty, so there is one. */
    Leaf floor(byte[] key, int start, int end) {
        long head = head(key, start, end);
        Block block = blocks[block(head, key, start, end)];
        return block.leaves[position(block, head, key, start, end)];
    }

    /** Adds a leaf; none with its lowest key is there. */
    void add(Leaf leaf) {
        byte[] low = leaf.low;
        long head = head(low, 0, low.length);
        int at = size == 0 ? 0 : block(head, low, 0, low.length);
        Block block = blocks[at];
        block.insert(position(block, head, low, 0, low.length) + 1, leaf);
        size++;
        if (block.count > BLOCK_MAX) {
            insertBlock(at + 1, block.split());
        }
    }

    private void insertBlock(int at, Block block) {
        if (blockCount == blocks.length) {
            blocks = Arrays.copyOf(blocks, blockCount * 2);
            blockHeads = Arrays.copyOf(blockHeads, blockCount * 2);
        }
        System.arraycopy(blocks, at, blocks, at + 1, blockCount - at);
        System.arraycopy(blockHeads, at, blockHeads, at + 1, blockCount - at);
        blocks[at] = block;
        blockHeads[at] = block.heads[0];
        blockCount++;
    }

    /** Takes a leaf out; never the first, whose lowest key is empty. */
    void remove(Leaf leaf) {
        byte[] low = leaf.low;
        long head = head(low, 0, low.length);
        int at = block(head, low, 0, low.length);
        Block block = blocks[at];
        int position = position(block, head, low, 0, low.length);
        if (block.leaves[position] != leaf) {
            throw new IllegalStateException("a leaf is not where it belongs");
        }
        block.remove(position);
        size--;
        if (block.count == 0) {
            System.arraycopy(blocks, at + 1, blocks, at, blockCount - at - 1);
            System.arraycopy(blockHeads, at + 1, blockHeads, at, blockCount - at - 1);
            blocks[--blockCount] = null;
        } else {
            blockHeads[at] = block.heads[0];
        }
    }
}
