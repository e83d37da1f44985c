package dev.millrace.executor.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.relation.LogScan;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.executor.relation.RunBuilder;

/**
 * One relation as it was: its rows now, on top of which lies a run that takes back what its history says has changed
 * since. Whoever reads it reads it like any other relation. Of a stream, whose rows only come, the newest are left out.
 * One thread.
 */
final class Past {

    private static final long SLICE_BYTES = 4 << 20;

    private final Snapshot snapshot;
    private final ObjectDefinition object;
    private final Function<ObjectDefinition, String> names;
    private final RelationSnapshot now;
    /** A table's or view's changes; of a stream its rows. */
    private final RelationSnapshot log;
    private final boolean isStream;

    /**
     * @param names what people call an object
     * @throws SqlException 55000 where nothing is kept of what the relation was
     */
    Past(Snapshot snapshot, long relation, Function<ObjectDefinition, String> names) {
        this.snapshot = snapshot;
        this.names = names;
        object = snapshot.objects().get(relation);
        if (object == null || object.body() instanceof ObjectDefinition.Source) {
            throw SqlException.unsupported("the past of " + (object == null ? "a system relation" : "a stream "
                    + "that is read by a connector"))
                    .withHint("Make a materialized view of it WITH (history = ...).");
        }
        isStream = object.body() instanceof ObjectDefinition.Stream;
        ObjectDefinition history = snapshot.history(relation);
        if (!isStream && history == null) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "relation \"" + names.apply(object) + "\" has no history")
                    .withHint("Give it one: ALTER ... SET (history = '1 day').");
        }
        now = snapshot.relation(relation);
        log = isStream ? now : snapshot.relation(history.id());
    }

    // ---- where the past begins --------------------------------------------------------------------------------------

    /** @throws SqlException 72000 when not all that changed since is there any more, 22023 when it is to come */
    void checkEpoch(long epoch) {
        if (epoch > snapshot.epoch()) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "epoch " + epoch + " has not come yet")
                    .withDetail("The newest epoch is " + snapshot.epoch() + ".");
        }
        LogScan.Place oldest = LogScan.first(log, null);
        boolean isKnown = isStream
                ? keepsAll() || oldest != null && oldest.epoch() <= epoch + 1
                : oldest.epoch() <= epoch;
        if (!isKnown) {
            throw tooOld("the changes since epoch " + epoch, oldest == null ? null : "epoch " + oldest.epoch());
        }
    }

    /** @throws SqlException 72000 when what the relation held then is not known any more, 22023 when it is to come */
    void checkTime(long micros, long nowMicros) {
        if (micros > Math.max(nowMicros, snapshot.clockMicros())) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "the time lies in the future");
        }
        LogScan.Place oldest = LogScan.first(log, null);
        if (!isStream && oldest.arrival() > micros) {
            throw tooOld("what it held then", instant(oldest.arrival()).toString());
        }
        if (isStream && !keepsAll() && micros < snapshot.clockMicros() - retention()) {
            throw tooOld("what it held then", instant(snapshot.clockMicros() - retention()).toString());
        }
    }

    private boolean keepsAll() {
        return retention() == Long.MAX_VALUE;
    }

    private long retention() {
        return ((ObjectDefinition.Stream) object.body()).retentionMicros();
    }

    private SqlException tooOld(String what, String begin) {
        return new SqlException(
                SqlState.SNAPSHOT_TOO_OLD, "snapshot too old: " + what + " of relation \"" + names.apply(object)
                        + "\" is not kept any more")
                .withDetail(begin == null ? "Nothing is left of that time." : "Its history begins at " + begin + ".");
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    // ---- as it was --------------------------------------------------------------------------------------------------

    /** The relation at the end of an epoch. */
    RelationSnapshot atEpoch(long epoch, WorkMemory.Lease memory, Cancellation cancellation) {
        byte[] later = LogScan.afterEpoch(log, epoch, snapshot.clockMicros());
        return isStream ? before(later) : undone(later, memory, cancellation);
    }

    /** A stream without the rows from a key on; with null there is none of before. */
    private RelationSnapshot before(byte[] later) {
        return later != null ? now.before(later) : now.before(new byte[0]);
    }

    /** The relation at a time. */
    RelationSnapshot atTime(long micros, WorkMemory.Lease memory, Cancellation cancellation) {
        byte[] later = LogScan.after(micros);
        return isStream ? now.before(later) : undone(later, memory, cancellation);
    }

    /** When what is known begins; null where nothing is. */
    LogScan.Place begin() {
        return LogScan.first(log, null);
    }

    RelationSnapshot now() {
        return now;
    }

    boolean isStream() {
        return isStream;
    }

    /** Everything that is kept, oldest first; to be closed. */
    LogScan changes() {
        return new LogScan(log, null);
    }

    /** The changes of later epochs, one after the other; to be closed. */
    LogScan changesAfter(long epoch) {
        return new LogScan(log, LogScan.afterEpoch(log, epoch, snapshot.clockMicros()));
    }

    /** A part of {@link #changesAfter} as a change of the relation. */
    DeltaBatch change(LogScan.Part part) {
        return isStream ? part.rows() : Histories.changes(part.rows());
    }

    private RelationSnapshot undone(byte[] later, WorkMemory.Lease memory, Cancellation cancellation) {
        if (now.layout().kind() == RelationLayout.Kind.GROWING) {
            LogScan.Place next = LogScan.first(log, later);
            return next == null ? now : now.before(RelationLayout.growingKey(next.epoch()));
        }
        Schema schema = now.layout().schema();
        Consolidation consolidation = new Consolidation(schema);
        DeltaBatch net = DeltaBatch.empty(schema);
        List<DeltaBatch> slice = new ArrayList<>();
        long bytes = 0;
        long taken = 0;
        try (LogScan scan = new LogScan(log, later)) {
            for (LogScan.Part part = scan.next(); part != null; part = scan.next()) {
                cancellation.check();
                DeltaBatch change = Histories.changes(part.rows());
                slice.add(change);
                bytes += change.heapBytes();
                if (bytes > Math.max(SLICE_BYTES, net.heapBytes())) {
                    long more = Math.max(0, 2 * (bytes + net.heapBytes()) - taken);
                    memory.take(more, "what has changed since then");
                    taken += more;
                    slice.add(net);
                    net = consolidation.consolidate(DeltaBatch.concat(schema, slice), cancellation::check);
                    slice.clear();
                    bytes = 0;
                }
            }
        }
        slice.add(net);
        net = consolidation.consolidate(DeltaBatch.concat(schema, slice), cancellation::check);
        if (net.isEmpty()) {
            return now;
        }
        memory.take(Math.max(0, 2 * net.heapBytes() - taken), "what has changed since then");
        return now.with(List.of(new RunBuilder(now.layout().copy()).build(net.negate(), Long.MAX_VALUE, 0)));
    }
}
