package dev.millrace.executor.engine;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.relation.RelationSnapshot;

/**
 * The only clock. Everything that changes in one epoch (several tables, all views on them, source positions, sink
 * progress) becomes visible together. All methods may be called from any thread.
 */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long SUBSCRIPTION_BYTES = 64L << 20;
    /** How often the engine looks at budgets and timers when nothing happens. */
    private static final long IDLE_NANOS = 200_000_000;

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
    private final EngineStatus status;
    private final Sinks sinks;
    private final HeldSources held;
    private final AtomicLong nextObject;
    private final QueryMemory queryMemory = QueryMemory.ofThisHeap();
    private final RequestQueue queue = new RequestQueue();
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("backfill-", 0).daemon(true).factory());
    private final ExecutorService checkpointWorker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("checkpoint").daemon(true).factory());
    private final Thread thread;
    /** Held by who makes epochs, of which there is one at a time: the engine's thread, or a committer in its place. */
    private final ReentrantLock turn = new ReentrantLock();
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
        creations = new Creations(database, followers, workers, queue::control);
        needed = new NeededColumns(database, followers);
        loop = new EpochLoop(
                database, durables.log(), publisher, config.wallClock(), followers, needed, creations, sinks);
        creations.setLoop(loop::create, loop::process);
        loop.setIdle(queue::isEmpty);
        ticker = new Ticker(loop, database);
        checkpointer = new Checkpointer(
                database, sinks, durables.state(), durables.log(), checkpointWorker, queue::control);
        upkeep = new Upkeep(config, database, checkpointer);
        held = new HeldSources(queue, followers, sinks, upkeep);
        sources = new Sources(database, needed, held::offer);
        status = new EngineStatus(queue, creations, sources, sinks, database.steps(), publisher);
        publisher.addListener(sinks::publish);
        sinks.publish(publisher.publishedEpoch());
        thread = Thread.ofPlatform().name("engine").daemon(true).start(this::run);
    }

    // ---- the engine thread ------------------------------------------------------------------------------------------
    private void run() {
        List<Request> requests = new ArrayList<>();
        long wait = 0;
        try {
            while (!isStopping || !queue.isEmpty() || !requests.isEmpty() || checkpointer.isRunning()) {
                Request first = queue.poll(wait);
                turn.lock();
                try {
                    if (fault != null) {
                        break;
                    }
                    if (first != null) {
                        requests.add(first);
                        queue.drainTo(requests);
                    }
                    wait = turn(requests);
                } finally {
                    turn.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            stop(e);
        }
        if (fault != null) {
            failAll(requests);
        }
    }

    /** Returns how long there will be nothing to do unless something is asked for; nanoseconds. */
    private long turn(List<Request> requests) {
        process(requests);
        if (!upkeep.isCrowded()) {
            ticker.move();
        }
        UpkeepEvent.during("sources and sinks", this::refresh);
        UpkeepEvent.during("budgets, a checkpoint's cut", () -> upkeep.look(nextObject::get));
        UpkeepEvent.during("a slice of a checkpoint", checkpointer::goOn);
        held.release();
        return checkpointer.isBusy() ? 0 : Math.min(IDLE_NANOS, ticker.nanosUntilNext());
    }

    private void stop(Throwable e) {
        LOG.error("the engine stopped by an internal error", e);
        fault = e;
        isStopping = true;
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
            RequestQueue.refuseCommits(
                    requests, DiskFaults.refusal("could not write to storage", checkpointer.failure()));
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
        RequestQueue.refuseCommits(requests, stopped());
    }

    private static SqlException stopped() {
        return new SqlException(SqlState.INTERNAL_ERROR, "the engine stopped by an internal error");
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

    /** A part of the heap that all work shares, for work outside of the engine. @param what it is for, in messages */
    public HeapShare heapShare(String what) {
        return new HeapShare(factory.workspace().memory(), what);
    }

    /** A transaction on the newest published snapshot; {@link Transaction#close} when done, also after commit. */
    public Transaction begin() {
        Snapshot snapshot = publisher.snapshot();
        return new Transaction(snapshot, loop.clock(snapshot.clockMicros()), factory.workspace().memory());
    }

    /**
     * Runs a query on the caller's thread, over the transaction's snapshot plus its own writes; what it reads is
     * noted in the transaction for validation at commit.
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
     * Cancelling the future abandons a backfill.
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
     * The same on the caller's thread, disk and all, when nobody else writes: to wake the engine's thread, and to be
     * woken by it, takes as long as a short commit. Otherwise it does not wait, and the outcome is still to come.
     */
    public CompletableFuture<Committed> commitHere(Transaction transaction) {
        if (transaction.changesCatalog() || !transaction.hasWrites() || !turn.tryLock()) {
            return commit(transaction);
        }
        try {
            // Where rows come and go with the clock, the engine's thread has to know when next.
            if (isStopping || !queue.isEmpty() || upkeep.isCrowded() || database.readsClock()) {
                return commit(transaction);
            }
            CompletableFuture<Committed> outcome = new CompletableFuture<>();
            long due = database.due();
            try {
                loop.process(List.of(new Request.Commit(transaction, outcome)));
                if (database.due() < due) {
                    // The engine's thread sleeps until what was due before.
                    queue.control(() -> { });
                }
            } catch (RuntimeException | Error e) {
                stop(e);
                outcome.completeExceptionally(stopped());
            }
            return outcome;
        } finally {
            turn.unlock();
        }
    }

    /**
     * Follows a query. Where everything that it reads is kept, only what is durable is told, so that it can be gone on
     * with after any crash.
     */
    public Subscription subscribe(QueryPlan plan, ZoneId zone, Subscription.Beginning beginning) {
        Subscribing subscribing = new Subscribing(
                plan, zone, beginning, database, followers, config, durables.log()::durable);
        Subscription subscription = subscribing.subscription(SUBSCRIPTION_BYTES, queue::control);
        LongConsumer listener = subscription::publish;
        subscribing.onEnd(() -> publisher.removeListener(listener));
        publisher.addListener(listener);
        queue.control(() -> subscribing.start(workers, queue::control, publisher::publishedEpoch));
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

    /** Where a source's history begins, for its definition. @throws SqlException when it cannot be asked */
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
        queue.control(() -> ticker.setClock(micros, outcome));
        return outcome;
    }

    /** The logical clock by now, which may be later than that of the newest epoch. */
    public long clock() {
        return loop.clock(Long.MIN_VALUE);
    }

    /** What is told of what runs. */
    public EngineStatus status() {
        return status;
    }

    /**
     * Makes views that do not follow at once, and those below them, take in everything that is committed by now; not
     * those that are suspended. Completes when that shows, and is durable.
     */
    public CompletableFuture<Committed> refresh(Set<Long> views) {
        CompletableFuture<Committed> outcome = new CompletableFuture<>();
        queue.control(() -> RequestQueue.pass(loop.refresh(views), outcome));
        return outcome;
    }

    /** Makes everything so far durable in consolidated form; completes when done. */
    public CompletableFuture<Void> checkpoint() {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        queue.control(() -> RequestQueue.pass(checkpointer.begin(nextObject.get()), outcome));
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
        queue.control(() -> {
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
