package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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
        /** What it reads of each relation. */
        Map<Long, TreeSet<Integer>> columns();

        void follow(long epoch, long clockMicros, Map<Long, DeltaBatch> changes);

        /** The clock at which it has something to say though nothing changes. */
        long due();

        void fail(SqlException reason);
    }

    private final List<Backfill> backfills = new ArrayList<>();
    private final List<Follower> joined = new ArrayList<>();
    private long version;
    private int resumable;

    void add(Backfill backfill) {
        version++;
        backfills.add(backfill);
    }

    void remove(Backfill backfill) {
        version++;
        backfills.remove(backfill);
    }

    void add(Follower follower) {
        version++;
        joined.add(follower);
    }

    void remove(Follower follower) {
        version++;
        joined.remove(follower);
    }

    /** Somebody comes, or goes, who may ask later for what came after an epoch that was shown. */
    void countResumable(int change) {
        resumable += change;
    }

    /** Whether no epoch may be shown that a crash could take back and tell otherwise. */
    boolean needDurability() {
        return resumable > 0;
    }

    void follow(long epoch, long clockMicros, Map<Long, DeltaBatch> changes) {
        for (Backfill backfill : backfills) {
            backfill.offer(epoch, clockMicros, changes);
        }
        for (Follower follower : joined) {
            follower.follow(epoch, clockMicros, changes);
        }
    }

    /** The clock at which one of them has something to say though nothing changes. */
    long due() {
        return joined.stream().mapToLong(Follower::due).min().orElse(Long.MAX_VALUE);
    }

    void dropped(long id) {
        SqlException gone = new SqlException(SqlState.UNDEFINED_TABLE, "the relation was dropped");
        for (Backfill backfill : backfills) {
            if (backfill.flow().inputs().contains(id)) {
                backfill.cancellation().cancel(gone);
            }
        }
        for (Follower follower : List.copyOf(joined)) {
            if (follower.columns().containsKey(id)) {
                remove(follower);
                follower.fail(gone);
            }
        }
    }

    /** Bytes that wait for backfills: above a bound, sources must wait. */
    long waitingBytes() {
        return backfills.stream().mapToLong(Backfill::waitingBytes).sum();
    }

    /** Another number after every coming and going. */
    long version() {
        return version;
    }

    /** What each of them reads. */
    List<Map<Long, TreeSet<Integer>>> columns() {
        List<Map<Long, TreeSet<Integer>>> columns = new ArrayList<>();
        backfills.forEach(backfill -> columns.add(backfill.flow().columns()));
        joined.forEach(follower -> columns.add(follower.columns()));
        return columns;
    }
}
