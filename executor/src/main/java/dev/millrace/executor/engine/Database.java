package dev.millrace.executor.engine;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors.Failure;
import dev.millrace.executor.relation.Base;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.executor.relation.RelationStore;
import dev.millrace.executor.relation.SortedRun;
import dev.millrace.storage.StateSnapshot;

/**
 * Everything an epoch moves: objects, stored relations, flows, source positions. Belongs to the engine thread.
 *
 * <p>{@link #apply} is the only way forward, for live commits and for replayed ones: state is a function of the records
 * applied.
 */
final class Database {

    private final FlowFactory factory;
    private final TableIds tables;
    private final TreeMap<Long, ObjectDefinition> objects = new TreeMap<>();
    private final Map<Long, RelationStore> relations = new HashMap<>();
    /** By id: a view comes after everything it reads, because it was created after it. */
    private final TreeMap<Long, Flow> flows = new TreeMap<>();
    private final Map<Long, SourcePosition> positions = new HashMap<>();
    private final StreamTimes times = new StreamTimes();
    private final Histories histories = new Histories(relations);
    /** Flows built beside the clock, waiting to be taken over when their object's record is applied. */
    private final Map<Long, Backfill.Result> prepared = new HashMap<>();
    private final List<Integer> droppedTables = new ArrayList<>();
    private final FlowSteps steps = new FlowSteps(flows, relations, droppedTables);
    /** When the definition of a relation, as far as its writers must know it, was last changed; since the start. */
    private final Map<Long, Long> altered = new HashMap<>();
    private Base base;
    private long epoch;
    private long clockMicros;
    private long catalogVersion;
    /** What the epochs since the last checkpoint have cost: about what a replay of them would. */
    private long workNanos;
    /** Null after a change of the objects. */
    private ObjectsCopy objectsCopy;

    Database(FlowFactory factory, TableIds tables, Base base) {
        this.factory = factory;
        this.tables = tables;
        this.base = base;
    }

    // ---- applying ---------------------------------------------------------------------------------------------------

    /**
     * Moves everything by one epoch.
     *
     * @param sourceRows what the record's source ranges hold
     * @param ready what the record writes, as runs, where somebody has made them already
     * @return the change of every relation and source that changed, unconsolidated
     */
    Map<Long, DeltaBatch> apply(
            CommitRecord record, Map<Long, DeltaBatch> sourceRows, Map<Long, List<SortedRun>> ready) {
        long started = System.nanoTime();
        Map<Long, DeltaBatch> changes = new LinkedHashMap<>();
        // Indexes come after the writes of this epoch, before which the rows need not be unique.
        create(record, changes, false);
        epoch = record.epoch();
        clockMicros = record.clockMicros();
        writeTables(record, ready, changes);
        for (CommitRecord.SourceRange range : record.ranges()) {
            if (objects.containsKey(range.source())) {
                positions.put(range.source(), range.to());
            }
        }
        changes.putAll(sourceRows);
        steps.step(
                new FlowSteps.Moment(epoch, clockMicros, clockMicros), changes, Set.copyOf(record.refreshed()));
        create(record, changes, true);
        Rekeying.finish(record, this);
        histories.note(changes, epoch, clockMicros);
        for (long id : record.dropped()) {
            drop(id);
        }
        workNanos += System.nanoTime() - started;
        return changes;
    }

    /**
     * Whether nobody could tell that flows made one step of several records: none reads the clock, moves by the clock
     * or feeds a sink, and no history is kept.
     */
    boolean canStepAtOnce() {
        return histories.isEmpty() && flows.entrySet().stream().noneMatch(flow ->
                flow.getValue().readsClock() || flow.getValue().pace().isTimed()
                        || !relations.containsKey(flow.getKey()));
    }

    FlowSteps steps() {
        return steps;
    }

    /** Whether the content of anything depends on the clock. */
    boolean readsClock() {
        return flows.values().stream().anyMatch(Flow::readsClock);
    }

    /** The clock at which a flow has something to say though nothing comes in; {@code Long.MAX_VALUE} for never. */
    long due() {
        long due = Long.MAX_VALUE;
        for (Flow flow : flows.values()) {
            due = Math.min(due, flow.due());
        }
        return due;
    }

