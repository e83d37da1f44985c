package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.executor.relation.RunBuilder;
import dev.millrace.executor.relation.SortedRun;
import dev.millrace.storage.ByteWriter;

/**
 * One client's unit of work: a pinned snapshot, the reads to be validated, and the buffered writes. It sees its own
 * writes. One thread at a time.
 */
public final class Transaction implements AutoCloseable {

    /** More noted ranges of one relation than this become one: the whole relation. */
    private static final int RANGES_MAX = 100_000;

    private final Snapshot snapshot;
    private final long clockMicros;
    private final Map<Long, List<DeltaBatch>> writes = new LinkedHashMap<>();
    private final Map<Long, List<SortedRun>> ownRuns = new HashMap<>();
    private final Map<Long, List<KeyRange>> reads = new HashMap<>();
    private final Map<Long, RelationLayout> layouts = new HashMap<>();
    private final ByteWriter keySink = new ByteWriter(64);
    private final List<ObjectDefinition> created = new ArrayList<>();
    private final List<Long> dropped = new ArrayList<>();
    private final Map<Long, NewIndex> newIndexes = new HashMap<>();
    private final WorkMemory.Lease lease;
    private boolean isDurable = true;
    /** Null but in the midst of a statement whose parts see nothing of each other. */
    private Standstill standstill;
    private boolean isClosed;

    /**
     * An index of this transaction's making.
     *
     * @param rows the relation's after so many of the transaction's writes; null while nobody has asked for them
     */
    private record NewIndex(RelationSnapshot rows, int writesBefore) {}

    Transaction(Snapshot snapshot, long clockMicros, WorkMemory memory) {
        this.snapshot = snapshot;
        this.clockMicros = clockMicros;
        lease = memory.lease();
    }

    /** What this transaction reads, without its own writes. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** What {@code now()} is in this transaction: when it began, microseconds since 1970-01-01 00:00 UTC. */
    public long clockMicros() {
        return clockMicros;
    }

    public boolean hasWrites() {
        return !writes.isEmpty() || !created.isEmpty() || !dropped.isEmpty();
    }

    /** Whether nothing was read that others can change, and nothing was written. */
    public boolean isUntouched() {
        return reads.isEmpty() && !hasWrites();
    }

    /** {@code synchronous_commit}: false acknowledges the commit before it is on disk. */
    public void setDurable(boolean durable) {
        isDurable = durable;
    }

    boolean isDurable() {
        return isDurable;
    }

    /** Buffers a change of a table's or stream's rows (all columns): +1 for new rows, -1 for rows that were read. */
    public void write(long relation, DeltaBatch delta) {
        write(relation, delta, Cancellation.NONE);
    }

    /** @throws SqlException 57014 when cancelled, after which the transaction can only be rolled back */
    public void write(long relation, DeltaBatch delta, Cancellation cancellation) {
        if (delta.isEmpty()) {
            return;
        }
        // As a batch, and once more as a run of its own, and of each index.
        lease.take((2 + indexes(relation).size()) * delta.heapBytes(), "the writes of a transaction");
        List<DeltaBatch> deltas = writes.computeIfAbsent(relation, id -> new ArrayList<>());
        // First, so that what is left of runs half made is taken back with it.
        deltas.add(delta);
        addRuns(relation, delta, deltas.size() - 1, cancellation);
    }

    private void addRuns(long relation, DeltaBatch delta, int number, Cancellation cancellation) {
        addRun(relation, delta, number, cancellation);
        for (ObjectDefinition index : indexes(relation)) {
            NewIndex own = newIndexes.get(index.id());
            if (own == null || number >= own.writesBefore()) {
                DeltaBatch entries = Indexes.entries((ObjectDefinition.Index) index.body(), delta);
                addRun(index.id(), entries, number, cancellation);
            }
        }
    }

    /** The indexes of a relation as this transaction sees them. */
    List<ObjectDefinition> indexes(long relation) {
        List<ObjectDefinition> begun = snapshot.indexes(relation);
        if (!changesCatalog()) {
            return begun;
        }
        List<ObjectDefinition> now = new ArrayList<>(begun);
        for (ObjectDefinition object : created) {
            if (object.body() instanceof ObjectDefinition.Index index && index.relation() == relation) {
                now.removeIf(other -> other.id() == object.id());
                now.add(object);
            }
        }
        now.removeIf(index -> dropped.contains(index.id()));
        return now;
    }

