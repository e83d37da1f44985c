package dev.millrace.executor.engine;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.executor.state.StateTable;

/**
 * The only clock. Everything that changes in one epoch (several tables, all views on them, source positions, sink
 * progress) becomes visible together. All methods may be called from any thread.
 */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long SUBSCRIPTION_BYTES = 64L << 20;
    /** How often the engine looks at budgets and timers when nothing happens. */
    private static final long IDLE_NANOS = 200_000_000;
    private static final int REQUESTS_PER_EPOCH = 4096;
    private static final long SINK_BYTES = 256L << 20;

    private final EngineConfig config;
    private final Durables durables;
    private final Database database;
    private final FlowFactory factory;
    private final Publisher publisher;
    private final Followers followers = new Followers();
    private final NeededColumns needed;
    private final Creations creations;
    private final EpochLoop loop;
    private final Ticker ticker;
    private final Checkpointer checkpointer;
    private final Upkeep upkeep;
    private final Sources sources;
    private final Sinks sinks;
    /** Sources that wait because something behind them cannot keep up. */
    private final List<Runnable> held = new ArrayList<>();
    private final AtomicLong nextObject;
    private final QueryMemory queryMemory = QueryMemory.ofThisHeap();
    private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("backfill-", 0).daemon(true).factory());
    private final ExecutorService checkpointWorker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("checkpoint").daemon(true).factory());
    private final Thread thread;
    private long refreshedVersion = -1;
    private long refreshedFollowers = -1;
    private volatile boolean isStopping;
    private volatile Throwable fault;

    /**
     * Opens what lies in the durables: loads the last checkpoint, replays the log, and starts the clock and the
     * sources.
     *
     * @param durables owned by the engine from now on
     */
    public static Engine open(EngineConfig config, Durables durables) throws IOException {
        Recovery recovery = new Recovery(config, durables);
        return new Engine(config, durables, recovery);
    }

    private Engine(EngineConfig config, Durables durables, Recovery recovery) throws IOException {
        this.config = config;
        this.durables = durables;
        database = recovery.run();
        factory = database.factory();
        sinks = recovery.sinks();
        nextObject = new AtomicLong(recovery.nextObject());
        publisher = new Publisher(database.snapshot());
        creations = new Creations(database, followers, workers, this::onEngineThread);
        needed = new NeededColumns(database, followers);
        loop = new EpochLoop(
                database, durables.log(), publisher, config.wallClock(), followers, needed, creations, sinks);
        creations.setCreate(loop::create);
        loop.setIdle(queue::isEmpty);
        ticker = new Ticker(loop);
        checkpointer = new Checkpointer(
                database, sinks, durables.state(), durables.log(), checkpointWorker, this::onEngineThread);
        upkeep = new Upkeep(config, database, checkpointer);
        sources = new Sources(database, needed, this::offer);
        publisher.addListener(sinks::publish);
        sinks.publish(publisher.publishedEpoch());
        thread = Thread.ofPlatform().name("engine").daemon(true).start(this::run);
    }

    /** From sources: their next batch is asked for only when what is behind the engine keeps up. */
    private void offer(Request.Rows rows) {
        queue.add(new Request.Rows(rows.source(), rows.columns(), rows.batch(), applied -> {
            if (isOverloaded()) {
                held.add(() -> rows.done().accept(applied));
            } else {
                rows.done().accept(applied);
            }
        }));
    }

    private boolean isOverloaded() {
        return followers.waitingBytes() > Backfill.WAITING_BYTES_MAX
                || sinks.waitingBytes() > SINK_BYTES
                || upkeep.isCrowded();
    }

    private void releaseHeld() {
        if (!held.isEmpty() && !isOverloaded()) {
            held.forEach(Runnable::run);
            held.clear();
        }
    }

    private void onEngineThread(Runnable work) {
        queue.add(new Request.Control(work));
    }

    // ---- the engine thread ------------------------------------------------------------------------------------------

    private void run() {
        List<Request> requests = new ArrayList<>();
        try {
            while (!isStopping || !queue.isEmpty() || !requests.isEmpty() || checkpointer.isRunning()) {
                long wait = Math.min(IDLE_NANOS, ticker.nanosUntilNext());
                Request first = queue.poll(wait, TimeUnit.NANOSECONDS);
                if (first != null) {
                    requests.add(first);
                    queue.drainTo(requests, REQUESTS_PER_EPOCH);
                }
                process(requests);
                if (!upkeep.isCrowded()) {
                    ticker.move();
                }
                refresh();
                upkeep.look(nextObject::get);
                releaseHeld();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.error("the engine stopped by an internal error", e);
            fault = e;
            isStopping = true;
            failAll(requests);
        }
    }

    /** Where memory is short, whoever writes waits until a checkpoint has made room; what leads to that goes on. */
    private void process(List<Request> requests) {
        if (!upkeep.isCrowded()) {
            loop.process(requests);
            requests.clear();
            return;
        }
        if (checkpointer.failure() != null) {
            // Nobody knows when there will be room.
            refuseCommits(requests, DiskFaults.refusal("could not write to storage", checkpointer.failure()));
            if (isStopping) {
                requests.removeIf(Request.Rows.class::isInstance);
            }
        }
        List<Request> controls = requests.stream().filter(Request.Control.class::isInstance).toList();
        requests.removeAll(controls);
        loop.process(controls);
    }

    /** Why the engine stopped, or null; nothing is answered wrongly, but nothing is written any more. */
    public Throwable fault() {
        return fault;
    }

    private void failAll(List<Request> requests) {
        queue.drainTo(requests);
        refuseCommits(
                requests, new SqlException(SqlState.INTERNAL_ERROR, "the engine stopped by an internal error"));
    }

    private static void refuseCommits(List<Request> requests, SqlException reason) {
        for (Request request : requests) {
            if (request instanceof Request.Commit commit) {
                commit.outcome().completeExceptionally(reason);
            }
        }
        requests.removeIf(Request.Commit.class::isInstance);
    }

    private void refresh() {
        if (isStopping) {
            return;
        }
        if (database.catalogVersion() != refreshedVersion || followers.version() != refreshedFollowers) {
            sources.refresh();
            sinks.refresh();
            refreshedVersion = database.catalogVersion();
            refreshedFollowers = followers.version();
        }
    }

    // ---- for sessions -----------------------------------------------------------------------------------------------

    /** The newest published database, pinned until closed. Never waits. */
    public Snapshot snapshot() {
        return publisher.snapshot();
    }

    /** A transaction on the newest published snapshot; {@link Transaction#close} when done, also after commit. */
    public Transaction begin() {
        Snapshot snapshot = publisher.snapshot();
        return new Transaction(snapshot, loop.clock(snapshot.clockMicros()), factory.workspace().memory());
    }

    /**
     * Runs a query on the caller's thread, over the transaction's snapshot plus its own writes; what it reads is
     * noted in
     * the transaction for validation at commit.
     *
     * @param plan with every parameter replaced by a literal
     * @param zone of the session
     */
    public QueryRun query(QueryPlan plan, ZoneId zone, Transaction transaction, Cancellation cancellation) {
        return new QueryRun(plan, zone, transaction, factory, config.system(), queryMemory, cancellation);
    }

    /**
     * Validates, logs, applies and publishes a transaction. The future completes when the writes are durable and every
     * dependent view shows them; for a new materialized view when its backfill has joined the clock. It fails with
     * SqlException 40001 when something the transaction read has changed meanwhile, 53100 when the disk is full.
     * Cancelling
     * the future abandons a backfill.
     */
    public CompletableFuture<Committed> commit(Transaction transaction) {
        CompletableFuture<Committed> outcome = new CompletableFuture<>();
        if (!transaction.hasWrites()) {
            outcome.complete(new Committed(transaction.snapshot().epoch()));
            return outcome;
        }
        if (isStopping) {
            outcome.completeExceptionally(
                    new SqlException(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command"));
            return outcome;
        }
        queue.add(new Request.Commit(transaction, outcome));
        return outcome;
    }

    /**
     * Follows a query.
     *
     * @param withSnapshot whether the first message is the content so far (otherwise only changes from now on come)
     */
    public Subscription subscribe(QueryPlan plan, ZoneId zone, boolean withSnapshot) {
        Subscribing subscribing = new Subscribing(plan, zone, withSnapshot, database, followers, config.system());
        Subscription subscription = subscribing.subscription(SUBSCRIPTION_BYTES, this::onEngineThread);
        LongConsumer listener = subscription::publish;
        subscribing.onEnd(() -> publisher.removeListener(listener));
        publisher.addListener(listener);
        onEngineThread(() -> subscribing.start(workers, this::onEngineThread, publisher::publishedEpoch));
        return subscription;
    }

    /** About how much disk and heap a stored relation takes; 0 for others. */
    public long approximateBytes(Snapshot snapshot, long relation) {
        RelationSnapshot stored = snapshot.relation(relation);
        return stored == null ? 0 : durables.state().approximateBytes(stored.storageTable()) + stored.heapBytes();
    }

    public long nextObjectId() {
        return nextObject.getAndIncrement();
    }

    /**
     * Where a source's history begins, to be kept with its definition.
     *
     * @throws SqlException when the options are wrong or the system cannot be asked
     */
    public byte[] sourceBeginning(ObjectDefinition draft) {
        return factory.connections().beginning(draft);
    }

    /** @throws SqlException when a sink's options are wrong or the system cannot be asked */
    public void checkSink(ObjectDefinition sink) {
        factory.connections().checkSink(sink);
    }

    /**
     * Sets the logical clock by hand (tests); it follows the wall clock again after {@code null}. Fails with 55000
     * where it would go back behind a view's answer that depends on it.
     */
    public CompletableFuture<Committed> setClock(Long micros) {
        CompletableFuture<Committed> outcome = new CompletableFuture<>();
        onEngineThread(() -> {
            if (micros != null && micros < database.clockMicros() && database.readsClock()) {
                outcome.completeExceptionally(new SqlException(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "the clock cannot be set back while a materialized view depends on it"));
                return;
            }
            loop.fixClock(micros);
            loop.tick().whenComplete((committed, failure) -> {
                if (failure != null) {
                    outcome.completeExceptionally(failure);
                } else {
                    outcome.complete(committed);
                }
            });
        });
        return outcome;
    }

    /** Backfills under way. */
    public List<Job> jobs() {
        CompletableFuture<List<Job>> jobs = new CompletableFuture<>();
        onEngineThread(() -> jobs.complete(creations.jobs()));
        return jobs.join();
    }

    /** The sources that are read now, by id. */
    public Map<Long, SourceStatus> sources() {
        CompletableFuture<Map<Long, SourceStatus>> statuses = new CompletableFuture<>();
        onEngineThread(() -> statuses.complete(sources.statuses()));
        return statuses.join();
    }

    /** The sinks that are written now, by id. */
    public Map<Long, SinkStatus> sinks() {
        CompletableFuture<Map<Long, SinkStatus>> statuses = new CompletableFuture<>();
        onEngineThread(() -> statuses.complete(sinks.statuses()));
        return statuses.join();
    }

    /** Heap bytes of operator state, by the id of the view or sink that it belongs to. */
    public Map<Long, Long> stateBytes() {
        CompletableFuture<Map<Long, Long>> bytes = new CompletableFuture<>();
        onEngineThread(() -> {
            Map<Long, Long> byObject = new HashMap<>();
            database.flows().forEach((id, flow) -> byObject.put(
                    id, flow.dataflow().stateTables().stream().mapToLong(StateTable::heapBytes).sum()));
            bytes.complete(byObject);
        });
        return bytes.join();
    }

    /** Makes everything so far durable in consolidated form; completes when done. */
    public CompletableFuture<Void> checkpoint() {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        onEngineThread(() -> checkpointer.begin(nextObject.get()).whenComplete((done, failure) -> {
            if (failure != null) {
                outcome.completeExceptionally(failure);
            } else {
                outcome.complete(null);
            }
        }));
        return outcome;
    }

    /** Stops without a word, as a kill would: nothing more is written. For simulations of crashes. */
    void abandon() throws InterruptedException {
        isStopping = true;
        thread.interrupt();
        thread.join();
        workers.shutdownNow();
        checkpointWorker.shutdownNow();
        checkpointWorker.awaitTermination(10, TimeUnit.SECONDS);
        sources.close();
        sinks.close();
        database.flows().values().forEach(Flow::close);
    }

    /** Finishes what was accepted, checkpoints, and closes everything. */
    @Override
    public void close() {
        onEngineThread(() -> {
            sources.close();
            sinks.close();
            checkpointer.begin(nextObject.get());
            isStopping = true;
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        checkpointWorker.shutdown();
        database.flows().values().forEach(Flow::close);
        publisher.close();
        database.base().release();
        durables.close();
    }
}
