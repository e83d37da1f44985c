package dev.millrace.executor.engine;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.executor.relation.RelationStore;

/**
 * Builds a flow beside the clock: reads its inputs' content at one epoch in slices, then the changes of the epochs
 * since,
 * until the engine takes it over at an epoch's edge. Others stay live meanwhile.
 *
 * <p>The engine thread offers changes ({@link #offer}); one worker thread works; {@link #finish} runs on the engine
 * thread
 * when the worker has asked to join.
 */
final class Backfill {

    /** Changes waiting for the worker beyond this make the engine's sources wait. */
    static final long WAITING_BYTES_MAX = 256L << 20;

    /** The worker asks to join when less than this waits. */
    private static final long JOIN_BYTES = 1 << 20;

    private static final int CATCH_UP_ROUNDS_MAX = 50;

    /**
     * What is handed over: a flow that has seen everything, and its output so far.
     *
     * @param store a view's rows; null for a sink
     * @param content a sink's first results; empty for a view
     * @param spill where parts of it lie, to be released when the flow joins the clock
     */
    record Result(Flow flow, RelationStore store, List<DeltaBatch> content, Spill spill) {}

    /** Takes the output of the flow being built. */
    interface Target {
        void accept(long epoch, long clockMicros, DeltaBatch output);
    }

    private record Change(long epoch, long clockMicros, Map<Long, DeltaBatch> changes, long bytes) {}

    private final Flow flow;
    private final Spill spill;
    private final Plan plan;
    private final Target target;
    private final Snapshot start;
    private final Content.Inputs inputs;
    private final Cancellation cancellation;
    private final Deque<Change> waiting = new ArrayDeque<>();
    private long waitingBytes;
    /** Null where the content of now is what to begin with. */
    private Resumption resumption;
    private volatile String phase = "reading history";
    private final AtomicLong rowsRead = new AtomicLong();

    /** @param start the content to begin with; stays pinned until the worker is done with it */
    Backfill(
            Flow flow,
            Spill spill,
            Plan plan,
            Target target,
            Snapshot start,
            Content.Inputs inputs,
            Cancellation cancellation) {
        this.flow = flow;
        this.spill = spill;
        this.plan = plan;
        this.target = target;
        this.start = start;
        this.inputs = inputs;
        this.cancellation = cancellation;
    }

    /** Begins in the past instead, of which the start is the end. */
    void goOnFrom(Resumption past) {
        resumption = past;
    }

