package dev.millrace.server.catalog;

import java.util.List;

import dev.millrace.executor.engine.Snapshot;

/** Decodes the objects of one database once for each catalog version, for all its sessions. */
public final class CatalogCache {

    private final long database;
    private volatile CatalogSnapshot newest;

    public CatalogCache(long database) {
        this.database = database;
        this.newest = CatalogSnapshot.of(Long.MIN_VALUE, List.of(), database);
    }

    public CatalogSnapshot of(Snapshot snapshot) {
        CatalogSnapshot cached = newest;
        if (cached.version() == snapshot.catalogVersion()) {
            return cached;
        }
        CatalogSnapshot decoded = CatalogSnapshot.of(
                snapshot.catalogVersion(), snapshot.objects().values(), database);
        if (decoded.version() > cached.version()) {
            newest = decoded;
        }
        return decoded;
    }
}
