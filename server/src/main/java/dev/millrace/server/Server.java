package dev.millrace.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.code.CodeStore;
import dev.millrace.executor.engine.Durables;
import dev.millrace.executor.engine.Engine;
import dev.millrace.executor.engine.EngineConfig;
import dev.millrace.executor.engine.Snapshot;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.server.catalog.AttachmentCodec;
import dev.millrace.server.catalog.CatalogCache;
import dev.millrace.server.catalog.CatalogLocks;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.Sequences;
import dev.millrace.server.config.AccessConfig;
import dev.millrace.server.config.ServerConfig;
import dev.millrace.server.net.Admission;
import dev.millrace.server.net.Encryption;
import dev.millrace.server.net.Listener;
import dev.millrace.server.pgcatalog.CatalogAnswers;
import dev.millrace.server.pgcatalog.SystemTables;
import dev.millrace.server.procedure.Procedures;
import dev.millrace.server.session.AdvisoryLocks;
import dev.millrace.server.session.Channels;
import dev.millrace.server.session.Database;
import dev.millrace.server.session.Databases;
import dev.millrace.server.session.Planning;
import dev.millrace.server.session.SessionRegistry;
import dev.millrace.server.session.Settings;
import dev.millrace.server.session.TemporaryObjects;
import dev.millrace.server.statement.Dispatcher;
import dev.millrace.server.wire.MessageRoom;

/** A running server: the only place where all parts meet. */
public final class Server implements AutoCloseable {

    public static final String VERSION = "0.1.0";
    public static final String USER = "millrace";
    public static final String DATABASE = DatabaseObject.MILLRACE.databaseName();

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final ServerConfig config;
    private final SessionRegistry sessions;
    private final Listener listener;
    private final Databases databases;
    private final ScheduledThreadPoolExecutor timer;

    private Server(
            ServerConfig config,
            SessionRegistry sessions,
            Listener listener,
            Databases databases,
            ScheduledThreadPoolExecutor timer) {
        this.config = config;
        this.sessions = sessions;
        this.listener = listener;
        this.databases = databases;
        this.timer = timer;
    }

