package dev.millrace.server.pgcatalog;

import dev.millrace.executor.engine.Snapshot;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.session.Session;

/** How many bytes things take on disk, about. */
final class SizeAnswers {

    private final Session session;
    private final Snapshot snapshot;

    SizeAnswers(Session session, Snapshot snapshot) {
        this.session = session;
        this.snapshot = snapshot;
    }

    long ofRelation(long relation) {
        return session.database().engine().approximateBytes(snapshot, relation);
    }

    /** 0 where there is no such database. */
    long ofDatabase(long database) {
        return catalog().database(database)
                .map(session.database().siblings()::contents)
                .stream()
                .flatMap(contents -> contents.relations().stream())
                .mapToLong(relation -> ofRelation(relation.id()))
                .sum();
    }

    long ofAll() {
        return catalog().databases().stream().mapToLong(database -> ofDatabase(database.id())).sum();
    }

    private CatalogSnapshot catalog() {
        return session.transaction().catalog();
    }
}