    Flow flow() {
        return flow;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    String phase() {
        return phase;
    }

    long rowsRead() {
        return rowsRead.get();
    }

    /** Rows of the inputs at the start, as far as they are counted. */
    long rowsTotal() {
        return flow.inputs().stream().mapToLong(start::rowCount).sum();
    }

    /** Engine thread: an epoch changed something. */
    void offer(long epoch, long clockMicros, Map<Long, DeltaBatch> changes) {
        Map<Long, DeltaBatch> relevant = only(changes, flow.inputs());
        if (relevant.isEmpty()) {
            return;
        }
        long bytes = relevant.values().stream().mapToLong(DeltaBatch::heapBytes).sum();
        synchronized (waiting) {
            waiting.add(new Change(epoch, clockMicros, relevant, bytes));
            waitingBytes += bytes;
        }
    }

    long waitingBytes() {
        synchronized (waiting) {
            return waitingBytes;
        }
    }

    private static Map<Long, DeltaBatch> only(Map<Long, DeltaBatch> changes, Set<Long> inputs) {
        Map<Long, DeltaBatch> relevant = new HashMap<>();
        for (long input : inputs) {
            DeltaBatch change = changes.get(input);
            if (change != null) {
                relevant.put(input, change);
            }
        }
        return relevant;
    }

    /** Worker thread: reads the content and catches up, until it is worth joining the clock. */
    void run() {
        try {
            if (resumption == null) {
                load(start.epoch());
            } else {
                resume();
            }
        } finally {
            start.close();
        }
        phase = "catching up";
        for (int round = 0; round < CATCH_UP_ROUNDS_MAX && waitingBytes() > JOIN_BYTES; round++) {
            catchUp();
        }
        phase = "joining";
    }

    private void load(long epoch) {
        try (Content content = new Content(plan, inputs, cancellation)) {
            for (Map<Long, DeltaBatch> slice = content.next(); slice != null; slice = content.next()) {
                slice.values().forEach(batch -> rowsRead.addAndGet(batch.size()));
                content.produced(step(epoch, start.clockMicros(), slice, true));
            }
            while (flow.isHolding()) {
                step(epoch, start.clockMicros(), Map.of(), false);
            }
        }
    }

    private void resume() {
        try (Resumption past = resumption) {
            past.begin();
            if (past.needsContent() || !flow.dataflow().stateTables().isEmpty()) {
                load(past.epoch());
            } else {
                // What remembers nothing need not see what was.
                step(past.epoch(), start.clockMicros(), Map.of(), true);
            }
            for (Resumption.Change change = past.next(); change != null; change = past.next()) {
                cancellation.check();
                step(change.epoch(), change.clockMicros(), change.changes(), false);
            }
        }
    }

    private void catchUp() {
        long until;
        synchronized (waiting) {
            until = waiting.isEmpty() ? Long.MIN_VALUE : waiting.getLast().epoch;
        }
        for (Change change = poll(until); change != null; change = poll(until)) {
            cancellation.check();
            step(change.epoch, change.clockMicros, change.changes, false);
        }
    }

    private Change poll(long until) {
        synchronized (waiting) {
            if (waiting.isEmpty() || waiting.getFirst().epoch > until) {
                return null;
            }
            Change change = waiting.removeFirst();
            waitingBytes -= change.bytes;
            return change;
        }
    }

    /** Engine thread, after {@link #run}: steps what is left, so that the flow is where the clock is. */
    void finish() {
        catchUp();
    }

    private long step(long epoch, long clockMicros, Map<Long, DeltaBatch> changes, boolean isLoading) {
        DeltaBatch output = isLoading
                ? flow.load(epoch, clockMicros, changes, bytes -> cancellation.check())
                : flow.step(epoch, clockMicros, changes, bytes -> cancellation.check());
        if (!output.isEmpty()) {
            target.accept(epoch, clockMicros, output);
        }
        spill.keep();
        return output.heapBytes();
    }

    // ---- ways to build ----------------------------------------------------------------------------------------------

    /** The rows of a new view or index, or null for another object. */
    static RelationStore newStore(ObjectDefinition object, Database database) {
        RelationLayout layout = Layouts.of(object);
        return layout == null ? null : database.newStore(object.id(), layout);
    }

    static Plan planOf(ObjectDefinition object) {
        return switch (object.body()) {
            case ObjectDefinition.View view -> view.plan();
            case ObjectDefinition.Sink sink -> sink.plan();
            case ObjectDefinition.Index index -> Indexes.planOf(index);
            case ObjectDefinition.Described _, ObjectDefinition.Table _, ObjectDefinition.Stream _,
                    ObjectDefinition.Source _, ObjectDefinition.History _ ->
                throw new IllegalArgumentException("object " + object.id() + " has no plan");
        };
    }

    static ZoneId zoneOf(ObjectDefinition object) {
        return switch (object.body()) {
            case ObjectDefinition.View view -> ZoneId.of(view.timeZone());
            case ObjectDefinition.Sink sink -> ZoneId.of(sink.timeZone());
            case ObjectDefinition.Described _, ObjectDefinition.Table _, ObjectDefinition.Stream _,
                    ObjectDefinition.Source _, ObjectDefinition.Index _, ObjectDefinition.History _ -> ZoneOffset.UTC;
        };
    }

    /** Keeps the output as a view's rows, or, without a store, as it comes. */
    static Target into(RelationStore store, List<DeltaBatch> content) {
        return (epoch, clockMicros, output) -> {
            if (store != null) {
                store.apply(output, epoch, clockMicros);
            } else {
                content.add(output);
            }
        };
    }

    /** All at once on the engine thread: when a creation is replayed from the log. */
    static Result now(ObjectDefinition object, FlowFactory factory, Database database) {
        Plan plan = planOf(object);
        Flow flow = factory.persistent(object.id(), plan, zoneOf(object), true);
        RelationStore store = newStore(object, database);
        List<DeltaBatch> content = new ArrayList<>();
        Snapshot snapshot = database.snapshot();
        Target target = into(store, content);
        Content.Inputs inputs = Content.of(snapshot, snapshot::relation, factory, SystemRelations.NONE);
        Spill spill = new Spill(factory.workspace(), flow, store, Cancellation.NONE::check);
        new Backfill(flow, spill, plan, target, snapshot, inputs, Cancellation.NONE).run();
        return new Result(flow, store, content, spill);
    }
}
