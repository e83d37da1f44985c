package dev.millrace.server;

import java.util.StringJoiner;

/** Says where the time of a start goes. */
final class StartClock {

    private final long began = System.nanoTime();
    private final StringJoiner steps = new StringJoiner(", ");

    void passed(String step) {
        steps.add(step + " " + (System.nanoTime() - began) / 1_000_000);
    }

    @Override
    public String toString() {
        return steps.toString();
    }
}
