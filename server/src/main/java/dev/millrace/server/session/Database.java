package dev.millrace.server.session;

import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import dev.millrace.executor.engine.Engine;
import dev.millrace.server.catalog.CatalogCache;
import dev.millrace.server.catalog.CatalogLocks;
import dev.millrace.server.catalog.Sequences;
import dev.millrace.server.catalog.SystemCatalog;

/**
 * What the sessions of a database share; the engine, sequences, timer and list of sessions are the same in all.
 *
 * @param id its number in the catalog
 * @param siblings all databases of the server
 * @param timer for statement timeouts
 * @param sessions those connected now, to any database
 */
public record Database(
        long id,
        String name,
        Databases siblings,
        Engine engine,
        CatalogCache catalogs,
        CatalogLocks locks,
        Sequences sequences,
        Channels channels,
        AdvisoryLocks advisoryLocks,
        SystemCatalog system,
        Planning planning,
        StatementRunner runner,
        ScheduledExecutorService timer,
        Supplier<Collection<Session>> sessions) {}
