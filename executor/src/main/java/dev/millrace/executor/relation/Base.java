package dev.millrace.executor.relation;

import dev.millrace.storage.StateSnapshot;

/**
 * Consolidated state pinned by everyone who may read it; closed when the last one lets go. Starts with one holder.
 */
public final class Base {

    private final StateSnapshot state;
    private final Runnable onClose;
    private int holders = 1;

    public Base(StateSnapshot state) {
        this(state, state::close);
    }

    private Base(StateSnapshot state, Runnable onClose) {
        this.state = state;
        this.onClose = onClose;
    }

    /** The same state, with a snapshot beside it that is pinned as long; this one is held by the new one. */
    public Base with(StateSnapshot beside) {
        if (!retain()) {
            throw new IllegalStateException("the base is closed");
        }
        return new Base(state, () -> {
            beside.close();
            release();
        });
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
            onClose.run();
        }
    }
}
