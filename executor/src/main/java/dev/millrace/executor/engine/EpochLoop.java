package dev.millrace.executor.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.SortedRun;
import dev.millrace.storage.ByteWriter;
import dev.millrace.storage.CommitLog;

/**
 * One turn of the engine: takes what is queued, makes one epoch of it, logs it, applies it, hands it to be published.
 * One
 * thread at a time; knows no threads itself.
 */
final class EpochLoop {

    private static final Logger LOG = LoggerFactory.getLogger(EpochLoop.class);

    private static final int SMALL_COMMITS = 64;

    private final Database database;
    private final CommitLog log;
    private final Publisher publisher;
    private final LongSupplier wallClock;
    private final Followers followers;
    private final NeededColumns needed;
    private final Creations creations;
    private final Sinks sinks;
    private final ByteWriter encoded = new ByteWriter(1 << 16);
    private BooleanSupplier isIdle = () -> false;
    private volatile Long fixedClock;
    /** Whether the log did not take the last record. */
    private boolean isRefusing;

    private EpochGroup group = new EpochGroup();

    EpochLoop(
            Database database,
            CommitLog log,
            Publisher publisher,
            LongSupplier wallClock,
            Followers followers,
            NeededColumns needed,
            Creations creations,
            Sinks sinks) {
        this.database = database;
        this.log = log;
        this.publisher = publisher;
        this.wallClock = wallClock;
        this.followers = followers;
        this.needed = needed;
        this.creations = creations;
        this.sinks = sinks;
    }

    /** @param idle whether nothing waits for this thread but the disk */
    void setIdle(BooleanSupplier idle) {
        isIdle = idle;
    }

    /** Microseconds, or null to follow the wall clock. */
    void fixClock(Long micros) {
        fixedClock = micros;
    }

    /** The clock now, which never goes back; any thread may ask. */
    long clock(long beforeMicros) {
        Long fixed = fixedClock;
        return fixed != null ? fixed : Math.max(wallClock.getAsLong(), beforeMicros);
    }

    /** Makes one epoch of all of these, or several where work has to be done in between. */
    void process(List<Request> requests) {
        for (Request request : requests) {
            switch (request) {
                case Request.Commit commit -> accept(commit);
                case Request.Rows rows -> accept(rows);
                case Request.Control control -> {
                    close();
                    UpkeepEvent.during("what was asked of it", control.work());
                }
            }
        }
        close();
    }

    /** An epoch of its own that creates objects whose content is ready. */
    void create(Request.Commit commit) {
        close();
        group.commits.add(commit);
        group.needsDurability = true;
        close();
    }

    /**
     * Only rows that continue where the source stands (after a refusal those behind it have to come again) and that
     * have every column that is read by now.
     */
    private void accept(Request.Rows rows) {
        SourcePosition expected = database.positions().get(rows.source());
        for (Request.Rows earlier : group.rows) {
            if (earlier.source() == rows.source()) {
                expected = earlier.batch().to();
            }
        }
        boolean isWide = rows.columns().containsAll(needed.of(rows.source()));
        if (isWide && rows.batch().from().equals(expected)) {
            group.rows.add(rows);
        } else {
            rows.done().accept(false);
        }
    }

    private void accept(Request.Commit commit) {
        Transaction transaction = commit.transaction();
        if (log.failure() != null) {
            // Before validation: against epochs that nobody will see a transaction would be told to try again.
            commit.outcome().completeExceptionally(
                    DiskFaults.refusal("could not write to the commit log", log.failure()));
            return;
        }
        try {
            validate(transaction);
            creations.check(transaction);
        } catch (RuntimeException | StackOverflowError e) {
            if (!(e instanceof SqlException)) {
                LOG.error("internal error before a commit", e);
            }
            commit.outcome().completeExceptionally(e);
            return;
        }
        if (creations.holds(commit)) {
            return;
        }
        if (creations.needsContent(transaction)) {
            close();
            creations.start(commit);
            return;
        }
        if (transaction.changesCatalog()) {
            // What others have written goes into the tables as they are before.
            close();
        }
        group.commits.add(commit);
        group.needsDurability |= transaction.isDurable();
        transaction.ownRuns().forEach(
                (relation, runs) -> group.written.computeIfAbsent(relation, id -> new ArrayList<>()).addAll(runs));
        if (transaction.changesCatalog()) {
            close();
        }
    }

