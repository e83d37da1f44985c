package dev.millrace.executor.engine;

import dev.millrace.executor.plan.SqlException;

/** A part of the heap that all running work shares, for work outside of the engine. One thread at a time. */
public final class HeapShare implements AutoCloseable {

    private final WorkMemory.Lease lease;
    private final String what;
    private long held;

    HeapShare(WorkMemory memory, String what) {
        this.lease = memory.lease();
        this.what = what;
    }

    /**
     * Says how much is needed now; what was needed before is kept.
     *
     * @throws SqlException 53200 when there is no room
     */
    public void atLeast(long bytes) {
        if (bytes > held) {
            lease.take(bytes - held, what);
            held = bytes;
        }
    }

    @Override
    public void close() {
        lease.close();
    }
}