    /** Moves everything by several epochs in which only tables were written, with a single step of the flows. */
    void applyAtOnce(List<CommitRecord> records) {
        Map<Long, List<DeltaBatch>> deltas = new LinkedHashMap<>();
        for (CommitRecord record : records) {
            epoch = record.epoch();
            clockMicros = record.clockMicros();
            Map<Long, DeltaBatch> changes = new LinkedHashMap<>();
            writeTables(record, Map.of(), changes);
            changes.forEach((id, delta) -> deltas.computeIfAbsent(id, unseen -> new ArrayList<>()).add(delta));
        }
        Map<Long, DeltaBatch> changes = new LinkedHashMap<>();
        deltas.forEach((id, parts) ->
                changes.put(id, DeltaBatch.concat(relations.get(id).layout().schema(), parts)));
        long since = records.getFirst().clockMicros();
        steps.step(new FlowSteps.Moment(epoch, clockMicros, since), changes, Set.of());
    }

    private void writeTables(
            CommitRecord record, Map<Long, List<SortedRun>> ready, Map<Long, DeltaBatch> changes) {
        Map<Long, List<DeltaBatch>> byRelation = new LinkedHashMap<>();
        for (CommitRecord.Write write : record.writes()) {
            byRelation.computeIfAbsent(write.relation(), id -> new ArrayList<>()).add(write.delta());
        }
        List<Long> sorted = times.sort(byRelation, objects);
        byRelation.forEach((id, deltas) -> {
            RelationStore store = relations.get(id);
            if (store != null) {
                DeltaBatch delta = DeltaBatch.concat(store.layout().schema(), deltas);
                store.apply(delta, sorted.contains(id) ? null : ready.get(id), epoch, clockMicros);
                changes.put(id, delta);
            }
        });
    }

    // ---- objects ----------------------------------------------------------------------------------------------------

    /** Hands over a flow that was built beside the clock, to be used when its object is created. */
    void prepare(long id, Backfill.Result result) {
        prepared.put(id, result);
    }

    private void create(CommitRecord record, Map<Long, DeltaBatch> changes, boolean isIndex) {
        record.created().stream()
                .filter(object -> isIndex == (object.body() instanceof ObjectDefinition.Index
                        && !objects.containsKey(object.id())))
                .filter(object -> !Rekeying.isNeedless(object, this))
                .forEach(object -> create(object, record, changes));
    }

    private void create(ObjectDefinition object, CommitRecord record, Map<Long, DeltaBatch> changes) {
        long id = object.id();
        ObjectDefinition before = objects.put(id, object);
        catalogVersion = record.epoch();
        objectsCopy = null;
        if (before != null) {
            redefine(object);
            altered.put(id, record.epoch());
            keepPace(object);
            return;
        }
        switch (object.body()) {
            case ObjectDefinition.Described() -> {}
            case ObjectDefinition.History history -> {
                relations.put(id, newStore(id, Layouts.of(object)));
                histories.begin(id, history);
            }
            case ObjectDefinition.Table _, ObjectDefinition.Stream _ ->
                relations.put(id, newStore(id, Layouts.of(object)));
            case ObjectDefinition.Source source -> positions.put(id, SourcePosition.decode(source.beginning()));
            case ObjectDefinition.View _ -> keep(object);
            case ObjectDefinition.Index index -> {
                keep(object);
                altered.put(index.relation(), record.epoch());
            }
            case ObjectDefinition.Sink sink -> {
                Backfill.Result result = takeOrBuild(object);
                flows.put(id, result.flow());
                changes.put(id, DeltaBatch.concat(sink.plan().schema(), result.content()));
            }
        }
    }

    /** The object goes on with its rows, which may have further columns from now on. */
    private void redefine(ObjectDefinition object) {
        boolean isWider = Widening.widen(relations.get(object.id()), object);
        if (isWider) {
            histories.widened(object.id());
        }
        if (isWider && object.body() instanceof ObjectDefinition.Index) {
            // It has no state of its own, but has to put out the further columns too.
            flows.put(object.id(), factory.persistent(object.id(), Backfill.planOf(object), ZoneOffset.UTC, false));
        }
    }

    private void keep(ObjectDefinition object) {
        Backfill.Result result = takeOrBuild(object);
        relations.put(object.id(), result.store());
        flows.put(object.id(), result.flow());
        result.flow().pace().begin(clockMicros);
        keepPace(object);
    }

    /** Tells a view's flow when it has to follow. */
    void keepPace(ObjectDefinition object) {
        if (object.body() instanceof ObjectDefinition.View view) {
            flows.get(object.id()).pace().keepTo(view.freshness(), view.isSuspended());
        }
    }