    /** @throws SqlException 40001 when something that the transaction read is no longer so */
    void validate(Transaction transaction) {
        long since = transaction.snapshot().epoch();
        boolean isStale = StaleReads.areIn(database, since, transaction.reads()) || overlapsGroup(transaction);
        isStale |= transaction.changesCatalog() && database.catalogVersion() != transaction.snapshot().catalogVersion();
        for (long relation : transaction.writes().keySet()) {
            isStale |= !database.relations().containsKey(relation) && !transaction.creates(relation);
            isStale |= database.isAlteredSince(since, relation);
        }
        if (isStale) {
            throw new SqlException(
                    SqlState.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update", null,
                    "The transaction might succeed if retried.", 0);
        }
    }

    private boolean overlapsGroup(Transaction transaction) {
        for (Map.Entry<Long, List<KeyRange>> read : transaction.reads().entrySet()) {
            for (SortedRun run : group.written.getOrDefault(read.getKey(), List.of())) {
                for (KeyRange range : read.getValue()) {
                    if (run.touches(range.from(), range.to())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Turns the group into an epoch. */
    private void close() {
        if (group.isEmpty()) {
            return;
        }
        EpochGroup closing = group;
        group = new EpochGroup();
        commit(closing);
    }

    /**
     * How long until an epoch is due in which the clock alone changes something, nanoseconds; {@code Long.MAX_VALUE}
     * when none is, or when the clock stands still.
     */
    long nanosUntilDue() {
        if (fixedClock != null) {
            return Long.MAX_VALUE;
        }
        long due = Math.min(database.due(), followers.due());
        long micros = due == Long.MAX_VALUE ? Long.MAX_VALUE : due - wallClock.getAsLong();
        return micros >= Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : Math.max(0, micros * 1000);
    }

    /** An epoch without writes, which still moves the clock. */
    CompletableFuture<Committed> tick() {
        close();
        CompletableFuture<Committed> outcome = new CompletableFuture<>();
        EpochGroup empty = new EpochGroup();
        empty.commits.add(new Request.Commit(null, outcome));
        commit(empty);
        return outcome;
    }

    /** An epoch in which views, and what they read, take in what waited for them; it is durable when it is shown. */
    CompletableFuture<Committed> refresh(Set<Long> views) {
        close();
        CompletableFuture<Committed> outcome = new CompletableFuture<>();
        EpochGroup refreshing = new EpochGroup();
        refreshing.commits.add(new Request.Commit(null, outcome));
        refreshing.refreshed = database.steps().slowBelow(views);
        refreshing.needsDurability = true;
        commit(refreshing);
        return outcome;
    }

    private void commit(EpochGroup closing) {
        EpochEvent event = new EpochEvent();
        event.begin();
        long began = System.nanoTime();
        CommitRecord record = record(closing);
        // What a slow view has shown once it must not take back after a crash, though nobody wrote anything now.
        closing.needsDurability |= database.steps().catchesUpAt(record.clockMicros()) || followers.needDurability();
        boolean isOwnForce = closing.needsDurability && isSmall(closing);
        CompletableFuture<Void> durable;
        try {
            append(record);
            // The disk works while the operators do.
            durable = closing.needsDurability && !isOwnForce ? log.durable(record.epoch()) : null;
        } catch (IOException e) {
            refuse(closing, e);
            return;
        }
        long logged = System.nanoTime();
        Map<Long, DeltaBatch> changes = database.apply(record, sourceRows(closing), closing.written);
        long applied = System.nanoTime();
        followers.follow(record.epoch(), record.clockMicros(), changes);
        sinks.follow(record.epoch(), changes);
        for (long dropped : record.dropped()) {
            followers.dropped(dropped);
        }
        long followed = System.nanoTime();
        List<CompletableFuture<Committed>> outcomes = closing.commits.stream().map(Request.Commit::outcome).toList();
        publisher.add(new Publisher.Epoch(
                database.snapshot(), closing.needsDurability, outcomes, closing.rowsSince(), closing.commitsSince()));
        if (isOwnForce) {
            force(record.epoch());
        } else if (durable != null) {
            durable.whenComplete((done, failure) -> {
                if (failure == null) {
                    publisher.durable(record.epoch());
                } else {
                    publisher.fail(failure);
                }
            });
        }
        closing.rows.forEach(rows -> rows.done().accept(true));
        event.end();
        if (event.shouldCommit()) {
            event.epoch = record.epoch();
            event.commits = closing.commits.size();
            event.batches = closing.rows.size();
            event.waited = closing.waitedUntil(began);
            event.logging = logged - began;
            event.operators = applied - logged;
            event.following = followed - applied;
            event.showing = System.nanoTime() - followed;
            event.commit();
        }
    }

    /**
     * Whether the operators are done sooner than another thread would be awake, and nobody needs this one meanwhile:
     * sources would be kept from their next epoch, which needs no disk.
     */
    private boolean isSmall(EpochGroup closing) {
        return closing.commits.size() <= SMALL_COMMITS && database.positions().isEmpty() && isIdle.getAsBoolean();
    }

    private void force(long epoch) {
        try {
            log.force();
            publisher.durable(epoch);
        } catch (IOException e) {
            publisher.fail(e);
        }
    }

    private CommitRecord record(EpochGroup closing) {
        long clockMicros = clock(database.clockMicros());
        List<CommitRecord.Write> writes = new ArrayList<>();
        Map<Long, ObjectDefinition> created = new LinkedHashMap<>();
        List<Long> dropped = new ArrayList<>();
        for (Request.Commit commit : closing.commits) {
            if (commit.transaction() == null) {
                continue;
            }
            commit.transaction().writes().forEach((relation, deltas) -> {
                for (DeltaBatch delta : deltas) {
                    writes.add(new CommitRecord.Write(relation, commit.transaction().whole(relation, delta)));
                }
            });
            // Of several definitions of one object only the last was ever seen by anybody else.
            commit.transaction().created().forEach(object -> created.put(object.id(), object));
            dropped.addAll(commit.transaction().dropped());
        }
        Map<Long, CommitRecord.SourceRange> ranges = new LinkedHashMap<>();
        for (Request.Rows rows : closing.rows) {
            SourcePosition from = rows.batch().from();
            CommitRecord.SourceRange before = ranges.get(rows.source());
            ranges.put(
                    rows.source(),
                    new CommitRecord.SourceRange(
                            rows.source(), before == null ? from : before.from(), rows.batch().to()));
        }
        return new CommitRecord(
                database.epoch() + 1, clockMicros, writes, List.copyOf(ranges.values()), List.copyOf(created.values()),
                dropped,
                List.copyOf(closing.refreshed));
    }

    private void append(CommitRecord record) throws IOException {
        encoded.reset();
        record.encode(encoded);
        log.append(record.epoch(), ByteBuffer.wrap(encoded.array(), 0, encoded.length()));
        accepted();
    }

    /** The log could not take the record: nothing of it has happened. Sources will offer their rows again. */
    private void refuse(EpochGroup refused, IOException why) {
        if (!isRefusing) {
            LOG.error("the commit log cannot be written; writes are refused, queries are answered", why);
            isRefusing = true;
        }
        SqlException refusal = DiskFaults.refusal("could not write to the commit log", why);
        for (Request.Commit commit : refused.commits) {
            commit.outcome().completeExceptionally(refusal);
        }
        refused.rows.forEach(rows -> rows.done().accept(false));
    }

    private void accepted() {
        if (isRefusing) {
            LOG.warn("the commit log can be written again");
            isRefusing = false;
        }
    }

    private Map<Long, DeltaBatch> sourceRows(EpochGroup closing) {
        Map<Long, List<Request.Rows>> bySource = new LinkedHashMap<>();
        for (Request.Rows rows : closing.rows) {
            bySource.computeIfAbsent(rows.source(), id -> new ArrayList<>()).add(rows);
        }
        Map<Long, DeltaBatch> merged = new LinkedHashMap<>();
        bySource.forEach((source, requests) -> {
            ObjectDefinition object = database.objects().get(source);
            if (object != null && object.body() instanceof ObjectDefinition.Source definition) {
                // One reader's, and so of the same columns: another reader begins only between two epochs.
                List<Integer> columns = requests.getFirst().columns();
                DeltaBatch all = DeltaBatch.concat(
                        definition.schema().select(columns), requests.stream().map(one -> one.batch().rows()).toList());
                merged.put(source, Content.widen(all, columns, definition.schema().size()));
            }
        });
        return merged;
    }
}
