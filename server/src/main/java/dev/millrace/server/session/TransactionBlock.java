package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.Committed;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.engine.Transaction;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.AccessObject;
import dev.millrace.server.catalog.AttachmentCodec;
import dev.millrace.server.catalog.CatalogLocks;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Rights;

/**
 * A session's transaction: none, an implicit one around the statements up to the end of a query message or to Sync,
 * or one between BEGIN and COMMIT. The engine's transaction begins with the first statement that needs the database;
 * from then on one snapshot is read.
 */
public final class TransactionBlock {

    private enum State {
        NONE,
        IMPLICIT,
        EXPLICIT,
        /** An explicit one after an error: only its end is accepted. */
        FAILED
    }

    private final Database database;
    private final Settings settings;
    private final Portals portals;
    private final CatalogLocks.Claims claims;
    private final TemporaryObjects temporary;
    private final Listening listening;
    private final AdvisoryLocks.Holder advisory;
    private State state = State.NONE;
    private Transaction transaction;
    private CatalogSnapshot catalog;
    private boolean isReadOnly;
    private boolean isBackfilling;
    private int statements;
    private boolean hasGoneOn;
    private volatile long begunMicros;
    /** Of the snapshot that was read last. */
    private long releasedEpoch;
    private final DeferredChecks deferred = new DeferredChecks();
    private final Savepoints savepoints;
    /** Created here: their positions are written when the transaction commits. */
    private final List<CatalogObject.Sequence> newSequences = new ArrayList<>();
    /** What has to be noted of an object that was made: whose it is. Null for nothing. */
    private Function<CatalogObject, Rights> rights = object -> null;

    TransactionBlock(
            Database database, Settings settings, Portals portals, String temporarySchema, Listening listening,
            AdvisoryLocks.Holder advisory) {
        this.database = database;
        this.settings = settings;
        this.portals = portals;
        this.listening = listening;
        this.advisory = advisory;
        this.savepoints = new Savepoints(portals, listening, advisory, deferred);
        this.temporary = new TemporaryObjects(this, database, temporarySchema);
        this.claims = database.locks().claims(() -> settings.millis("lock_timeout"));
    }

    void whenCreated(Function<CatalogObject, Rights> rightsOf) {
        rights = rightsOf;
    }

    /** As ReadyForQuery tells it. */
    char status() {
        return switch (state) {
            case NONE, IMPLICIT -> 'I';
            case EXPLICIT -> 'T';
            case FAILED -> 'E';
        };
    }

    public boolean isExplicit() {
        return state == State.EXPLICIT || state == State.FAILED;
    }

    public boolean isFailed() {
        return state == State.FAILED;
    }

    /** When it began, by the wall clock; 0 when there is none. */
    public long begunMicros() {
        return begunMicros;
    }

    boolean isImplicit() {
        return state == State.IMPLICIT;
    }

    /** A statement is about to be executed; returns how many were before it in this transaction. */
    int statementBegins() {
        ensureBegun();
        hasGoneOn = false;
        // Who has waited for a lock wants to see what its holder did; so long as nothing was read, nobody can tell.
        if (advisory.hasTakenMore() && transaction != null && transaction.isUntouched() && savepoints.isEmpty()) {
            release();
        }
        return statements++;
    }

    /** What the next statement needs: a transaction of some kind. */
    void ensureBegun() {
        if (state == State.NONE) {
            state = State.IMPLICIT;
            settings.transactionBegins();
            if (settings.isOn("default_transaction_read_only")) {
                setReadOnly(true);
            }
            begunMicros = System.currentTimeMillis() * 1000;
        }
    }

    /** BEGIN: statements before it in the same query message belong to the block. */
    public void begin(Optional<Boolean> readOnly) {
        ensureBegun();
        state = State.EXPLICIT;
        readOnly.filter(asked -> asked != isReadOnly).ifPresent(this::setReadOnly);
    }

    public void setReadOnly(boolean readOnly) {
        if (!readOnly && isReadOnly && transaction != null && !transaction.isUntouched()) {
            throw new SqlException(
                    SqlState.ACTIVE_SQL_TRANSACTION, "transaction read-write mode must be set before any query");
        }
        isReadOnly = readOnly;
        settings.set("transaction_read_only", readOnly ? "on" : "off", true);
    }