    /**
     * A replayed creation finds nothing prepared: the content so far is computed here and now, with the same
     * outcome.
     */
    private Backfill.Result takeOrBuild(ObjectDefinition object) {
        Backfill.Result ready = prepared.remove(object.id());
        Backfill.Result result = ready != null ? ready : Backfill.now(object, factory, this);
        StateSnapshot rows = result.spill().release();
        if (rows != null) {
            // Until the next checkpoint moves the base, the new view's rows are read through a snapshot of their own.
            setBase(base.with(rows));
        }
        return result;
    }

    /** What was allotted to an object that never came to be. */
    void forget(long id) {
        droppedTables.addAll(tables.drop(id));
    }

    RelationStore newStore(long id, RelationLayout layout) {
        return new RelationStore(layout, tables.ofRelation(id), null, 0);
    }

    private void drop(long id) {
        ObjectDefinition object = objects.remove(id);
        if (object == null) {
            return;
        }
        catalogVersion = epoch;
        objectsCopy = null;
        if (object.body() instanceof ObjectDefinition.Index index) {
            altered.put(index.relation(), epoch);
        }
        relations.remove(id);
        histories.drop(id).ifPresent(this::drop);
        times.drop(id);
        positions.remove(id);
        Flow flow = flows.remove(id);
        if (flow != null) {
            flow.close();
        }
        droppedTables.addAll(tables.drop(id));
    }

    /** A table takes over the rows of an index of its own, which is no more. */
    void succeed(long table, long index) {
        RelationStore rows = relations.remove(index);
        rows.succeed(relations.put(table, rows), epoch);
        objects.remove(index);
        objectsCopy = null;
        flows.remove(index).close();
        droppedTables.addAll(tables.succeed(table, index));
    }

    // ---- validation -------------------------------------------------------------------------------------------------

    /** Whether what writers of the relation must know, such as its indexes, is other than it was at the epoch. */
    boolean isAlteredSince(long since, long relation) {
        return altered.getOrDefault(relation, -1L) > since;
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    Snapshot snapshot() {
        Map<Long, RelationSnapshot> relationSnapshots = HashMap.newHashMap(relations.size());
        relations.forEach((id, store) -> relationSnapshots.put(id, store.snapshot()));
        Map<Long, Map<Failure, Long>> failures = new HashMap<>();
        Map<Long, String> broken = new HashMap<>();
        flows.forEach((id, flow) -> {
            if (!flow.failures().isEmpty()) {
                failures.put(id, Map.copyOf(flow.failures()));
            }
            if (flow.fault() != null) {
                broken.put(id, flow.fault());
            }
        });
        if (!base.retain()) {
            throw new IllegalStateException("the base of the newest snapshot is closed");
        }
        return new Snapshot(
                epoch, clockMicros, catalogVersion, objectsNow(), relationSnapshots,
                Map.copyOf(positions), failures, broken, times.all(), base);
    }

    private ObjectsCopy objectsNow() {
        if (objectsCopy == null) {
            objectsCopy = ObjectsCopy.of(objects.values());
        }
        return objectsCopy;
    }

    long epoch() {
        return epoch;
    }

    long clockMicros() {
        return clockMicros;
    }

    void setEpoch(long newEpoch, long newClockMicros, long newCatalogVersion) {
        epoch = newEpoch;
        clockMicros = newClockMicros;
        catalogVersion = newCatalogVersion;
    }

    long catalogVersion() {
        return catalogVersion;
    }

    TreeMap<Long, ObjectDefinition> objects() {
        return objects;
    }

    Map<Long, RelationStore> relations() {
        return relations;
    }

    TreeMap<Long, Flow> flows() {
        return flows;
    }

    StreamTimes times() {
        return times;
    }

    Histories histories() {
        return histories;
    }

    Map<Long, SourcePosition> positions() {
        return positions;
    }

    TableIds tables() {
        return tables;
    }

    FlowFactory factory() {
        return factory;
    }

    Base base() {
        return base;
    }

    /** The base that new snapshots pin; the old one is let go. */
    void setBase(Base newBase) {
        Base old = base;
        base = newBase;
        old.release();
    }

    long workNanos() {
        return workNanos;
    }

    void addWork(long nanos) {
        workNanos += nanos;
    }

    /** Storage tables of dropped objects, to be deleted by a checkpoint. */
    List<Integer> droppedTables() {
        return droppedTables;
    }
}
