package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.executor.relation.RelationStore;

/**
 * Creations of views and sinks: their content is built beside the clock, and only when it is complete the transaction
 * that
 * creates them becomes an epoch. Belongs to the engine thread; the building runs on workers.
 */
final class Creations {

    private static final Logger LOG = LoggerFactory.getLogger(Creations.class);

    private final Database database;
    private final Followers followers;
    private final Executor workers;
    private final Consumer<Runnable> onEngineThread;
    private final Map<Long, Building> building = new LinkedHashMap<>();
    /** Writes to relations of which a unique index is being built: they come after it, as they must know of it. */
    private final List<Request> held = new ArrayList<>();
    private Consumer<Request.Commit> create;
    private Consumer<List<Request>> again;

    private record Building(
            ObjectDefinition object, Backfill backfill, Backfill.Result result, long startedMicros,
            long startedNanos) {}

    /** @param onEngineThread queues work to run between two epochs */
    Creations(Database database, Followers followers, Executor workers, Consumer<Runnable> onEngineThread) {
        this.database = database;
        this.followers = followers;
        this.workers = workers;
        this.onEngineThread = onEngineThread;
    }

    /**
     * @param createEpoch how a transaction whose content is ready becomes an epoch
     * @param processAgain where transactions go that had to wait
     */
    void setLoop(Consumer<Request.Commit> createEpoch, Consumer<List<Request>> processAgain) {
        create = createEpoch;
        again = processAgain;
    }

    boolean needsContent(Transaction transaction) {
        return transaction.created().stream().anyMatch(object -> isBuiltBeside(object, transaction));
    }

    /**
     * Makes the flow of every new object once for nothing: one that cannot be made must not get behind the log.
     *
     * @throws RuntimeException whatever stands in the way
     */
    void check(Transaction transaction) {
        for (ObjectDefinition object : transaction.created()) {
            if (hasPlan(object)) {
                Scratch scratch = new Scratch(database.factory().workspace());
                try {
                    database.factory()
                            .subscription(Backfill.planOf(object), Backfill.zoneOf(object), scratch)
                            .close();
                } finally {
                    scratch.end(false);
                }
            }
        }
    }

    static boolean hasPlan(ObjectDefinition object) {
        return object.body() instanceof ObjectDefinition.View || object.body() instanceof ObjectDefinition.Sink
                || object.body() instanceof ObjectDefinition.Index;
    }

    /** An index of a relation that the transaction writes is filled when it is committed. */
    private boolean isBuiltBeside(ObjectDefinition object, Transaction transaction) {
        if (database.objects().containsKey(object.id())) {
            // Defined anew: its content stays.
            return false;
        }
        if (transaction.definition(object.id()) == null) {
            // Dropped again.
            return false;
        }
        if (hasPlan(object) && !isOfRowsThere(object, transaction)
                && isOfThis(transaction, PlanScans.relations(Backfill.planOf(object)))) {
            return false;
        }
        return object.body() instanceof ObjectDefinition.Index index
                ? !transaction.creates(index.relation()) && !transaction.writes().containsKey(index.relation())
                : hasPlan(object);
    }

    /** Whether a table takes the object over whose rows are whole without this transaction. */
    private static boolean isOfRowsThere(ObjectDefinition object, Transaction transaction) {
        if (!Rekeying.isSuccessor(object)) {
            return false;
        }
        long table = ((ObjectDefinition.Index) object.body()).relation();
        RelationSnapshot stored = transaction.snapshot().relation(table);
        ObjectDefinition.Table now = (ObjectDefinition.Table) transaction.definition(table).body();
        return stored != null && stored.layout().schema().size() == now.schema().size();
    }

    /**
     * Whether a plan's inputs are what it was planned for with this transaction only. Then there is little to read, or
     * what was built beside the clock just before. A plan without inputs may still have much to compute.
     */
    private static boolean isOfThis(Transaction transaction, Set<Long> inputs) {
        return inputs.stream().anyMatch(transaction::redefines)
                || !inputs.isEmpty() && inputs.stream().allMatch(transaction::creates)
                || inputs.stream().anyMatch(input -> transaction.creates(input) && !isEmptyTable(input, transaction));
    }

    private static boolean isEmptyTable(long relation, Transaction transaction) {
        ObjectDefinition object = transaction.definition(relation);
        return object != null && object.body() instanceof ObjectDefinition.Table;
    }

    /** Takes a transaction that has to wait for a unique index; it is validated once more when that is there. */
    boolean holds(Request.Commit commit) {
        boolean waits = building.values().stream().anyMatch(one ->
                one.object.body() instanceof ObjectDefinition.Index index
                        && index.isUnique()
                        && commit.transaction().writes().containsKey(index.relation()));
        if (waits) {
            held.add(commit);
        }
        return waits;
    }

    private void letGo() {
        List<Request> waiting = List.copyOf(held);
        held.clear();
        again.accept(waiting);
    }

