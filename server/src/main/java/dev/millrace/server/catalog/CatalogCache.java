package dev.millrace.server.catalog;

import java.util.List;

import dev.millrace.executor.engine.Snapshot;

/** Decodes an engine's objects once for each catalog version, for all sessions. */
public final class CatalogCache {

    private volatile CatalogSnapshot newest = CatalogSnapshot.of(Long.MIN_VALUE, List.of());

    public CatalogSnapshot of(Snapshot snapshot) {
        CatalogSnapshot cached = newest;
        if (cached.version() == snapshot.catalogVersion()) {
            return cached;
        }
        CatalogSnapshot decoded = CatalogSnapshot.of(snapshot.catalogVersion(), snapshot.objects().values());
        if (decoded.version() > cached.version()) {
            newest = decoded;
        }
        return decoded;
    }
}
