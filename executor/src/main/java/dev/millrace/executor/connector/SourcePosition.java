package dev.millrace.executor.connector;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How far a source was read: for each split (a partition, a file) the offset to read next. A split that is not named
 * has offset 0, so that splits which appear later are read from their beginning. Immutable.
 */
public final class SourcePosition {

    public static final SourcePosition ZERO = new SourcePosition(Collections.emptySortedMap());

    private final SortedMap<String, Long> offsets;

    private SourcePosition(SortedMap<String, Long> offsets) {
        this.offsets = offsets;
    }

    /** @param offsets none negative */
    public static SourcePosition of(Map<String, Long> offsets) {
        for (Map.Entry<String, Long> entry : offsets.entrySet()) {
            if (entry.getValue() < 0) {
                throw new IllegalArgumentException("offset of split " + entry.getKey() + ": " + entry.getValue());
            }
        }
        return new SourcePosition(Collections.unmodifiableSortedMap(new TreeMap<>(offsets)));
    }

    public static SourcePosition of(String split, long offset) {
        return of(Map.of(split, offset));
    }

    /** The named splits in their order, with the offset to read next. */
    public SortedMap<String, Long> offsets() {
        return offsets;
    }

    /** The offset to read next. */
    public long offset(String split) {
        return offsets.getOrDefault(split, 0L);
    }

    public SourcePosition with(String split, long offset) {
        SortedMap<String, Long> changed = new TreeMap<>(offsets);
        changed.put(split, offset);
        return of(changed);
    }

    /** Whether no split is behind the other position's. */
    public boolean isAtLeast(SourcePosition other) {
        for (Map.Entry<String, Long> entry : other.offsets.entrySet()) {
            if (offset(entry.getKey()) < entry.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** Number of splits, then for each its name and offset; lengths and numbers as varints. */
    public byte[] encode() {
        List<byte[]> names = new ArrayList<>(offsets.size());
        int bytes = 5;
        for (String split : offsets.keySet()) {
            byte[] name = split.getBytes(UTF_8);
            names.add(name);
            bytes += name.length + 15;
        }
        ByteBuffer out = ByteBuffer.allocate(bytes);
        putVarint(out, offsets.size());
        int i = 0;
        for (long offset : offsets.values()) {
            byte[] name = names.get(i++);
            putVarint(out, name.length);
            out.put(name);
            putVarint(out, offset);
        }
        byte[] encoded = new byte[out.position()];
        out.flip().get(encoded);
        return encoded;
    }

    /** @throws IllegalArgumentException when the bytes are not what {@link #encode} writes */
    public static SourcePosition decode(byte[] encoded) {
        try {
            ByteBuffer in = ByteBuffer.wrap(encoded);
            long count = getVarint(in);
            SortedMap<String, Long> offsets = new TreeMap<>();
            for (long i = 0; i < count; i++) {
                long length = getVarint(in);
                if (length > in.remaining()) {
                    throw new BufferUnderflowException();
                }
                byte[] name = new byte[(int) length];
                in.get(name);
                offsets.put(new String(name, UTF_8), getVarint(in));
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("a source position with " + in.remaining() + " bytes too many");
            }
            return of(offsets);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a source position that ends too early", e);
        }
    }

    private static void putVarint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long getVarint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of a source position is too long");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourcePosition position && offsets.equals(position.offsets);
    }

    @Override
    public int hashCode() {
        return offsets.hashCode();
    }

    /** As in {@code 0:17, 1:4}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        offsets.forEach((split, offset) ->
                text.append(text.isEmpty() ? "" : ", ").append(split).append(':').append(offset));
        return text.toString();
    }
}