    /** Own runs are later than every epoch, so that reading prefers them; few, however many statements there were. */
    private void addRun(long relation, DeltaBatch delta, int number, Cancellation cancellation) {
        RelationSnapshot stored = begun(relation);
        if (stored != null) {
            RunBuilder builder = new RunBuilder(layout(stored, relation), cancellation::check);
            SortedRun.append(
                    ownRuns.computeIfAbsent(relation, id -> new ArrayList<>()),
                    builder.build(delta, Long.MAX_VALUE, Long.MAX_VALUE - number),
                    0,
                    stored.layout().isBag());
        }
    }

    /** Creates an object, or defines one anew that is there already. */
    public void create(ObjectDefinition object) {
        boolean isNew = definition(object.id()) == null;
        created.add(object);
        layouts.remove(object.id());
        if (object.body() instanceof ObjectDefinition.Index index && isNew) {
            int writesBefore = writes.getOrDefault(index.relation(), List.of()).size();
            RelationSnapshot rows = writesBefore == 0 ? null : Indexes.build(object, written(index.relation()), lease);
            newIndexes.put(object.id(), new NewIndex(rows, writesBefore));
        }
    }

    /** What the object is for this transaction; null when there is none. */
    public ObjectDefinition definition(long object) {
        if (dropped.contains(object)) {
            return null;
        }
        ObjectDefinition own = created(object);
        return own == null ? snapshot.objects().get(object) : own;
    }

    /** Where a relation's changes are kept, as this transaction will leave it; null where they are not. */
    public ObjectDefinition history(long relation) {
        ObjectDefinition history = snapshot.history(relation);
        for (ObjectDefinition object : created) {
            if (object.body() instanceof ObjectDefinition.History own && own.relation() == relation) {
                history = object;
            }
        }
        return history == null || dropped.contains(history.id()) ? null : history;
    }

    /** The last definition that this transaction gave an object, or null. */
    private ObjectDefinition created(long id) {
        for (int i = created.size() - 1; i >= 0; i--) {
            if (created.get(i).id() == id) {
                return created.get(i);
            }
        }
        return null;
    }

    /** Whether the object is there, and other after this transaction. */
    boolean redefines(long object) {
        return created(object) != null && snapshot.objects().containsKey(object);
    }

    /** A change that was written by this transaction, with all columns that the table has by now. */
    DeltaBatch whole(long relation, DeltaBatch delta) {
        ObjectDefinition own = created(relation);
        return own != null && own.body() instanceof ObjectDefinition.Table table
                ? Widening.widen(delta, table)
                : delta;
    }

    boolean creates(long object) {
        for (ObjectDefinition definition : created) {
            if (definition.id() == object) {
                return !snapshot.objects().containsKey(object);
            }
        }
        return false;
    }

    /** The relation before this transaction's writes; one of its own making is empty. */
    private RelationSnapshot begun(long id) {
        RelationSnapshot stored = snapshot.relation(id);
        ObjectDefinition object = created(id);
        if (object == null) {
            return stored;
        }
        if (stored != null) {
            return Widening.inForm(stored, object);
        }
        if (object.body() instanceof ObjectDefinition.Index index) {
            NewIndex own = newIndexes.get(id);
            if (own.rows() == null) {
                own = new NewIndex(Indexes.build(object, begun(index.relation()), lease), 0);
                newIndexes.put(id, own);
            }
            return Widening.inForm(own.rows(), object);
        }
        RelationLayout layout = Creations.hasPlan(object)
                ? null
                : Layouts.of(place(id) == id ? object : Rekeying.withoutKey(object));
        return layout == null ? null : new RelationSnapshot(layout, 0, null, List.of(), 0);
    }

    public void drop(long object) {
        ObjectDefinition successor = rekeying(object);
        if (successor != null) {
            // Nobody takes it over any more.
            dropped.add(successor.id());
        }
        dropped.add(object);
    }

    /** Whether the row with this key exists, own writes included; notes the read. */
    public boolean exists(long relation, DeltaBatch rows, int row) {
        RelationSnapshot stored = relation(relation);
        keySink.reset();
        layout(stored, place(relation)).encodeKey(rows, row, keySink);
        byte[] key = keySink.toByteArray();
        noteRead(relation, KeyRange.prefix(key));
        return stored.count(key) > 0;
    }

    /**
     * The first of rows to be inserted whose key is taken, by a row that exists, own writes included, or by an earlier
     * one of them; -1 when all are free. Notes the reads.
     */
    public int firstTaken(long relation, DeltaBatch rows) {
        RelationSnapshot stored = relation(relation);
        NewKeys keys = new NewKeys(rows, layout(stored, place(relation)));
        keys.note(relation, this);
        return keys.firstTaken(stored);
    }

