package dev.millrace.server.session;

import java.util.List;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.SessionCatalog;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.net.Connection;
import dev.millrace.server.wire.BackendMessage;
import dev.millrace.server.wire.FrontendMessage;
import dev.millrace.server.wire.ServerMessage;

/**
 * One client from login to its last message, on one virtual thread: takes messages in order and answers them. What a
 * message does is said by {@link SimpleProtocol} and {@link ExtendedProtocol}; what an error does is said here.
 */
public final class Session {

    /** The session whose statement runs on this thread: for relations that show each session its own. */
    public static final ScopedValue<Session> CURRENT = ScopedValue.newInstance();

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Database database;
    private final Connection connection;
    private final SessionRole role;
    private final int processId;
    private final Settings settings;
    private final Portals portals = new Portals();
    private final SequenceValues sequences = new SequenceValues(this);
    private final PreparedStatements statements = new PreparedStatements();
    private final String temporarySchema;
    private final Listening listening;
    private final AdvisoryLocks.Holder advisoryLocks;
    private final TransactionBlock transaction;
    private final Interrupts interrupts;
    private final SettingReports reports;
    private final SimpleProtocol simple;
    private final ExtendedProtocol extended;
    private final Activity activity = new Activity();
    /** The client has been told that it is its turn. */
    private boolean isReady;
    private boolean goesOn = true;

    Session(Database database, Connection connection, Role login, int processId, Settings settings) {
        this.database = database;
        this.connection = connection;
        this.processId = processId;
        this.settings = settings;
        this.temporarySchema = TemporarySchema.of(processId);
        this.listening = new Listening(database.channels(), connection::nudge, this::end);
        this.advisoryLocks = database.advisoryLocks().holder(processId);
        this.transaction = new TransactionBlock(
                database, settings, portals, temporarySchema, listening, advisoryLocks);
        this.role = new SessionRole(login, settings, transaction, database.engine()::nextObjectId);
        transaction.whenCreated(role::rightsOf);
        transaction.temporary().of(this);
        this.interrupts = new Interrupts(database.timer(), connection::hasWaiting);
        connection.whenTaken(interrupts::busy);
        this.reports = new SettingReports(settings, connection.out());
        CopyProtocol copy = new CopyProtocol(connection);
        this.simple = new SimpleProtocol(this, copy);
        this.extended = new ExtendedProtocol(this, copy);
    }

    public Database database() {
        return database;
    }

    public Connection connection() {
        return connection;
    }

    public String user() {
        return role.loginName();
    }

    /** Who the session is, and acts as. */
    public SessionRole identity() {
        return role;
    }

    /** What the session may do now. */
    public Authority authority() {
        return role.authority();
    }

    public int processId() {
        return processId;
    }

    public Settings settings() {
        return settings;
    }

    public Portals portals() {
        return portals;
    }

    public PreparedStatements statements() {
        return statements;
    }

    public SequenceValues sequences() {
        return sequences;
    }

    public TransactionBlock transaction() {
        return transaction;
    }

    public Listening listening() {
        return listening;
    }

    public AdvisoryLocks.Holder advisoryLocks() {
        return advisoryLocks;
    }

    public Interrupts interrupts() {
        return interrupts;
    }

    ExtendedProtocol extended() {
        return extended;
    }

    SettingReports reports() {
        return reports;
    }

    public Activity activity() {
        return activity;
    }

    /** Whether a statement runs now. */
    public boolean isActive() {
        return interrupts.isRunning();
    }

    /** Whether messages are still answered; not when the client was told that this was the last. */
    boolean goesOn() {
        return goesOn;
    }

    /** A type that a statement was prepared with, as it is now: an enum may have got more labels. */
    SqlType current(SqlType type) {
        EnumType known = type.enumType();
        return known == null ? type : catalog().enumType(known.id()).map(type::with).orElse(type);
    }

    /** The database as this session sees it now. */
    public SessionCatalog catalog() {
        return new SessionCatalog(
                transaction.catalog(), database.system(), settings.searchPath(), database.name(), temporarySchema,
                authority());
    }

