package dev.millrace.executor.engine;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.expression.RowErrors.Failure;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.relation.Base;
import dev.millrace.executor.relation.RelationSnapshot;

/**
 * An immutable, consistent database: one epoch and everything readable at it. Pinned until closed, once by each who
 * got it
 * from {@link Engine#snapshot}.
 */
public final class Snapshot implements AutoCloseable {

    private final long epoch;
    private final long clockMicros;
    private final long catalogVersion;
    private final ObjectsCopy objects;
    private final Map<Long, RelationSnapshot> relations;
    private final Map<Long, SourcePosition> positions;
    private final Map<Long, Map<Failure, Long>> failures;
    private final Map<Long, String> broken;
    private final Map<Long, StreamTime> times;
    private final Base base;

    Snapshot(
            long epoch,
            long clockMicros,
            long catalogVersion,
            ObjectsCopy objects,
            Map<Long, RelationSnapshot> relations,
            Map<Long, SourcePosition> positions,
            Map<Long, Map<Failure, Long>> failures,
            Map<Long, String> broken,
            Map<Long, StreamTime> times,
            Base base) {
        this.epoch = epoch;
        this.clockMicros = clockMicros;
        this.catalogVersion = catalogVersion;
        this.objects = objects;
        this.relations = relations;
        this.positions = positions;
        this.failures = failures;
        this.broken = broken;
        this.times = times;
        this.base = base;
    }

    public long epoch() {
        return epoch;
    }

    /** The logical clock of the epoch, microseconds since 1970-01-01 00:00 UTC. */
    public long clockMicros() {
        return clockMicros;
    }

    /** Changes whenever an object is created, dropped or altered. */
    public long catalogVersion() {
        return catalogVersion;
    }

    public Map<Long, ObjectDefinition> objects() {
        return objects.objects();
    }

    /** A relation's indexes. */
    List<ObjectDefinition> indexes(long relation) {
        return objects.indexes().getOrDefault(relation, List.of());
    }

    /** Where a relation's changes are kept; null where they are not. */
    public ObjectDefinition history(long relation) {
        return objects.histories().get(relation);
    }

    /** Rows of a stored relation. */
    public long rowCount(long relation) {
        RelationSnapshot stored = relations.get(relation);
        return stored == null ? 0 : stored.rowCount();
    }

    /** How far each source was read. */
    public Map<Long, SourcePosition> positions() {
        return positions;
    }

    /** How far a stream that refuses late rows has come; null for others, and before its first row. */
    public StreamTime time(long stream) {
        return times.get(stream);
    }

    /** The stored relation, or null when there is none with this id (a source has no stored rows). */
    RelationSnapshot relation(long id) {
        return relations.get(id);
    }

    /** Failed evaluations under a view, with their weights; empty when all is well. */
    public Map<Failure, Long> failures(long view) {
        return failures.getOrDefault(view, Map.of());
    }

    /** @throws SqlException when a view, or a view under it, has failed rows or is broken */
    void checkReadable(long id) {
        if (broken.isEmpty() && failures.isEmpty()) {
            return;
        }
        String fault = broken.get(id);
        if (fault != null) {
            throw new SqlException(
                    SqlState.INTERNAL_ERROR, "the view stopped by an internal error (" + fault + ")", null,
                    "Drop and create the view again, and report the fault with the server's log.", 0);
        }
        Map<Failure, Long> failed = failures.get(id);
        if (failed != null) {
            Failure first = failed.keySet().iterator().next();
            throw new SqlException(
                    first.sqlState(), first.message(),
                    "A row that the view depends on cannot be evaluated.",
                    "Correct or delete the row; the view goes on by itself.", 0);
        }
        ObjectDefinition object = objects().get(id);
        if (object != null && object.body() instanceof ObjectDefinition.View view) {
            for (long input : PlanScans.relations(view.plan())) {
                checkReadable(input);
            }
        }
    }

    boolean retain() {
        return base.retain();
    }

    @Override
    public void close() {
        base.release();
    }
}