    /** Where the rows of a table lie by the key that this transaction gives it; for others they are where they are. */
    private long place(long relation) {
        ObjectDefinition successor = rekeying(relation);
        return successor == null ? relation : successor.id();
    }

    /** What a table takes over when this transaction is committed, or null. */
    public ObjectDefinition rekeying(long table) {
        return created.isEmpty() ? null : Rekeying.successor(table, created);
    }

    /** The relation with this transaction's own writes on top. */
    RelationSnapshot relation(long id) {
        return written(place(id));
    }

    private RelationSnapshot written(long id) {
        RelationSnapshot stored = begun(id);
        return stored == null ? null : stored.with(ownRuns.getOrDefault(id, List.of()));
    }

    /** What queries of this transaction read. */
    RelationSnapshot readable(long id) {
        long place = place(id);
        return standstill == null ? written(place) : standstill.relation(place, begun(place));
    }

    /** Whether the relation is nothing but rows at hand, which nobody else can change. */
    boolean isLent(long id) {
        return standstill != null && standstill.hasLent(id);
    }

    /**
     * From here to its end queries do not see what the transaction writes, though keys are checked against it: for a
     * statement of several parts, which all read one moment.
     */
    public Standstill standStill() {
        standstill = new Standstill(ownRuns, lease, () -> standstill = null);
        return standstill;
    }

    /** The moment that stands still. @throws IllegalStateException where none does */
    public Standstill standing() {
        if (standstill == null) {
            throw new IllegalStateException("no moment stands still");
        }
        return standstill;
    }

    private RelationLayout layout(RelationSnapshot stored, long relation) {
        return layouts.computeIfAbsent(relation, id -> stored.layout().copy());
    }

    void noteRead(long relation, KeyRange range) {
        if (creates(relation)) {
            return; // nobody else can have changed it
        }
        List<KeyRange> ranges = reads.computeIfAbsent(relation, id -> new ArrayList<>());
        if (range.isAll() || ranges.size() >= RANGES_MAX || rekeying(relation) != null) {
            ranges.clear();
            ranges.add(KeyRange.ALL);
        } else if (ranges.size() != 1 || !ranges.getFirst().isAll()) {
            ranges.add(range);
        }
    }

    /** Whether no range could add anything. */
    boolean readsAll(long relation) {
        List<KeyRange> ranges = reads.get(relation);
        return ranges != null && ranges.size() == 1 && ranges.getFirst().isAll();
    }

    Map<Long, List<KeyRange>> reads() {
        return reads;
    }

    /** Own writes as runs, by relation, as far as they lie as they will. */
    Map<Long, List<SortedRun>> ownRuns() {
        ownRuns.keySet().removeIf(relation -> creates(relation) && rekeying(relation) != null);
        return ownRuns;
    }

    boolean changesCatalog() {
        return !created.isEmpty() || !dropped.isEmpty();
    }

    Map<Long, List<DeltaBatch>> writes() {
        return writes;
    }

    List<ObjectDefinition> created() {
        return created;
    }

    List<Long> dropped() {
        return dropped;
    }

    /** Marks where a statement begins, so that its writes can be taken back when it fails. */
    public Mark mark() {
        Map<Long, Integer> sizes = new HashMap<>();
        writes.forEach((relation, deltas) -> sizes.put(relation, deltas.size()));
        return new Mark(sizes, created.size(), dropped.size());
    }

    /** How much was written at some moment. */
    public record Mark(Map<Long, Integer> writeCounts, int created, int dropped) {}

    /** Takes back every write since the mark. Reads stay noted. */
    public void rollbackTo(Mark mark) {
        created.subList(mark.created, created.size()).clear();
        layouts.clear();
        dropped.subList(mark.dropped, dropped.size()).clear();
        writes.entrySet().removeIf(entry -> {
            int keep = mark.writeCounts.getOrDefault(entry.getKey(), 0);
            List<DeltaBatch> deltas = entry.getValue();
            if (keep < deltas.size()) {
                deltas.subList(keep, deltas.size()).clear();
                forgetRuns(entry.getKey());
                for (int i = 0; i < keep; i++) {
                    addRuns(entry.getKey(), deltas.get(i), i, Cancellation.NONE);
                }
            }
            return keep == 0;
        });
    }

    private void forgetRuns(long relation) {
        ownRuns.remove(relation);
        indexes(relation).forEach(index -> ownRuns.remove(index.id()));
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            snapshot.close();
            lease.close();
        }
    }
}
