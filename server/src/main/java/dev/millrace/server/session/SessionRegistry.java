package dev.millrace.server.session;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.function.CatalogDoor;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
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
    private final Login login;
    private final int sessionsMax;
    private final Map<String, String> initialSettings;
    private volatile Database database;
    private volatile Function<Session, CatalogDoor> doors;
    private volatile boolean isShuttingDown;

    private record Entry(Session session, int secret, Thread thread) {}

    /**
     * @param user the role that exists; @param databaseName the database that exists
     * @param initialSettings by lower-case name, what the server's configuration says
     */
    public SessionRegistry(String user, String databaseName, int sessionsMax, Map<String, String> initialSettings) {
        this.login = new Login(user, databaseName);
        this.sessionsMax = sessionsMax;
        this.initialSettings = Map.copyOf(initialSettings);
    }

    /**
     * Clients are served from now on; before, they are told to come back.
     *
     * @param doors through which each session's functions ask the catalog
     */
    public void open(Database database, Function<Session, CatalogDoor> doors) {
        this.doors = doors;
        this.database = database;
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
            ScopedValue.where(Session.CURRENT, session).where(CatalogDoor.CURRENT, doors.apply(session)).call(() -> {
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

    private Session admit(Connection connection, FrontendMessage.Startup startup) {
        Database open = database;
        if (isShuttingDown) {
            throw new SqlException(SqlState.CANNOT_CONNECT_NOW, "the database system is shutting down");
        }
        if (open == null) {
            throw new SqlException(SqlState.CANNOT_CONNECT_NOW, "the database system is starting up");
        }
        String user = login.admit(startup, connection);
        if (byProcessId.size() >= sessionsMax) {
            throw new SqlException(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
        }
        Settings settings = new Settings(user, initialSettings);
        Login.settings(startup).forEach(settings::setInitial);
        int processId = nextProcessId();
        int secret = random.nextInt();
        Session session = new Session(open, connection, user, processId, settings);
        byProcessId.put(processId, new Entry(session, secret, Thread.currentThread()));
        connection.authenticated();
        connection.out().write(new BackendMessage.AuthenticationOk());
        session.reports().sendChanged();
        connection.out().write(new BackendMessage.BackendKeyData(processId, secret));
        return session;
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
            entry.session().interrupts().cancel();
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
