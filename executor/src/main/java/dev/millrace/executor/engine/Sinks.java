package dev.millrace.executor.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.Sink;
import dev.millrace.executor.data.BatchCodec;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;
import dev.millrace.storage.Checkpoint;
import dev.millrace.storage.CommitLog;
import dev.millrace.storage.StateStore;

/**
 * The sinks that run, each with its outbox. An outbox outlives a checkpoint in the sink's storage table: epoch to
 * batch.
 * Belongs to the engine thread.
 */
final class Sinks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sinks.class);

    private final Database database;
    private final CommitLog log;
    private final Map<Long, Outbox> outboxes = new ConcurrentHashMap<>();
    private final Map<Long, SinkRunner> running = new LinkedHashMap<>();
    /** Epochs that storage holds of each outbox, to be deleted when sent. */
    private final Map<Long, List<Long>> stored = new HashMap<>();

    Sinks(Database database, CommitLog log) {
        this.database = database;
        this.log = log;
    }

    /** Takes every sink's results of an epoch, also of a replayed one. */
    void follow(long epoch, Map<Long, DeltaBatch> changes) {
        changes.forEach((id, delta) -> {
            ObjectDefinition object = database.objects().get(id);
            if (object != null && object.body() instanceof ObjectDefinition.Sink) {
                outbox(id).add(epoch, delta);
            }
        });
    }

    private Outbox outbox(long id) {
        return outboxes.computeIfAbsent(id, unknown -> new Outbox());
    }

    /** Starts what should run and stops what should not. */
    void refresh() {
        running.entrySet().removeIf(entry -> {
            boolean keep = database.objects().containsKey(entry.getKey());
            if (!keep) {
                entry.getValue().close();
                outboxes.remove(entry.getKey());
                stored.remove(entry.getKey());
            }
            return !keep;
        });
        database.objects().forEach((id, object) -> {
            if (object.body() instanceof ObjectDefinition.Sink definition && !running.containsKey(id)) {
                open(id, object, definition);
            }
        });
    }

    /** One that cannot be opened keeps its results in its outbox, and does not disturb the others. */
    private void open(long id, ObjectDefinition object, ObjectDefinition.Sink definition) {
        Connections connections = database.factory().connections();
        Sink sink;
        try {
            sink = connections.sink(object);
        } catch (RuntimeException e) {
            LOG.error("sink {} cannot be opened; it is tried again when an object is created or dropped", id, e);
            return;
        }
        SinkRunner runner = new SinkRunner(
                id, connections.name(object), definition.plan().schema(), sink, outbox(id), this::awaitDurable);
        running.put(id, runner);
        runner.begin();
    }

    private void awaitDurable(long epoch) throws InterruptedException {
        try {
            log.awaitDurable(epoch);
        } catch (IOException e) {
            LOG.error("a sink cannot go on: the commit log failed", e);
            throw new InterruptedException("commit log failed");
        }
    }

    /** Everything up to this epoch may be sent; called on any thread. */
    void publish(long epoch) {
        for (Outbox outbox : List.copyOf(outboxes.values())) {
            outbox.publish(epoch);
        }
    }

    /** Bytes that wait to be sent: above a bound, sources must wait. */
    long waitingBytes() {
        return outboxes.values().stream().mapToLong(Outbox::bytes).sum();
    }

    Map<Long, SinkStatus> statuses() {
        Map<Long, SinkStatus> statuses = new LinkedHashMap<>();
        running.forEach((id, runner) -> statuses.put(id, runner.status()));
        return statuses;
    }

    /** Notes in a checkpoint what is left to send, and takes out what is sent; the cut can have it back. */
    void write(Checkpoint checkpoint, Cut cut) throws IOException {
        Map<Long, List<Long>> storedBefore = new HashMap<>(stored);
        cut.handedOver(() -> { }, () -> {
            stored.clear();
            stored.putAll(storedBefore);
            stored.keySet().retainAll(outboxes.keySet());
        });
        for (Map.Entry<Long, Outbox> entry : outboxes.entrySet()) {
            int table = database.tables().ofRelation(entry.getKey());
            List<Long> before = stored.getOrDefault(entry.getKey(), List.of());
            List<Long> now = new ArrayList<>();
            ByteWriter value = new ByteWriter();
            for (Outbox.Entry unsent : entry.getValue().unsent()) {
                now.add(unsent.epoch());
                if (!before.contains(unsent.epoch())) {
                    value.reset();
                    BatchCodec.encode(unsent.delta(), value);
                    byte[] key = key(unsent.epoch());
                    checkpoint.put(table, key, 0, key.length, value.array(), 0, value.length());
                }
            }
            for (long epoch : before) {
                if (!now.contains(epoch)) {
                    checkpoint.delete(table, key(epoch));
                }
            }
            stored.put(entry.getKey(), now);
        }
    }

    private static byte[] key(long epoch) {
        ByteWriter key = new ByteWriter(8);
        key.putLong(epoch);
        return key.toByteArray();
    }

    /** Takes up what the last checkpoint left to send; before the log is replayed. */
    void restore(StateStore state) {
        database.objects().forEach((id, object) -> {
            if (!(object.body() instanceof ObjectDefinition.Sink)) {
                return;
            }
            List<Long> epochs = new ArrayList<>();
            try (var cursor = state.scan(database.tables().ofRelation(id), null, null)) {
                while (cursor.next()) {
                    long epoch = new ByteReader(cursor.key().toByteArray()).getLong();
                    outbox(id).add(epoch, BatchCodec.decode(new ByteReader(cursor.value().toByteArray())));
                    epochs.add(epoch);
                }
            }
            stored.put(id, epochs);
        });
    }

    @Override
    public void close() {
        running.values().forEach(SinkRunner::close);
        running.clear();
    }
}