    public boolean isReadOnly() {
        return isReadOnly;
    }

    /** @param command for the message, e.g. {@code INSERT} */
    public void checkWritable(String command) {
        if (isReadOnly) {
            throw new SqlException(
                    SqlState.READ_ONLY_SQL_TRANSACTION, "cannot execute " + command + " in a read-only transaction");
        }
    }

    /** @throws SqlException 25001 when there is an explicit transaction */
    public void checkOutside(String command) {
        if (isExplicit()) {
            throw new SqlException(
                    SqlState.ACTIVE_SQL_TRANSACTION, command + " cannot run inside a transaction block");
        }
    }

    public void checkInside(String command) {
        if (!isExplicit()) {
            throw new SqlException(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, command + " can only be used in transaction blocks");
        }
    }

    /** The engine's transaction, begun when it was not yet. */
    public Transaction engineTransaction() {
        if (transaction == null) {
            // Whoever reads or writes does it in a transaction that somebody ends.
            ensureBegun();
            transaction = database.engine().begin();
            transaction.setDurable(!"off".equals(settings.find("synchronous_commit")));
        }
        return transaction;
    }

    /** The catalog of the snapshot, with this transaction's own changes. */
    public CatalogSnapshot catalog() {
        if (catalog == null) {
            catalog = database.catalogs().of(engineTransaction().snapshot());
        }
        return catalog;
    }

    /** Lets the snapshot of an implicit transaction go, for results that need none and last long. */
    public void unpin() {
        if (isImplicit() && !hasWrites()) {
            release();
        }
    }

    /** Empty outside of a transaction block: statements of their own have nothing to wait for. */
    public DeferredChecks deferred() {
        return deferred;
    }

    public TemporaryObjects temporary() {
        return temporary;
    }

    boolean hasWrites() {
        return transaction != null && transaction.hasWrites();
    }

    // ---- objects ----------------------------------------------------------------------------------------------------

    /**
     * Creates an object whose name was checked to be free in {@link #catalog}.
     *
     * @throws SqlException 40001 when the newest catalog says otherwise: another session was faster
     */
    public void create(CatalogObject object, ObjectDefinition.Body body, Cancellation cancellation)
            throws InterruptedException {
        temporary.checkUse(object);
        claims.claimAlone(CatalogLocks.ofName(object, catalog()), cancellation);
        claims.claimShared(object.dependencies(), cancellation);
        conflicts().checkUnchanged(object);
        engineTransaction().create(new ObjectDefinition(object.id(), body, AttachmentCodec.encode(object, catalog())));
        isBackfilling |= body instanceof ObjectDefinition.View || body instanceof ObjectDefinition.Sink
                || body instanceof ObjectDefinition.Index;
        catalog = catalog().with(object);
        if (object instanceof CatalogObject.Sequence sequence) {
            newSequences.add(sequence);
        }
        Rights noted = rights.apply(object);
        if (noted != null) {
            create(noted, new ObjectDefinition.Described(), cancellation);
        }
    }

    /** Gives an object another definition under its own number. */
    public void alter(CatalogObject object, ObjectDefinition.Body body, Cancellation cancellation)
            throws InterruptedException {
        temporary.checkUse(object);
        claims.claimAlone(CatalogLocks.ofObject(object.id()), cancellation);
        claims.claimAlone(CatalogLocks.ofName(object, catalog()), cancellation);
        if (object instanceof CatalogObject.View || object instanceof AccessObject) {
            claims.claimShared(object.dependencies(), cancellation);
        }
        if (object instanceof AccessObject) {
            conflicts().checkUnchanged(object);
        }
        engineTransaction().create(new ObjectDefinition(object.id(), body, AttachmentCodec.encode(object, catalog())));
        catalog = catalog().with(object);
    }

    /** Drops an object that nothing depends on any more. */
    public void drop(CatalogObject object, Cancellation cancellation) throws InterruptedException {
        claims.claimAlone(CatalogLocks.ofObject(object.id()), cancellation);
        claims.claimAlone(CatalogLocks.ofName(object, catalog()), cancellation);
        conflicts().checkDroppable(object);
        engineTransaction().drop(object.id());
        catalog = catalog().without(object.id());
    }