    /** Builds what has to be built, one after the other; of several indexes only one, the others when they join. */
    void start(Request.Commit commit) {
        List<ObjectDefinition> planned = commit.transaction().created().stream()
                .filter(object -> isBuiltBeside(object, commit.transaction()))
                .sorted(Comparator.comparing(object -> object.body() instanceof ObjectDefinition.Index))
                .toList();
        List<ObjectDefinition> views = planned.stream()
                .filter(object -> !(object.body() instanceof ObjectDefinition.Index))
                .toList();
        Cancellation cancellation = new Cancellation();
        cancelWith(commit.outcome(), cancellation);
        begin(commit, views.isEmpty() ? planned.subList(0, 1) : views, new ArrayList<>(), cancellation);
    }

    /** @param done those that follow the clock already, but for its last steps */
    private void begin(
            Request.Commit commit, List<ObjectDefinition> left, List<Building> done, Cancellation cancellation) {
        ObjectDefinition object = left.getFirst();
        FlowFactory factory = database.factory();
        Flow flow = factory.persistent(object.id(), Backfill.planOf(object), Backfill.zoneOf(object), true);
        RelationStore store = Backfill.newStore(object, database);
        List<DeltaBatch> content = new ArrayList<>();
        Snapshot snapshot = database.snapshot();
        Content.Inputs inputs = Content.of(
                snapshot, relation -> input(relation, snapshot, commit.transaction()), factory, SystemRelations.NONE);
        Spill spill = new Spill(factory.workspace(), flow, store, cancellation::check);
        Backfill backfill = new Backfill(
                flow, spill, Backfill.planOf(object), Backfill.into(store, content), snapshot, inputs, cancellation);
        Backfill.Result result = new Backfill.Result(flow, store, content, spill);
        followers.add(backfill);
        Building one = new Building(object, backfill, result, database.clockMicros(), System.nanoTime());
        building.put(object.id(), one);
        done.add(one);
        workers.execute(() -> build(commit, left.subList(1, left.size()), done, cancellation));
    }

    /** A table that comes with the view has no rows yet. */
    private static RelationSnapshot input(long relation, Snapshot snapshot, Transaction transaction) {
        return transaction.creates(relation)
                ? new RelationSnapshot(Layouts.of(transaction.definition(relation)), 0, null, List.of(), 0)
                : snapshot.relation(relation);
    }

    private static void cancelWith(CompletableFuture<Committed> outcome, Cancellation cancellation) {
        outcome.whenComplete((committed, failure) -> {
            if (outcome.isCancelled()) {
                cancellation.cancelByUser();
            }
        });
    }

    private void build(
            Request.Commit commit, List<ObjectDefinition> left, List<Building> done, Cancellation cancellation) {
        try {
            done.getLast().backfill.run();
            onEngineThread.accept(() -> goOn(commit, left, done, cancellation));
        } catch (RuntimeException | StackOverflowError e) {
            onEngineThread.accept(() -> abandon(commit, done, e));
        }
    }

    private void goOn(
            Request.Commit commit, List<ObjectDefinition> left, List<Building> done, Cancellation cancellation) {
        try {
            cancellation.check();
            for (Building one : done) {
                checkInputs(one, commit.transaction());
            }
            if (!left.isEmpty()) {
                begin(commit, left, done, cancellation);
                return;
            }
            for (Building one : done) {
                one.backfill.finish();
            }
        } catch (RuntimeException | StackOverflowError e) {
            abandon(commit, done, e);
            return;
        }
        long startedNanos = done.getFirst().startedNanos;
        for (Building one : done) {
            followers.remove(one.backfill);
            building.remove(one.object.id());
            database.prepare(one.object.id(), one.result);
        }
        create.accept(commit);
        // Until a checkpoint has the content, a replay of this creation would build it anew.
        database.addWork(System.nanoTime() - startedNanos);
        letGo();
    }

    private void checkInputs(Building one, Transaction transaction) {
        for (long input : one.backfill.flow().inputs()) {
            if (input >= 0 && !database.objects().containsKey(input) && !transaction.creates(input)) {
                throw new SqlException(SqlState.UNDEFINED_TABLE, "a relation of the query was dropped meanwhile");
            }
        }
    }

    private void abandon(Request.Commit commit, List<Building> done, Throwable why) {
        for (Building one : done) {
            followers.remove(one.backfill);
            building.remove(one.object.id());
            one.result.flow().close();
            one.result.spill().close();
            database.forget(one.object.id());
            if (!(why instanceof SqlException)) {
                LOG.error("internal error while building object {}", one.object.id(), why);
            }
        }
        commit.outcome().completeExceptionally(why);
        letGo();
    }

    /** What is being built, for people. */
    List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        building.forEach((id, one) -> jobs.add(new Job(
                id, Rekeying.attachment(one.object, database), one.backfill.phase(), one.backfill.rowsRead(),
                one.backfill.rowsTotal(), one.startedMicros)));
        return jobs;
    }
}
