package dev.millrace.executor.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.relation.Base;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.executor.relation.RelationStore;
import dev.millrace.executor.state.StateTable;
import dev.millrace.executor.state.StateWriter;
import dev.millrace.storage.Checkpoint;
import dev.millrace.storage.CommitLog;
import dev.millrace.storage.StateStore;

/**
 * Brings what was understood into storage, in the background: a cut on the engine thread freezes the relations' runs,
 * and what changed in the state tables is copied between the epochs that follow; a worker sorts, writes and ingests
 * it; back on the engine thread the base moves on, and the log before the cut is let go. One at a time.
 */
final class Checkpointer {

    static final String IMAGE = "database";

    /** How long after a failure the next one is tried; twice as long after each further one. */
    private static final long RETRY_NANOS = 1_000_000_000;

    /** How long the epochs wait at a time for what is done between them. */
    private static final long SLICE_NANOS = 200_000;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    private final Database database;
    private final Sinks sinks;
    private final StateStore state;
    private final CommitLog log;
    private final Executor worker;
    private final Consumer<Runnable> onEngineThread;
    private final Deque<StateTable> unsettled = new ArrayDeque<>();
    private CompletableFuture<Void> running;
    private Filling filling;
    private long lastEpoch;
    private long count;
    private int failures;
    private Exception failure;
    private long failedNanos;

    Checkpointer(
            Database database,
            Sinks sinks,
            StateStore state,
            CommitLog log,
            Executor worker,
            Consumer<Runnable> onEngineThread) {
        this.database = database;
        this.sinks = sinks;
        this.state = state;
        this.log = log;
        this.worker = worker;
        this.onEngineThread = onEngineThread;
        lastEpoch = state.checkpointEpoch();
    }

    boolean isRunning() {
        return running != null;
    }

    /** Whether {@link #goOn} has something to do. */
    boolean isBusy() {
        return filling != null || !unsettled.isEmpty();
    }

    /** How many there were since the start. */
    long count() {
        return count;
    }

    /** Whether anything happened since the last one, and it is not too soon after one that failed. */
    boolean isDue() {
        return database.epoch() > lastEpoch
                && (failures == 0 || System.nanoTime() - failedNanos >= RETRY_NANOS << Math.min(failures, 5) - 1);
    }

    /** Why the last one failed: what is in memory cannot be let go; null when it did not. */
    Exception failure() {
        return failure;
    }

    /** Bytes that the next checkpoint would have to write. */
    long dirtyBytes() {
        long bytes = 0;
        for (RelationStore relation : database.relations().values()) {
            bytes += relation.heapBytes();
        }
        for (Flow flow : database.flows().values()) {
            for (StateTable table : flow.stateTables()) {
                bytes += table.dirtyBytes();
            }
        }
        return bytes;
    }

    /** Cuts here. Completes when storage has it; when one is under way, with that one. */
    CompletableFuture<Void> begin(long nextObject) {
        if (running != null) {
            return running;
        }
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        running = outcome;
        long epoch = database.epoch();
        Cut cut = new Cut();
        Checkpoint checkpoint = null;
        try {
            checkpoint = state.begin(epoch);
            List<StateTable> tables = database.flows().values().stream()
                    .flatMap(flow -> flow.stateTables().stream()).toList();
            unsettled.clear();
            HandOver handOver = new HandOver(checkpoint, tables, cut);
            List<Frozen> frozen = freeze(checkpoint, cut);
            // The base that the frozen relations read from must outlive the work.
            Base base = database.base();
            base.retain();
            filling = new Filling(checkpoint, image(nextObject), handOver, tables, frozen, cut, base, epoch);
        } catch (IOException | RuntimeException e) {
            if (checkpoint != null) {
                checkpoint.close();
            }
            fail(cut, e);
        }
        return outcome;
    }

    /** All of it on the caller's thread, where the worker's and the engine's are that too. */
    void runNow(long nextObject) {
        begin(nextObject);
        while (isRunning() || isBusy()) {
            goOn();
        }
    }

    /** Between two epochs: for a short while does what is left to do on this thread. */
    void goOn() {
        long until = System.nanoTime() + SLICE_NANOS;
        if (filling != null) {
            fill(until);
        }
        while (!unsettled.isEmpty() && System.nanoTime() - until < 0) {
            if (!unsettled.getFirst().settle(HandOver.PIECES)) {
                unsettled.removeFirst();
            }
        }
    }

    private void fill(long until) {
        Filling filled = filling;
        try {
            if (!filled.handOver().goOn(until)) {
                filling = null;
                worker.execute(() -> write(filled));
            }
        } catch (IOException | RuntimeException e) {
            filling = null;
            filled.checkpoint().close();
            filled.base().release();
            fail(filled.cut(), e);
        }
    }

