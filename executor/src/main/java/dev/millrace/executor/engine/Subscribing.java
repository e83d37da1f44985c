package dev.millrace.executor.engine;

import java.time.ZoneId;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors.Failure;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * The engine's side of a {@link Subscription}: a flow with no state in storage, built beside the clock like a view's,
 * then
 * stepped with every epoch.
 */
final class Subscribing implements Followers.Follower {

    private static final Logger LOG = LoggerFactory.getLogger(Subscribing.class);

    private final QueryPlan query;
    private final ZoneId zone;
    private final boolean withSnapshot;
    private final Database database;
    private final Followers followers;
    private final SystemRelations system;
    private final Cancellation cancellation = new Cancellation();
    private Subscription subscription;
    private Runnable onEnd = () -> {};
    private Backfill backfill;
    private Flow flow;
    private Scratch scratch;
    private Spill spill;
    private boolean isEnded;
    /** A worker has the flow. */
    private boolean isBuilding;

    Subscribing(
            QueryPlan query,
            ZoneId zone,
            boolean withSnapshot,
            Database database,
            Followers followers,
            SystemRelations system) {
        this.query = query;
        this.zone = zone;
        this.withSnapshot = withSnapshot;
        this.database = database;
        this.followers = followers;
        this.system = system;
    }

    /** The client's side. */
    Subscription subscription(long maxBytes, Consumer<Runnable> onEngineThread) {
        subscription = new Subscription(query.result(), maxBytes, () -> {
            cancellation.cancelByUser();
            onEngineThread.accept(this::end);
        });
        return subscription;
    }

    void onEnd(Runnable work) {
        onEnd = work;
    }

    /** Engine thread: begins to build. */
    void start(Executor workers, Consumer<Runnable> onEngineThread, LongSupplier publishedEpoch) {
        isBuilding = true;
        scratch = new Scratch(database.factory().workspace());
        flow = database.factory().subscription(query.root(), zone, scratch);
        spill = new Spill(database.factory().workspace(), flow, null);
        Snapshot snapshot = database.snapshot();
        Content.Inputs inputs = Content.of(snapshot, snapshot::relation, database.factory(), system);
        backfill = new Backfill(
                flow, spill, query.root(), (epoch, clock, output) -> subscription.add(epoch, output), snapshot, inputs,
                cancellation);
        followers.add(backfill);
        long startEpoch = snapshot.epoch();
        workers.execute(() -> {
            try {
                backfill.run();
                onEngineThread.accept(() -> join(startEpoch, publishedEpoch));
            } catch (RuntimeException | StackOverflowError e) {
                onEngineThread.accept(() -> {
                    isBuilding = false;
                    subscription.fail(asSqlException(e));
                    end();
                    releaseState();
                });
            }
        });
    }

    private void join(long startEpoch, LongSupplier publishedEpoch) {
        followers.remove(backfill);
        isBuilding = false;
        if (isEnded) {
            releaseState();
            return;
        }
        try {
            backfill.finish();
            reportFailures();
        } catch (RuntimeException | StackOverflowError e) {
            subscription.fail(asSqlException(e));
            end();
            return;
        }
        followers.add(this);
        subscription.start(startEpoch, withSnapshot);
        subscription.publish(publishedEpoch.getAsLong());
    }

    @Override
    public Map<Long, TreeSet<Integer>> columns() {
        return flow.columns();
    }

    @Override
    public long due() {
        return flow.due();
    }

    @Override
    public void follow(long epoch, long clockMicros, Map<Long, DeltaBatch> changes) {
        if (!flow.isTouchedBy(changes.keySet(), clockMicros)) {
            return;
        }
        try {
            DeltaBatch output = flow.step(epoch, clockMicros, changes);
            spill.keep();
            reportFailures();
            if (!output.isEmpty()) {
                subscription.add(epoch, output);
            }
        } catch (RuntimeException | StackOverflowError e) {
            subscription.fail(asSqlException(e));
            end();
        }
    }

    private void reportFailures() {
        if (!flow.failures().isEmpty()) {
            Failure first = flow.failures().keySet().iterator().next();
            throw new SqlException(first.sqlState(), first.message());
        }
    }

    private static SqlException asSqlException(Throwable why) {
        if (why instanceof SqlException reason) {
            return reason;
        }
        LOG.error("internal error in a subscription", why);
        return new SqlException(SqlState.INTERNAL_ERROR, "internal error in a subscription");
    }

    @Override
    public void fail(SqlException reason) {
        subscription.fail(reason);
        end();
    }

    /** Engine thread: the client has gone, or there is nothing more to tell. */
    private void end() {
        if (isEnded) {
            return;
        }
        isEnded = true;
        followers.remove(this);
        if (backfill != null) {
            followers.remove(backfill);
        }
        onEnd.run();
        releaseState();
    }

    /** Once nobody works on it any more. */
    private void releaseState() {
        if (!isBuilding && scratch != null) {
            spill.close();
            scratch.end(spill.isUsed());
            scratch = null;
        }
    }
}
