package dev.millrace.executor.relation;

import dev.millrace.storage.StateSnapshot;

/**
 * Consolidated state pinned by everyone who may read it; closed when the last one lets go. Starts with one holder.
 */
public final class Base {

    private final StateSnapshot state;
    private int holders = 1;

    public Base(StateSnapshot state) {
        this.state = state;
    }

    public StateSnapshot state() {
        return state;
    }

    /** Pins it once more; false when it is already closed. */
    public synchronized boolean retain() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    public void release() {
        boolean isLast;
        synchronized (this) {
            isLast = --holders == 0;
        }
        if (isLast) {
            state.close();
        }
    }
}
