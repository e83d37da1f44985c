package dev.millrace.executor.engine;

import java.time.ZoneId;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongFunction;
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
    private final Subscription.Beginning beginning;
    private final Database database;
    private final Followers followers;
    private final EngineConfig config;
    private final LongFunction<CompletableFuture<Void>> durable;
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
    private boolean isResumable;

    Subscribing(
            QueryPlan query,
            ZoneId zone,
            Subscription.Beginning beginning,
            Database database,
            Followers followers,
            EngineConfig config,
            LongFunction<CompletableFuture<Void>> durable) {
        this.query = query;
        this.zone = zone;
        this.beginning = beginning;
        this.database = database;
        this.followers = followers;
        this.config = config;
        this.durable = durable;
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
        spill = new Spill(database.factory().workspace(), flow, null, cancellation::check);
        Snapshot snapshot = database.snapshot();
        isResumable = flow.inputs().stream().allMatch(relation -> Resumption.isKept(relation, snapshot));
        followers.countResumable(isResumable ? 1 : 0);
        Resumption resumption = beginning.asOf() == null
                ? null
                : new Resumption(
                        snapshot, flow.inputs(), beginning.asOf(), beginning.withSnapshot(), config.names(),
                        database.factory().workspace().memory(), cancellation);
        long startEpoch = resumption == null ? snapshot.epoch() : beginning.asOf();
        backfill = new Backfill(
                flow, spill, query.root(), (epoch, clock, output) -> {
                    if (epoch > startEpoch || beginning.withSnapshot()) {
                        subscription.add(epoch, output);
                    }
                }, snapshot, inputs(snapshot, resumption), cancellation);
        backfill.goOnFrom(resumption);
        followers.add(backfill);
        // What was shown before somebody came who needs that may not be durable yet.
        CompletableFuture<Void> shown =
                isResumable ? durable.apply(snapshot.epoch()) : CompletableFuture.completedFuture(null);
        workers.execute(() -> {
            try {
                if (resumption != null && flow.readsClock()) {
                    snapshot.close();
                    throw clockDependent();
                }
                backfill.run();
                shown.join();
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

    private Content.Inputs inputs(Snapshot snapshot, Resumption resumption) {
        return Content.of(
                snapshot, resumption == null ? snapshot::relation : resumption::stored, database.factory(),
                config.system());
    }

    /** What the clock alone changed between two epochs was told when the clock said so, which nobody knows any more. */
    private static SqlException clockDependent() {
        return SqlException.unsupported("AS OF an epoch for a query that depends on the clock")
                .withHint("Subscribe to a materialized view of it WITH (history = ...).");
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
        subscription.start(startEpoch, beginning.withSnapshot());
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
            throw first.exception();
        }
    }

    private static SqlException asSqlException(Throwable why) {
        if (why instanceof SqlException reason) {
            return reason;
        }
        if (why instanceof CompletionException) {
            return new SqlException(
                    SqlState.IO_ERROR, "could not make the commit log durable: " + why.getCause().getMessage());
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
        followers.countResumable(isResumable ? -1 : 0);
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
