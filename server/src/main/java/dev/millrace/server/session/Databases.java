package dev.millrace.server.session;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import dev.millrace.executor.engine.Snapshot;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.DatabaseObject;

/** The databases of a server, which share its engine. What sessions share is made for the first of a database. */
public final class Databases {

    private final BiFunction<DatabaseObject, Databases, Database> opener;
    private final Map<Long, Database> opened = new ConcurrentHashMap<>();
    /** Those that are being dropped: nobody may enter any more. */
    private final Set<Long> leaving = ConcurrentHashMap.newKeySet();
    private final Database first;

    /** @param opener makes what the sessions of a database share */
    public Databases(BiFunction<DatabaseObject, Databases, Database> opener) {
        this.opener = opener;
        this.first = of(DatabaseObject.MILLRACE);
    }

    /** The one that is always there, under whatever name. */
    public Database first() {
        return first;
    }

    public Database of(DatabaseObject object) {
        return opened.compute(object.id(), (id, known) ->
                known == null || !known.name().equals(object.databaseName()) ? opener.apply(object, this) : known);
    }

    public Collection<Database> opened() {
        return opened.values();
    }

    /** What all databases have in common, as it is now. */
    public CatalogSnapshot newest() {
        try (Snapshot newest = first.engine().snapshot()) {
            return first.catalogs().of(newest);
        }
    }

    /** The objects of a database, as they are now. */
    public CatalogSnapshot contents(DatabaseObject object) {
        try (Snapshot newest = first.engine().snapshot()) {
            return of(object).catalogs().of(newest);
        }
    }

    /** Empty where there is none, or nobody may enter it any more. */
    Optional<DatabaseObject> find(String name) {
        return newest().database(name).filter(object -> !leaving.contains(object.id()));
    }

    public long sessionsIn(long database) {
        return first.sessions().get().stream().filter(session -> session.database().id() == database).count();
    }

    /** Nobody enters it from now on. */
    public void close(long database) {
        leaving.add(database);
    }

    /** It can be entered, where it is still there. */
    public void reopen(long database) {
        leaving.remove(database);
    }

    /** It is gone, or has another name. */
    public void forget(long database) {
        opened.remove(database);
    }
}
