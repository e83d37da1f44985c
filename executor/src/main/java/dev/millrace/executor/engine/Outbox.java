package dev.millrace.executor.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;

/**
 * What a sink has still to send: the results of each epoch, until the outside system holds them. The engine thread
 * adds,
 * the sink's thread takes; a checkpoint writes down what is left, because the log before it goes.
 */
final class Outbox {

    /** Results of one epoch. */
    record Entry(long epoch, DeltaBatch delta) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private long published = -1;
    private long sent = -1;
    /** How many entries from the front the sink's thread has taken and not yet committed. */
    private int taken;

    synchronized void add(long epoch, DeltaBatch delta) {
        if (epoch > sent && !delta.isEmpty()) {
            entries.add(new Entry(epoch, delta));
            bytes += delta.heapBytes();
            notifyAll();
        }
    }

    synchronized void publish(long epoch) {
        published = epoch;
        notifyAll();
    }

    /** Published entries not taken before, as many as there are; waits for the first. */
    synchronized List<Entry> take(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
        for (long left = timeoutMillis; !hasMore() && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        List<Entry> more = new ArrayList<>();
        int index = 0;
        for (Entry entry : entries) {
            if (index++ >= taken && entry.epoch <= published) {
                more.add(entry);
            }
        }
        taken += more.size();
        return more;
    }

    private boolean hasMore() {
        int index = 0;
        for (Entry entry : entries) {
            if (index++ == taken) {
                return entry.epoch <= published;
            }
        }
        return false;
    }

    /** Everything up to this epoch is in the outside system. */
    synchronized void sent(long epoch) {
        sent = Math.max(sent, epoch);
        while (!entries.isEmpty() && entries.getFirst().epoch <= epoch) {
            bytes -= entries.removeFirst().delta.heapBytes();
            taken = Math.max(0, taken - 1);
        }
    }

    /** What was taken and not committed has to be taken again. */
    synchronized void rewind() {
        taken = 0;
    }

    /** The last epoch that waits, or -1. */
    synchronized long newest() {
        return entries.isEmpty() ? -1 : entries.getLast().epoch;
    }

    synchronized List<Entry> unsent() {
        return List.copyOf(entries);
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long sentEpoch() {
        return sent;
    }
}