    /** Schemas in the order in which names are searched now, {@code pg_catalog} only where it was said. */
    public List<String> searchPath() {
        return TemporarySchema.path(
                SessionCatalog.usable(settings.searchPath(), authority()), temporarySchema, transaction.catalog());
    }

    /** Tells the client something beside the result. */
    public void notice(ServerMessage notice) {
        if (notice.isWanted(settings.get("client_min_messages"))) {
            connection.out().write(new BackendMessage.NoticeResponse(notice));
        }
    }

    /** Ends the session now, also in the middle of a statement. From any thread. */
    public void end(SqlException reason) {
        interrupts.terminate(reason);
        endWhenIdle(reason);
    }

    /** Ends the session as soon as it has answered what has come so far. From any thread. */
    public void endWhenIdle(SqlException reason) {
        connection.post(new FrontendMessage.Shutdown(reason));
    }

    // ---- the loop ---------------------------------------------------------------------------------------------------

    /** Serves the client until it leaves or must. */
    void serve() throws InterruptedException {
        connection.whenClosed(() -> interrupts.terminate(
                new SqlException(SqlState.CONNECTION_EXCEPTION, "connection to client lost")));
        connection.setExpress(new ExpressLane(this));
        try {
            ready();
            while (goesOn) {
                connection.out().awaitRoom(() -> interrupts.termination() != null);
                FrontendMessage message = next();
                if (!goesOn) {
                    return; // the client was told so while this thread waited
                }
                SqlException termination = interrupts.termination();
                if (termination != null) {
                    fatal(termination);
                    return;
                }
                handle(message);
            }
        } finally {
            portals.closeAll();
            transaction.rollback();
            transaction.temporary().sessionEnds();
            listening.close();
            advisoryLocks.close();
        }
    }

