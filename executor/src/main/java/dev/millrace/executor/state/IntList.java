package dev.millrace.executor.state;

import java.util.Arrays;

/** A growing list of ints. */
final class IntList {

    private int[] values = new int[16];
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return values[index];
    }

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int removeLast() {
        return values[--size];
    }

    /** Empties the list and gives back memory that was only needed once. */
    void clear() {
        size = 0;
        if (values.length > 1 << 16) {
            values = new int[16];
        }
    }

    long heapBytes() {
        return 16 + 4L * values.length;
    }
}
