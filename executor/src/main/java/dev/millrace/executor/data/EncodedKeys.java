package dev.millrace.executor.data;

import java.util.Arrays;

/**
 * The encoded keys of the rows of one batch, with their hashes, one after the other: encoded once, then used to deal
 * rows to shards and to find state. Reused from step to step by its owner; one thread.
 */
public final class EncodedKeys {

    private final ByteBuilder bytes = new ByteBuilder(1024);
    private int[] ends = new int[16];
    private long[] hashes = new long[16];
    private int size;

    public void clear() {
        bytes.clear();
        size = 0;
    }

    /** Replaces the content by the keys of a batch's rows, in order. */
    public void encode(KeyEncoder encoder, DeltaBatch batch) {
        clear();
        int width = encoder.fixedWidth(batch);
        if (width > 0) {
            int start = bytes.extend(Math.multiplyExact(width, batch.size()));
            encoder.encodeAll(batch, bytes.array(), start, width);
            reserve(batch.size());
            for (int row = 0; row < batch.size(); row++) {
                ends[row] = width * (row + 1);
                hashes[row] = KeyHash.of(bytes.array(), width * row, ends[row]);
            }
            size = batch.size();
            return;
        }
        for (int row = 0; row < batch.size(); row++) {
            encoder.encode(batch, row, bytes);
            end();
        }
    }

    /** Replaces the content by some keys of another, at {@code rows[0..count)}. */
    public void select(EncodedKeys source, int[] rows, int count) {
        clear();
        reserve(count);
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            bytes.append(source.array(), source.start(row), source.end(row));
            ends[i] = bytes.size();
            hashes[i] = source.hash(row);
        }
        size = count;
    }

    /** Where the next key is to be written; {@link #end} closes it. */
    public ByteBuilder bytes() {
        return bytes;
    }

    /** Ends the key that was appended to {@link #bytes}. */
    public void end() {
        reserve(size + 1);
        int start = start(size);
        ends[size] = bytes.size();
        hashes[size] = KeyHash.of(bytes.array(), start, bytes.size());
        size++;
    }

    private void reserve(int rows) {
        if (rows > ends.length) {
            ends = Arrays.copyOf(ends, Math.max(rows, size * 2));
            hashes = Arrays.copyOf(hashes, ends.length);
        }
    }

    public int size() {
        return size;
    }

    public byte[] array() {
        return bytes.array();
    }

    public int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    public int end(int row) {
        return ends[row];
    }

    public long hash(int row) {
        return hashes[row];
    }
}
