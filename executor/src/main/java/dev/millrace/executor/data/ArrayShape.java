package dev.millrace.executor.data;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * The dimensions of an array: how many elements each has, and the number of its first one. An array without elements
 * has none. Two shapes are equal when both the sizes and the first numbers are. Immutable.
 */
public final class ArrayShape implements Comparable<ArrayShape> {

    /** PostgreSQL's bounds. */
    public static final int DIMENSIONS_MAX = 6;

    public static final int ELEMENTS_MAX = 134_217_727;

    public static final ArrayShape EMPTY = new ArrayShape(new int[0], new int[0]);

    private final int[] sizes;
    private final int[] lowers;

    private ArrayShape(int[] sizes, int[] lowers) {
        this.sizes = sizes;
        this.lowers = lowers;
    }

    /**
     * @param lowers the numbers of the first elements
     * @throws SqlException 54000 of too many elements or dimensions
     */
    public static ArrayShape of(int[] sizes, int[] lowers) {
        requireDimensions(sizes.length);
        long count = 1;
        for (int i = 0; i < sizes.length; i++) {
            count *= sizes[i];
            if (count > ELEMENTS_MAX) {
                throw tooLarge();
            }
            if (sizes[i] > 0 && (long) lowers[i] + sizes[i] > Integer.MAX_VALUE) {
                throw new SqlException(
                        SqlState.PROGRAM_LIMIT_EXCEEDED, "array lower bound is too large: " + lowers[i]);
            }
        }
        return count == 0 ? EMPTY : new ArrayShape(sizes.clone(), lowers.clone());
    }

    public static void requireDimensions(int count) {
        if (count > DIMENSIONS_MAX) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "number of array dimensions (" + count + ") exceeds the maximum allowed (" + DIMENSIONS_MAX + ")");
        }
    }

    public static SqlException tooLarge() {
        return new SqlException(
                SqlState.PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed (" + ELEMENTS_MAX + ")");
    }

    /** One dimension, counted from 1. */
    public static ArrayShape list(int size) {
        return size == 0 ? EMPTY : new ArrayShape(new int[] {size}, new int[] {1});
    }

    public int dimensions() {
        return sizes.length;
    }

    /** @param dimension from 0 */
    public int size(int dimension) {
        return sizes[dimension];
    }

    public int lower(int dimension) {
        return lowers[dimension];
    }

    public int upper(int dimension) {
        return lowers[dimension] + sizes[dimension] - 1;
    }

    /** Copies, which are the caller's. */
    public int[] sizes() {
        return sizes.clone();
    }

    public int[] lowers() {
        return lowers.clone();
    }

    /** How many elements there are. */
    public int count() {
        int count = sizes.length == 0 ? 0 : 1;
        for (int size : sizes) {
            count *= size;
        }
        return count;
    }

    /** Whether it has one dimension that is counted from 1, or none: then the physical form does not tell it. */
    public boolean isPlain() {
        return sizes.length == 0 || sizes.length == 1 && lowers[0] == 1;
    }

    public boolean countsFromOne() {
        return Arrays.stream(lowers).allMatch(lower -> lower == 1);
    }

    /** The place of an element among all, from 0; -1 outside. @param numbers as many as there are dimensions */
    public int place(int[] numbers) {
        int place = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (numbers[i] < lowers[i] || numbers[i] > upper(i)) {
                return -1;
            }
            place = place * sizes[i] + numbers[i] - lowers[i];
        }
        return place;
    }

    /** How many elements lie in one step of a dimension. */
    public int stride(int dimension) {
        int stride = 1;
        for (int i = dimension + 1; i < sizes.length; i++) {
            stride *= sizes[i];
        }
        return stride;
    }

    /** As PostgreSQL orders arrays whose elements are the same. */
    @Override
    public int compareTo(ArrayShape other) {
        int order = Integer.compare(sizes.length, other.sizes.length);
        order = order != 0 ? order : Arrays.compare(sizes, other.sizes);
        return order != 0 ? order : Arrays.compare(lowers, other.lowers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArrayShape shape && compareTo(shape) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(sizes) + Arrays.hashCode(lowers);
    }

    /** As array_dims writes it: {@code [1:2][0:3]}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < sizes.length; i++) {
            out.append('[').append(lowers[i]).append(':').append(upper(i)).append(']');
        }
        return out.toString();
    }

    // ---- physical form ----------------------------------------------------------------------------------------------

    /** Bytes before the elements; none of a shape that is plain. */
    int headerBytes() {
        return isPlain() ? 0 : Integer.BYTES * (1 + 2 * sizes.length);
    }

    void write(ByteBuffer out) {
        if (!isPlain()) {
            out.putInt(-1 - sizes.length);
            for (int i = 0; i < sizes.length; i++) {
                out.putInt(sizes[i]).putInt(lowers[i]);
            }
        }
    }

    /** Reads what {@link #write} wrote; null, and nothing read, where the elements begin at once. */
    static ArrayShape read(ByteBuffer in) {
        int count = in.hasRemaining() ? -1 - in.getInt(in.position()) : 0;
        if (count <= 0) {
            return null;
        }
        in.getInt();
        int[] sizes = new int[count];
        int[] lowers = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = in.getInt();
            lowers[i] = in.getInt();
        }
        return new ArrayShape(sizes, lowers);
    }
}