    private List<Frozen> freeze(Checkpoint checkpoint, Cut cut) throws IOException {
        List<Frozen> frozen = new ArrayList<>();
        database.relations().forEach((id, store) -> {
            cut.handedOver(() -> { }, store::unfreeze);
            frozen.add(new Frozen(store, store.freeze(), expiry(id), isHistory(id)));
        });
        long work = database.workNanos();
        database.addWork(-work);
        cut.handedOver(() -> { }, () -> database.addWork(work));
        List<Integer> dropped = List.copyOf(database.droppedTables());
        cut.handedOver(() -> database.droppedTables().removeAll(dropped), () -> { });
        dropped.forEach(checkpoint::deleteTable);
        sinks.write(checkpoint, cut);
        return frozen;
    }

    /** A checkpoint after its cut, until a worker writes it. */
    private record Filling(
            Checkpoint checkpoint,
            DatabaseImage image,
            HandOver handOver,
            List<StateTable> tables,
            List<Frozen> frozen,
            Cut cut,
            Base base,
            long epoch) {}

    /**
     * A relation as of the cut; rows of a log that arrived before {@code expiry} are let go.
     *
     * @param keepsLast but not the last of them
     */
    private record Frozen(RelationStore store, RelationSnapshot rows, long expiry, boolean keepsLast) {}

    private long expiry(long relation) {
        long retention = switch (database.objects().get(relation).body()) {
            case ObjectDefinition.Stream stream -> stream.retentionMicros();
            case ObjectDefinition.History history -> history.retentionMicros();
            case ObjectDefinition.Body other -> Long.MAX_VALUE;
        };
        return retention == Long.MAX_VALUE ? Long.MIN_VALUE : database.clockMicros() - retention;
    }

    /** The oldest change says from where on a history is whole. */
    private boolean isHistory(long relation) {
        return database.objects().get(relation).body() instanceof ObjectDefinition.History;
    }

    static StateWriter writerInto(Checkpoint checkpoint) {
        return new StateWriter() {
            @Override
            public void put(
                    int table, byte[] key, int keyStart, int keyEnd, byte[] value, int valueStart, int valueEnd) {
                try {
                    checkpoint.put(table, key, keyStart, keyEnd - keyStart, value, valueStart, valueEnd - valueStart);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void delete(int table, byte[] key, int keyStart, int keyEnd) {
                try {
                    checkpoint.delete(table, key, keyStart, keyEnd - keyStart);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private void write(Filling filled) {
        try (Checkpoint checkpoint = filled.checkpoint()) {
            Map<RelationStore, Long> expired = new HashMap<>();
            for (Frozen relation : filled.frozen()) {
                long rows = RelationStore.write(
                        relation.rows(), relation.expiry(), relation.keepsLast(), checkpoint);
                if (rows > 0) {
                    expired.put(relation.store(), rows);
                }
            }
            checkpoint.metadata(IMAGE, filled.image().encode());
            checkpoint.commit();
            onEngineThread.accept(() -> done(filled, expired));
        } catch (IOException | RuntimeException e) {
            onEngineThread.accept(() -> fail(filled.cut(), e));
        } finally {
            filled.base().release();
        }
    }

    private void done(Filling written, Map<RelationStore, Long> expired) {
        Base newBase = new Base(state.snapshot());
        database.relations().values().forEach(relation -> relation.thaw(newBase.state()));
        expired.forEach(RelationStore::forget);
        written.cut().stored();
        unsettled.addAll(written.tables());
        database.setBase(newBase);
        lastEpoch = written.epoch();
        count++;
        if (failures > 0) {
            LOG.warn("checkpoints work again");
            failures = 0;
            failure = null;
        }
        try {
            log.truncateBefore(written.epoch());
        } catch (IOException e) {
            LOG.warn("cannot remove old segments of the commit log", e);
        }
        CompletableFuture<Void> finished = running;
        running = null;
        finished.complete(null);
    }

    /** The log still holds everything since the last checkpoint, and the next one writes all of this again. */
    private void fail(Cut cut, Exception why) {
        LOG.error("a checkpoint failed; what it was to write stays in the log and in memory", why);
        failures++;
        failure = why;
        failedNanos = System.nanoTime();
        cut.takeBack();
        CompletableFuture<Void> finished = running;
        running = null;
        finished.completeExceptionally(why);
    }

    private DatabaseImage image(long nextObject) {
        Map<Long, byte[]> positions = new HashMap<>();
        database.positions().forEach((id, position) -> positions.put(id, position.encode()));
        Map<Long, Long> rowCounts = new HashMap<>();
        database.relations().forEach((id, relation) -> rowCounts.put(id, relation.rowCount()));
        List<DatabaseImage.ViewFailure> failures = new ArrayList<>();
        List<DatabaseImage.BrokenView> broken = new ArrayList<>();
        List<Pace.Image> paces = new ArrayList<>();
        database.flows().forEach((id, flow) -> {
            paces.add(flow.pace().image(id));
            flow.failures().forEach((failure, weight) -> failures.add(
                    new DatabaseImage.ViewFailure(id, failure.sqlState(), failure.message(), weight)));
            if (flow.fault() != null) {
                broken.add(new DatabaseImage.BrokenView(id, flow.fault()));
            }
        });
        return new DatabaseImage(
                database.epoch(), database.clockMicros(), database.catalogVersion(), nextObject,
                List.copyOf(database.objects().values()), positions, rowCounts, database.tables().known(), failures,
                broken, paces, database.times().image());
    }
}
