package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Everyone who is told what each epoch changed: backfills under way, subscriptions, sinks. Belongs to the engine
 * thread.
 */
final class Followers {

    /** A subscription or a sink that has joined the clock. */
    interface Follower {
        Set<Long> inputs();

        void follow(long epoch, long clockMicros, Map<Long, DeltaBatch> changes);

        void fail(SqlException reason);
    }

    private final List<Backfill> backfills = new ArrayList<>();
    private final List<Follower> joined = new ArrayList<>();

    void add(Backfill backfill) {
        backfills.add(backfill);
    }

    void remove(Backfill backfill) {
        backfills.remove(backfill);
    }

    void add(Follower follower) {
        joined.add(follower);
    }

    void remove(Follower follower) {
        joined.remove(follower);
    }

    void follow(long epoch, long clockMicros, Map<Long, DeltaBatch> changes) {
        for (Backfill backfill : backfills) {
            backfill.offer(epoch, clockMicros, changes);
        }
        for (Follower follower : joined) {
            follower.follow(epoch, clockMicros, changes);
        }
    }

    void dropped(long id) {
        SqlException gone = new SqlException(SqlState.UNDEFINED_TABLE, "the relation was dropped");
        for (Backfill backfill : backfills) {
            if (backfill.flow().inputs().contains(id)) {
                backfill.cancellation().cancel(gone);
            }
        }
        for (Follower follower : List.copyOf(joined)) {
            if (follower.inputs().contains(id)) {
                joined.remove(follower);
                follower.fail(gone);
            }
        }
    }

    /** Bytes that wait for backfills: above a bound, sources must wait. */
    long waitingBytes() {
        return backfills.stream().mapToLong(Backfill::waitingBytes).sum();
    }

    int count() {
        return backfills.size() + joined.size();
    }

    /** Everything that any of them reads. */
    Set<Long> inputs() {
        Set<Long> inputs = new HashSet<>();
        backfills.forEach(backfill -> inputs.addAll(backfill.flow().inputs()));
        joined.forEach(follower -> inputs.addAll(follower.inputs()));
        return inputs;
    }
}