    private CatalogConflicts conflicts() {
        return CatalogConflicts.of(database, engineTransaction(), catalog());
    }

    // ---- savepoints -------------------------------------------------------------------------------------------------

    /** @throws SqlException 25P01 outside of a transaction block */
    public void savepoint(String name) {
        checkInside("SAVEPOINT");
        savepoints.add(savepoints.place(name, engineTransaction(), catalog()));
    }

    /** Something that takes back what is written from now on, in a block or not. */
    public Runnable returning() {
        Savepoints.Savepoint here = savepoints.place("", engineTransaction(), catalog());
        return () -> catalog = savepoints.back(here, transaction);
    }

    /** Forgets a savepoint and those after it; the writes stay. */
    public void release(String name) {
        savepoints.release(name);
    }

    /** Takes back what was written since; the savepoint stays, and a failed transaction is well again. */
    public void rollbackTo(String name) {
        catalog = savepoints.back(savepoints.returnTo(name), transaction);
        state = State.EXPLICIT;
    }

    // ---- the end ----------------------------------------------------------------------------------------------------

    /** Makes everything durable and visible. On failure the transaction is gone. */
    public void commit(Cancellation cancellation) throws InterruptedException {
        boolean isCommitted = false;
        try {
            if (hasWrites()) {
                temporary.beforeCommit(cancellation);
                newSequences.stream()
                        .filter(sequence -> catalog().find(sequence.id()).isPresent())
                        .forEach(sequence -> database.sequences().write(sequence, transaction));
                portals.transactionEnds();
                CommitWait.await(database.engine().commit(transaction), isBackfilling, cancellation);
            }
            isCommitted = true;
        } finally {
            end(isCommitted);
        }
    }

    /**
     * Hands the writes to the engine; {@link #committed}, or its failure, has to follow.
     *
     * @param mayWait for the disk, but for nobody else's commit
     */
    CompletableFuture<Committed> handOver(boolean mayWait) {
        temporary.emptyTables();
        portals.transactionEnds();
        return mayWait ? database.engine().commitHere(transaction) : database.engine().commit(transaction);
    }

    /** What was {@link #handOver handed over} is durable and visible. */
    void committed() {
        end(true);
    }

    public void rollback() {
        end(false);
    }

    /** An error: an explicit transaction waits for its end, an implicit one is over. */
    void fail() {
        if (isExplicit()) {
            if (savepoints.isEmpty()) {
                portals.transactionEnds();
                release();
            }
            state = State.FAILED;
        } else {
            end(false);
        }
    }

    /**
     * Forgets what was read and written, to run the only statement again on a newer snapshot. Waits for one: what is in
     * the way is often still on its way to the disk, and reading the same again would only fail again.
     */
    void restart(Cancellation cancellation) {
        newSequences.forEach(database.sequences()::forget);
        newSequences.clear();
        release();
        statements = 0;
        NewerSnapshot.await(database.engine(), releasedEpoch, cancellation);
    }

    /** Whether the statement that runs may end the transaction amid itself: nothing else is in it. */
    public boolean isOneStatement() {
        return state == State.IMPLICIT && statements == 1;
    }

    /** Says that a statement has ended a transaction and goes on in a new one. */
    public void goOn() {
        ensureBegun();
        statements = 1;
        hasGoneOn = true;
    }

    /** Whether a part of the statement is committed already, so that it must not run again from its beginning. */
    boolean hasGoneOn() {
        return hasGoneOn;
    }

    private void end(boolean isCommitted) {
        newSequences.forEach(isCommitted ? database.sequences()::created : database.sequences()::forget);
        newSequences.clear();
        portals.transactionEnds();
        portals.settle(isCommitted);
        release();
        if (state != State.NONE) {
            settings.transactionEnds(isCommitted);
        }
        state = State.NONE;
        begunMicros = 0;
        statements = 0;
        isReadOnly = false;
        listening.transactionEnds(isCommitted);
        advisory.rollbackTo(0);
    }

    private void release() {
        if (transaction != null) {
            releasedEpoch = transaction.snapshot().epoch();
            transaction.close();
            transaction = null;
        }
        catalog = null;
        deferred.clear();
        savepoints.clear();
        isBackfilling = false;
        claims.close();
    }
}
