package dev.millrace.sqltests.trial;

import java.util.Arrays;

/** Times in nanoseconds, in the order they were taken. For one thread. */
final class Times {
    private long[] nanos = new long[1 << 16];
    private int count;

    void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = time;
    }

    void addAll(Times other) {
        for (int i = 0; i < other.count; i++) {
            add(other.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    double millis(double quantile) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[(int) Math.min(count - 1L, (long) (quantile * count))] / 1e6;
    }
}