    /** Listens at once, answering "starting up", then recovers, warms up and serves. */
    public static Server start(ServerConfig config) throws StartException {
        AccessSetup.check(config);
        SessionRegistry sessions = new SessionRegistry(config.sessionsMax(), initialSettings(config));
        StartClock clock = new StartClock();
        Listener listener = listen(config, sessions);
        clock.passed("listening");
        // Costly to build once and needed by recovery; storage is opened meanwhile.
        Thread.ofPlatform().name("functions").daemon().start(Functions::standard);
        Engine opened = null;
        try {
            SystemTables system = new SystemTables(USER, sessions::sessions);
            Engine engine = open(config, system);
            opened = engine;
            clock.passed("recovered");
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "timer");
                thread.setDaemon(true);
                return thread;
            });
            timer.setRemoveOnCancelPolicy(true);
            PlannerDoor planner = new PlannerDoor();
            Databases databases = databases(engine, system, planner, timer, sessions);
            system.attach(databases.first());
            Server server = new Server(config, sessions, listener, databases, timer);
            WarmUp.run(databases.first(), planner);
            clock.passed("warmed up");
            for (DatabaseObject one : databases.newest().databases()) {
                TemporaryObjects.clear(databases.of(one), new Settings(USER, Map.of()));
            }
            AccessSetup access = new AccessSetup(config, databases.first());
            access.takePassword();
            access.checkSomebodyCanLogIn();
            sessions.open(databases, access.authentication(), session -> new CatalogAnswers(system, session),
                    Procedures::new);
            LOG.info("ready; milliseconds to each step: {}", clock);
            return server;
        } catch (StartException | RuntimeException e) {
            listener.close();
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
    }

    private static Databases databases(
            Engine engine, SystemTables system, PlannerDoor planner, ScheduledThreadPoolExecutor timer,
            SessionRegistry sessions) {
        CatalogLocks locks = new CatalogLocks();
        Sequences sequences = new Sequences(engine);
        Dispatcher runner = new Dispatcher(new PlanText());
        return new Databases((object, siblings) -> new Database(
                object.id(),
                object.databaseName(),
                siblings,
                engine,
                new CatalogCache(object.id()),
                locks,
                sequences,
                new Channels(),
                new AdvisoryLocks(),
                system,
                new Planning(planner),
                runner,
                timer,
                sessions::sessions));
    }

    private static Listener listen(ServerConfig config, SessionRegistry sessions) throws StartException {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        if (address.isUnresolved()) {
            throw new StartException("cannot listen on " + config.host() + ": unknown host", null);
        }
        try {
            Admission admission = new Admission(
                    encryption(config.access()), config.access().loginSeconds(), config.access().loginsMax(),
                    new MessageRoom(Runtime.getRuntime().maxMemory() / 4));
            return Listener.open(address, config.messageBytesMax(), admission, sessions);
        } catch (IOException e) {
            throw new StartException(
                    "cannot listen on " + config.host() + ":" + config.port() + ": " + e.getMessage()
                            + " (is another server running?)",
                    e);
        }
    }

    private static Encryption encryption(AccessConfig access) throws StartException {
        try {
            return access.certificateFile() == null
                    ? null
                    : Encryption.open(access.certificateFile(), access.keyFile());
        } catch (NoSuchFileException e) {
            throw new StartException("cannot use TLS: there is no file " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StartException("cannot use TLS: " + e.getMessage(), e);
        }
    }

    private static Engine open(ServerConfig config, SystemTables system) throws StartException {
        Path directory = config.dataDirectory();
        CodeStore.open(directory.resolve("code"));
        try {
            EngineConfig engine = new EngineConfig(
                    config.shards(),
                    config.stateBytes(),
                    config.workBytes(),
                    config.checkpointBytes(),
                    config.checkpointSeconds(),
                    config.checkpointWorkMillis(),
                    EngineConfig.DEFAULT.wallClock(),
                    system,
                    EngineConfig.DEFAULT.connectors(),
                    object -> AttachmentCodec.decode(object.attachment()).name());
            return Engine.open(engine, Durables.open(directory));
        } catch (IOException e) {
            throw new StartException("cannot open " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> initialSettings(ServerConfig config) throws StartException {
        Map<String, String> settings = new HashMap<>();
        if (config.port() > 0) {
            // What the system is to choose is not known yet.
            settings.put("port", Integer.toString(config.port()));
        }
        settings.put("listen_addresses", config.host());
        settings.put("timezone", config.timeZone());
        settings.put("statement_timeout", config.statementTimeout());
        settings.put("authentication_timeout", Integer.toString(config.access().loginSeconds()));
        if (config.access().certificateFile() != null) {
            settings.put("ssl", "on");
            settings.put("ssl_cert_file", config.access().certificateFile().toString());
            settings.put("ssl_key_file", config.access().keyFile().toString());
        }
        try {
            new Settings(USER, settings);
        } catch (SqlException e) {
            throw new StartException(e.getMessage(), e);
        }
        return settings;
    }

    public int port() {
        return listener.port();
    }

    /** Lets running statements finish or cancels them, checkpoints, and frees port and directory. */
    @Override
    public void close() {
        listener.stopAccepting();
        try {
            sessions.shutdown(config.shutdownSeconds() * 1000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        giveBackValues();
        try {
            databases.first().engine().close();
        } catch (RuntimeException e) {
            LOG.error("the engine did not close cleanly; the log will be replayed at the next start", e);
        }
        listener.close();
    }

    private void giveBackValues() {
        try (Snapshot snapshot = databases.first().engine().snapshot()) {
            for (Database database : databases.opened()) {
                database.sequences().close(database.catalogs().of(snapshot));
            }
        } catch (RuntimeException e) {
            LOG.warn("sequences skip some values at the next start", e);
        }
    }
}
