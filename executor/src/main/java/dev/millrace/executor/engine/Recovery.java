package dev.millrace.executor.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors.Failure;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.relation.Base;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.executor.relation.RelationStore;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.CommitLog;
import dev.millrace.storage.StateSnapshot;
import dev.millrace.storage.StateStore;

/**
 * From what lies in storage to a running database: the last checkpoint, taken as it is (operator state is not read
 * before
 * it is asked for), then every later record of the log through the same operators. Sources are read again over
 * exactly the
 * logged ranges.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int SLICE_BYTES = 8 << 20;

    /** Object ids are shown as OIDs: what is below belongs to PostgreSQL's own objects, as its clients know. */
    private static final long FIRST_OBJECT = 16_384;

    private final EngineConfig config;
    private final StateStore state;
    private final CommitLog log;
    private final Map<Long, Source> sources = new HashMap<>();
    private long nextObject = FIRST_OBJECT;
    private Sinks sinks;

    Recovery(EngineConfig config, Durables durables) {
        this.config = config;
        state = durables.state();
        log = durables.log();
    }

    /** The first object id that was never given out, as far as anyone can know. */
    long nextObject() {
        return nextObject;
    }

    /** With what they have still to send; not running yet. */
    Sinks sinks() {
        return sinks;
    }

    Database run() throws IOException {
        byte[] noted = state.metadata(Checkpointer.IMAGE);
        DatabaseImage image = noted == null ? null : image(noted);
        Map<String, Integer> known = image == null ? Map.of() : image.tables();
        TableIds tableIds = new TableIds(known);
        if (image != null) {
            // What was being built at the checkpoint is built anew, if it was completed at all.
            Set<Long> complete = image.objects().stream().map(ObjectDefinition::id).collect(Collectors.toSet());
            tableIds.retain(complete::contains);
        }
        Set<Integer> tables = new HashSet<>(tableIds.known().values());
        state.retainTables(tables::contains);
        Workspace workspace = new Workspace(state, new StoredState(state), new WorkMemory(config.workBytes()));
        FlowFactory factory = new FlowFactory(
                Functions.standard(), config.shards(), workspace, tableIds,
                new Connections(config.connectors(), config.names()));
        Database database = new Database(factory, tableIds, new Base(state.snapshot()));
        if (image != null) {
            restore(image, database);
        }
        sinks = new Sinks(database, log);
        sinks.restore(state);
        replay(database);
        return database;
    }

    private static DatabaseImage image(byte[] noted) throws IOException {
        try {
            return DatabaseImage.decode(noted);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("its content was written by another version of Millrace (" + e.getMessage() + ")", e);
        }
    }

    private void restore(DatabaseImage image, Database database) {
        nextObject = image.nextObject();
        StateSnapshot base = database.base().state();
        image.positions().forEach((id, position) -> database.positions().put(id, SourcePosition.decode(position)));
        for (ObjectDefinition object : image.objects()) {
            long id = object.id();
            database.objects().put(id, object);
            RelationLayout layout = Layouts.of(object);
            if (layout != null) {
                int table = database.tables().ofRelation(id);
                long rows = image.rowCounts().getOrDefault(id, 0L);
                database.relations().put(id, new RelationStore(layout, table, base, rows));
            }
            if (object.body() instanceof ObjectDefinition.History history) {
                database.histories().goOn(id, history);
            }
            if (Creations.hasPlan(object)) {
                Flow flow = database.factory().persistent(id, Backfill.planOf(object), Backfill.zoneOf(object), false);
                database.flows().put(id, flow);
                database.keepPace(object);
            }
        }
        for (DatabaseImage.ViewFailure failure : image.failures()) {
            Failure key = new Failure(failure.sqlState(), failure.message());
            database.flows().get(failure.view()).restoreFailure(key, failure.weight());
        }
        image.paces().forEach(pace -> database.flows().get(pace.flow()).restore(pace));
        for (DatabaseImage.BrokenView broken : image.broken()) {
            database.flows().get(broken.view()).breakDown(broken.fault());
        }
        database.times().restore(image.times());
        database.setEpoch(image.epoch(), image.clockMicros(), image.catalogVersion());
    }

    private void replay(Database database) throws IOException {
        long from = database.epoch();
        long started = System.nanoTime();
        Checkpointer checkpointer = new Checkpointer(database, sinks, state, log, Runnable::run, Runnable::run);
        Replay replay = new Replay(database, config, checkpointer, () -> nextObject);
        try {
            log.replay(state.checkpointEpoch(), (epoch, payload) -> {
                byte[] bytes = new byte[payload.remaining()];
                payload.get(bytes);
                CommitRecord record = CommitRecord.decode(epoch, new ByteReader(bytes));
                for (ObjectDefinition object : record.created()) {
                    nextObject = Math.max(nextObject, object.id() + 1);
                }
                if (!replay.take(record)) {
                    replay.flush();
                    sinks.follow(epoch, replay.apply(record, sourceRows(record.ranges(), database)));
                    replay.settle();
                }
            });
            replay.flush();
        } finally {
            sources.values().forEach(Source::close);
        }
        if (database.epoch() > from) {
            long nanos = System.nanoTime() - started;
            // Where replaying took long, a checkpoint follows soon: a server killed again and again must not fall back.
            database.addWork(nanos - database.workNanos());
            LOG.info("replayed epochs {} to {} in {} ms", from + 1, database.epoch(), nanos / 1_000_000);
        }
    }

    private Map<Long, DeltaBatch> sourceRows(Collection<CommitRecord.SourceRange> ranges, Database database) {
        Map<Long, DeltaBatch> rows = new LinkedHashMap<>();
        for (CommitRecord.SourceRange range : ranges) {
            ObjectDefinition object = database.objects().get(range.source());
            if (object != null && object.body() instanceof ObjectDefinition.Source definition) {
                rows.put(range.source(), read(range, object, definition.schema(), database.factory().connections()));
            }
        }
        return rows;
    }

    private DeltaBatch read(
            CommitRecord.SourceRange range, ObjectDefinition object, Schema schema, Connections connections) {
        Source source = sources.computeIfAbsent(range.source(), id -> connections.source(object));
        List<DeltaBatch> slices = new ArrayList<>();
        SourcePosition position = range.from();
        while (!position.isAtLeast(range.to())) {
            SourceBatch slice = source.read(position, range.to(), SLICE_BYTES);
            slices.add(slice.rows());
            position = slice.to();
        }
        if (slices.isEmpty()) {
            return DeltaBatch.empty(schema);
        }
        return DeltaBatch.concat(schema, slices);
    }
}
