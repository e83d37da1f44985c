package dev.millrace.executor.connector.generator;

/**
 * SplitMix64: a counter in large steps whose every value is mixed to a random number. Starting it costs nothing, so
 * that every event has a generator of its own.
 */
final class SeededRandom {

    /** 2^64 divided by the golden ratio: consecutive multiples are as far apart as they can be. */
    static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    void start(long newState) {
        state = newState;
    }

    long nextLong() {
        state += STEP;
        return mix(state);
    }

    /** Draws so many numbers that nobody wants. */
    void skip(int draws) {
        state += draws * STEP;
    }

    /** A number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return (int) ((nextLong() >>> 33) * bound >>> 31);
    }

    /** A number from {@code min} to {@code max}, both included. */
    long between(long min, long max) {
        // The span of all numbers is 2^64, which is 0 here: then every random number will do.
        long span = max - min + 1;
        long number = nextLong();
        return span == 0 ? number : min + Math.unsignedMultiplyHigh(number, span);
    }

    /** A number from 0 to 1, without 1. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
