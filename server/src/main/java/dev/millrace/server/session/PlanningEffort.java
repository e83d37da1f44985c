package dev.millrace.server.session;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.Engine;
import dev.millrace.executor.engine.HeapShare;
import dev.millrace.planner.Effort;

/** Lets planning go on as long as its client wants it and there is memory for the statement. */
final class PlanningEffort implements Effort, AutoCloseable {

    private final Engine engine;
    private final Cancellation cancellation;
    /** Null for the short statements that most are. */
    private HeapShare share;

    PlanningEffort(Engine engine, Cancellation cancellation) {
        this.engine = engine;
        this.cancellation = cancellation;
    }

    @Override
    public void check() {
        cancellation.check();
    }

    @Override
    public void holds(long heapBytes) {
        if (share == null) {
            share = engine.heapShare("reading the statement");
        }
        share.atLeast(heapBytes);
    }

    @Override
    public void close() {
        if (share != null) {
            share.close();
        }
    }
}
