package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Sources' rows on their way to the engine: a source's next batch is asked for only when what is behind the engine
 * keeps up. Belongs to the engine thread, except {@link #offer}.
 */
final class HeldSources {

    private static final long SINK_BYTES = 256L << 20;

    private final RequestQueue queue;
    private final Followers followers;
    private final Sinks sinks;
    private final Upkeep upkeep;
    /** Sources that wait because something behind them cannot keep up. */
    private final List<Runnable> held = new ArrayList<>();

    HeldSources(RequestQueue queue, Followers followers, Sinks sinks, Upkeep upkeep) {
        this.queue = queue;
        this.followers = followers;
        this.sinks = sinks;
        this.upkeep = upkeep;
    }

    void offer(Request.Rows rows) {
        queue.add(new Request.Rows(rows.source(), rows.columns(), rows.batch(), rows.since(), applied -> {
            if (isOverloaded()) {
                held.add(() -> rows.done().accept(applied));
            } else {
                rows.done().accept(applied);
            }
        }));
    }

    private boolean isOverloaded() {
        return followers.waitingBytes() > Backfill.WAITING_BYTES_MAX
                || sinks.waitingBytes() > SINK_BYTES
                || upkeep.isCrowded();
    }

    /** Lets those go on that need not wait any more. */
    void release() {
        if (!held.isEmpty() && !isOverloaded()) {
            held.forEach(Runnable::run);
            held.clear();
        }
    }
}