    /**
     * Waits for the next message; a client that has the word, and does not use it for longer than its settings allow,
     * is told to go.
     */
    private FrontendMessage next() throws InterruptedException {
        if (!isReady) {
            return connection.take();
        }
        boolean isInTransaction = transaction.isExplicit();
        long millisMax = settings.millis(
                isInTransaction ? "idle_in_transaction_session_timeout" : "idle_session_timeout");
        FrontendMessage message = connection.takeIdle(millisMax);
        isReady = message instanceof FrontendMessage.Nudge;
        return message != null ? message : new FrontendMessage.Shutdown(isInTransaction
                ? new SqlException(
                        SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                        "terminating connection due to idle-in-transaction timeout")
                : new SqlException(
                        SqlState.IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout"));
    }

    void handle(FrontendMessage message) throws InterruptedException {
        interrupts.busy();
        guarded(message, () -> goesOn = dispatch(message));
    }

    /** Goes on with an execution whose commit is done. */
    void finish(PendingCommit done, Throwable failure) throws InterruptedException {
        guarded(done.message(), () -> extended.finish(done, failure));
    }

    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    private void guarded(FrontendMessage message, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (SqlException e) {
            transaction.fail();
            if (interrupts.termination() == e) {
                fatal(e);
                goesOn = false;
            } else {
                failed(message, e);
            }
        } catch (StackOverflowError e) {
            transaction.fail();
            failed(message, new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded"));
        } catch (OutOfMemoryError e) {
            LOG.error("out of memory in session {}", processId, e);
            transaction.fail();
            failed(message, new SqlException(SqlState.OUT_OF_MEMORY, "out of memory")
                    .withHint("Give the server more heap, or ask for less at once."));
        } catch (RuntimeException e) {
            // The transaction is gone, and with it everything the fault may have touched: the session can go on.
            String fault = UUID.randomUUID().toString();
            LOG.error("fault {} in session {}", fault, processId, e);
            transaction.fail();
            failed(message, new SqlException(SqlState.INTERNAL_ERROR, "internal error " + fault)
                    .withHint("The server's log tells more under this id."));
        }
    }

    private boolean dispatch(FrontendMessage message) throws InterruptedException {
        if (extended.isSkipping() && !endsSkipping(message)) {
            return true;
        }
        switch (message) {
            case FrontendMessage.Query query -> {
                extended.forgetUnnamed();
                simple.query(query.sql());
                ready();
            }
            case FrontendMessage.Parse parse -> extended.parse(parse);
            case FrontendMessage.Bind bind -> extended.bind(bind);
            case FrontendMessage.Describe describe -> extended.describe(describe);
            case FrontendMessage.Execute execute -> extended.execute(execute);
            case FrontendMessage.Close close -> extended.close(close);
            case FrontendMessage.Flush _ -> connection.out().flush();
            case FrontendMessage.Sync _ -> {
                extended.sync();
                ready();
            }
            case FrontendMessage.FunctionCall _ -> throw SqlException.unsupported("the function call message");
            case FrontendMessage.Unreadable unreadable -> throw unreadable.fault();
            // What is left of a COPY that has failed: the client could not know yet.
            case FrontendMessage.CopyData _, FrontendMessage.CopyDone _, FrontendMessage.CopyFail _ -> { }
            case FrontendMessage.Terminate _, FrontendMessage.Disconnected _ -> {
                return false;
            }
            case FrontendMessage.Nudge _ -> {
                if (isReady) {
                    tellNotifications();
                    connection.out().flush();
                }
            }
            case FrontendMessage.Shutdown shutdown -> {
                fatal(shutdown.reason());
                return false;
            }
            case FrontendMessage.Malformed malformed -> {
                fatal(new SqlException(SqlState.PROTOCOL_VIOLATION, malformed.reason()));
                return false;
            }
            case FrontendMessage.PasswordMessage _,
                    FrontendMessage.Startup _,
                    FrontendMessage.SslRequest _,
                    FrontendMessage.GssEncRequest _,
                    FrontendMessage.CancelRequest _ -> {
                fatal(new SqlException(SqlState.PROTOCOL_VIOLATION, "unexpected message in a running session"));
                return false;
            }
        }
        return true;
    }

    private static boolean endsSkipping(FrontendMessage message) {
        return message instanceof FrontendMessage.Sync
                || message instanceof FrontendMessage.Terminate
                || message instanceof FrontendMessage.Shutdown
                || message instanceof FrontendMessage.Disconnected
                || message instanceof FrontendMessage.Malformed;
    }

    /** In the simple protocol the query is over; in the extended one everything up to Sync is skipped. */
    private void failed(FrontendMessage message, SqlException e) {
        connection.out().write(new BackendMessage.ErrorResponse(ServerMessage.error(e)));
        switch (message) {
            case FrontendMessage.Query _, FrontendMessage.Sync _, FrontendMessage.FunctionCall _ -> ready();
            case FrontendMessage.Unreadable unreadable when unreadable.isSimple() -> ready();
            case FrontendMessage other -> extended.skipToSync();
        }
    }

    private void fatal(SqlException e) {
        connection.out().write(new BackendMessage.ErrorResponse(ServerMessage.fatal(e)));
    }

    private void ready() {
        extended.stopSkipping();
        if (transaction.isImplicit()) {
            transaction.rollback(); // opened by something that only looked
        }
        reports.sendChanged();
        tellNotifications();
        interrupts.idle();
        connection.out().write(new BackendMessage.ReadyForQuery(transaction.status()));
        connection.out().flush();
        activity.ends();
        isReady = true;
    }

    /** What was heard meanwhile; in a transaction it would come between statements, and has to wait. */
    private void tellNotifications() {
        if (!transaction.isExplicit()) {
            for (Notification heard : listening.take()) {
                connection.out().write(new BackendMessage.NotificationResponse(
                        heard.processId(), heard.channel(), heard.payload()));
            }
        }
    }

    /** In a failed transaction only its end is accepted; the text is looked at because nothing else may run. */
    void checkNotFailed(String sql) {
        if (transaction.isFailed() && !TransactionEnd.isIn(sql)) {
            throw new SqlException(SqlState.IN_FAILED_SQL_TRANSACTION,
                    "current transaction is aborted, commands ignored until end of transaction block");
        }
    }
}
