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
 * What all sessions share.
 *
 * @param name of the one database
 * @param timer for statement timeouts
 * @param sessions those connected now
 */
public record Database(
        String name,
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
