package dev.millrace.server.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.data.DateStyle;
import dev.millrace.executor.data.ObjectSpelling;
import dev.millrace.executor.expression.RoutineCaller;
import dev.millrace.executor.function.CatalogDoor;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.net.Connection;
import dev.millrace.server.net.Sessions;
import dev.millrace.server.wire.BackendMessage;
import dev.millrace.server.wire.FrontendMessage;
import dev.millrace.server.wire.ServerMessage;

/**
 * All sessions of a server: admits clients, gives each a virtual thread, finds the one to cancel, ends them at
 * shutdown.
 */
public final class SessionRegistry implements Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);

    private final Map<Integer, Entry> byProcessId = new ConcurrentHashMap<>();
    private final AtomicInteger lastProcessId = new AtomicInteger();
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock entering = new ReentrantLock();
    private final int sessionsMax;
    private final Map<String, String> initialSettings;
    private volatile Authentication authentication;
    private volatile Databases databases;
    private volatile Function<Session, CatalogDoor> doors;
    private volatile Function<Session, RoutineCaller> procedures;
    private volatile boolean isShuttingDown;

    private record Entry(Session session, int secret, Thread thread) {}

    /** @param initialSettings by lower-case name, what the server's configuration says */
    public SessionRegistry(int sessionsMax, Map<String, String> initialSettings) {
        this.sessionsMax = sessionsMax;
        this.initialSettings = Map.copyOf(initialSettings);
    }

    /**
     * Clients are served from now on; before, they are told to come back.
     *
     * @param checks what clients have to prove
     * @param doors through which each session's functions ask the catalog
     * @param procedures what runs each session's procedures
     */
    public void open(
            Databases databases, Authentication checks, Function<Session, CatalogDoor> doors,
            Function<Session, RoutineCaller> procedures) {
        this.authentication = checks;
        this.doors = doors;
        this.procedures = procedures;
        this.databases = databases;
    }

    public Collection<Session> sessions() {
        return byProcessId.values().stream().map(Entry::session).toList();
    }

    @Override
    public void start(Connection connection, FrontendMessage.Startup startup) {
        Thread.ofVirtual().name("session").start(() -> run(connection, startup));
    }

    private void run(Connection connection, FrontendMessage.Startup startup) {
        int processId = 0;
        try {
            Session session = admit(connection, startup);
            processId = session.processId();
            CatalogDoor door = doors.apply(session);
            ScopedValue.where(Session.CURRENT, session)
                    .where(CatalogDoor.SESSION, door)
                    .where(ObjectSpelling.CURRENT, door)
                    .where(RoutineCaller.CURRENT, procedures.apply(session))
                    .where(DateStyle.SESSION, () -> session.settings().dateStyle())
                    .call(() -> {
                        session.serve();
                        return null;
                    });
        } catch (SqlException e) {
            connection.out().write(new BackendMessage.ErrorResponse(ServerMessage.fatal(e)));
        } catch (InterruptedException e) {
            // the server is closing; the socket is closed below
        } catch (RuntimeException e) {
            String fault = UUID.randomUUID().toString();
            LOG.error("fault {} ends a session", fault, e);
            connection.out().write(new BackendMessage.ErrorResponse(ServerMessage.internal(fault)));
        } finally {
            byProcessId.remove(processId);
            connection.close();
        }
    }

    private Session admit(Connection connection, FrontendMessage.Startup startup) throws InterruptedException {
        Databases open = databases;
        if (isShuttingDown) {
            throw new SqlException(SqlState.CANNOT_CONNECT_NOW, "the database system is shutting down");
        }
        if (open == null) {
            throw new SqlException(SqlState.CANNOT_CONNECT_NOW, "the database system is starting up");
        }
        Login.Admitted admitted = Login.admit(startup, connection, authentication, open);
        Role role = admitted.role();
        Settings settings = new Settings(role.roleName(), initialSettings);
        int secret = random.nextInt();
        Session session = enter(admitted, open, connection, settings, secret);
        int processId = session.processId();
        List<ServerMessage> warnings;
        try {
            warnings = KeptAtLogin.apply(session, role);
            Login.settings(startup).forEach(settings::setInitial);
            session.transaction().committed(); // settings may have asked the catalog
        } catch (SqlException e) {
            byProcessId.remove(processId);
            session.transaction().rollback();
            throw e;
        }
        connection.authenticated();
        connection.out().write(new BackendMessage.AuthenticationOk());
        session.reports().sendChanged();
        warnings.forEach(session::notice);
        connection.out().write(new BackendMessage.BackendKeyData(processId, secret));
        return session;
    }

    /** Makes a session if there is room for one more, of this role and at all. */
    private Session enter(
            Login.Admitted admitted, Databases open, Connection connection, Settings settings, int secret) {
        Role role = admitted.role();
        entering.lock();
        try {
            if (byProcessId.size() >= sessionsMax) {
                throw new SqlException(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
            }
            checkConnections(admitted, open);
            int processId = nextProcessId();
            Session session = new Session(open.of(admitted.database()), connection, role, processId, settings);
            byProcessId.put(processId, new Entry(session, secret, Thread.currentThread()));
            if (open.find(admitted.database().databaseName()).isEmpty()) {
                byProcessId.remove(processId); // it was dropped meanwhile
                throw Login.missing(admitted.database().databaseName());
            }
            return session;
        } finally {
            entering.unlock();
        }
    }

    private void checkConnections(Login.Admitted admitted, Databases open) {
        Role role = admitted.role();
        DatabaseObject database = admitted.database();
        if (database.connectionsMax() >= 0 && !role.isSuperuser()
                && open.sessionsIn(database.id()) >= database.connectionsMax()) {
            throw new SqlException(
                    SqlState.TOO_MANY_CONNECTIONS,
                    "too many connections for database \"" + database.databaseName() + "\"");
        }
        if (role.connectionsMax() >= 0 && !role.isSuperuser()) {
            long own = sessions().stream().filter(session -> session.identity().login() == role.id()).count();
            if (own >= role.connectionsMax()) {
                throw new SqlException(
                        SqlState.TOO_MANY_CONNECTIONS, "too many connections for role \"" + role.roleName() + "\"");
            }
        }
    }

    private int nextProcessId() {
        int id;
        do {
            id = lastProcessId.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
        } while (byProcessId.containsKey(id));
        return id;
    }

    @Override
    public void cancel(int processId, byte[] secret) {
        Entry entry = byProcessId.get(processId);
        if (entry != null && secret.length == 4 && ByteBuffer.wrap(secret).getInt() == entry.secret()) {
            // The request has a socket of its own: what the client has asked just before may still lie in the other.
            Session session = entry.session();
            session.connection().afterReading(session.interrupts()::cancel);
        }
    }

    /** Ends every session: running statements get {@code graceMillis} to finish, then they are cancelled. */
    public void shutdown(long graceMillis) throws InterruptedException {
        isShuttingDown = true;
        SqlException reason = new SqlException(
                SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
        // Idle sessions wait for a message that never comes; waking them by a message of ours ends them in order.
        byProcessId.values().forEach(entry -> entry.session().endWhenIdle(reason));
        awaitNone(graceMillis);
        byProcessId.values().forEach(entry -> entry.session().interrupts().terminate(reason));
        awaitNone(2_000);
        byProcessId.values().forEach(entry -> entry.thread().interrupt());
        awaitNone(1_000);
    }

    private void awaitNone(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!byProcessId.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
    }
}
