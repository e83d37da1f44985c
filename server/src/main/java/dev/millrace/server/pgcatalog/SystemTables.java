package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Snapshot;
import dev.millrace.executor.engine.SystemRelations;
import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.server.catalog.CatalogCache;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.SystemCatalog;
import dev.millrace.server.session.Database;
import dev.millrace.server.session.Session;

/** All system relations: to the planner by name, to the engine by id. Ids are negative OIDs. */
public final class SystemTables implements SystemCatalog, SystemRelations {

    /** OIDs of the relations whose numbers clients may know. */
    private static final Map<String, Integer> KNOWN_OIDS = Map.ofEntries(
            Map.entry("pg_type", 1247), Map.entry("pg_attribute", 1249), Map.entry("pg_proc", 1255),
            Map.entry("pg_class", 1259), Map.entry("pg_authid", 1260), Map.entry("pg_auth_members", 1261),
            Map.entry("pg_database", 1262), Map.entry("pg_tablespace", 1213), Map.entry("pg_constraint", 2606),
            Map.entry("pg_namespace", 2615), Map.entry("pg_index", 2610), Map.entry("pg_description", 2609),
            Map.entry("pg_am", 2601), Map.entry("pg_attrdef", 2604), Map.entry("pg_cast", 2605),
            Map.entry("pg_depend", 2608), Map.entry("pg_language", 2612), Map.entry("pg_opclass", 2616),
            Map.entry("pg_operator", 2617), Map.entry("pg_rewrite", 2618), Map.entry("pg_trigger", 2620),
            Map.entry("pg_shdescription", 2396), Map.entry("pg_sequence", 2224), Map.entry("pg_enum", 3501),
            Map.entry("pg_collation", 3456), Map.entry("pg_extension", 3079), Map.entry("pg_range", 3541));

    /** The others are numbered from here on, in the order of the recorded table; below the first of people's. */
    private static final int FIRST_OID = 12_000;

    private final String user;
    private final Supplier<Collection<Session>> sessions;
    /** Of the first database, before the server is complete. */
    private final CatalogCache beginnings = new CatalogCache(DatabaseObject.MILLRACE.id());
    private final List<PlannerCatalog.Stored> relations = new ArrayList<>();
    private final Map<String, PlannerCatalog.Stored> byName = new HashMap<>();
    private final Map<Long, PlannerCatalog.Stored> byId = new HashMap<>();
    private final Map<Long, Character> kinds = new HashMap<>();
    private final Map<String, SystemRows> contents = Contents.all();
    private volatile Database first;
    private volatile ObjectDirectory directory;

    /** What everything is called in a catalog; the last one is kept. */
    ObjectDirectory directory(CatalogSnapshot catalog) {
        ObjectDirectory known = directory;
        if (known == null || !known.isOf(catalog)) {
            known = new ObjectDirectory(this, catalog);
            directory = known;
        }
        return known;
    }

    public SystemTables(String user, Supplier<Collection<Session>> sessions) {
        this.user = user;
        this.sessions = sessions;
        int next = FIRST_OID;
        for (SystemColumns columns : SystemColumns.all()) {
            int oid = columns.schema().equals(PG_CATALOG) && KNOWN_OIDS.containsKey(columns.name())
                    ? KNOWN_OIDS.get(columns.name())
                    : next++;
            add(columns.schema(), columns.name(), columns.kind(), columns.columns(), oid);
        }
        for (Map.Entry<String, Schema> own : OwnRelations.schemas().entrySet()) {
            add(MILLRACE, own.getKey(), 'v', own.getValue(), next++);
        }
    }

    private void add(String schema, String name, char kind, Schema columns, int oid) {
        PlannerCatalog.Stored stored = new PlannerCatalog.Stored(
                schema, name, -oid, columns, List.of(), List.of(),
                Collections.nCopies(columns.size(), PlannerCatalog.ColumnOrigin.NONE), List.of(),
                false, false, false, null);
        relations.add(stored);
        byName.put(schema + '.' + name, stored);
        byId.put(stored.id(), stored);
        kinds.put(stored.id(), kind);
    }

    /** The server is complete: relations about its sessions and jobs have something to show. */
    public void attach(Database complete) {
        first = complete;
    }

    /** That of the session that asks; the first where the server itself asks, null before it is complete. */
    private Database database() {
        return Session.CURRENT.isBound() ? Session.CURRENT.get().database() : first;
    }

    String databaseName() {
        Database own = database();
        return own == null ? DatabaseObject.MILLRACE.databaseName() : own.name();
    }

    Collection<Session> sessions() {
        return sessions.get();
    }

    long oid(long id) {
        return -id;
    }

    /** @param oid as clients know it */
    boolean isRelation(long oid) {
        return byId.containsKey(-oid);
    }

    /** Null when there is none. */
    String nameOf(long oid) {
        return isRelation(oid) ? byId.get(-oid).name() : null;
    }

    /** How many columns it has; 0 when there is none. */
    int columnCount(long oid) {
        return isRelation(oid) ? byId.get(-oid).schema().size() : 0;
    }

    /** Position of a column; -1 where there is none. */
    int columnOf(long oid, String column) {
        return isRelation(oid) ? byId.get(-oid).schema().indexOf(column) : -1;
    }

    char kind(long id) {
        return kinds.get(id);
    }

    @Override
    public Optional<PlannerCatalog.Stored> find(String schema, String name) {
        return Optional.ofNullable(byName.get(schema + '.' + name));
    }

    @Override
    public List<PlannerCatalog.Stored> relations() {
        return relations;
    }

    @Override
    public DeltaBatch rows(long relation, Snapshot snapshot) {
        PlannerCatalog.Stored stored = byId.get(relation);
        SystemRows content = contents.get(stored.schemaName() + '.' + stored.name());
        if (content == null) {
            return DeltaBatch.empty(stored.schema());
        }
        RowWriter out = new RowWriter(stored.schema());
        Database own = database();
        CatalogCache catalogs = own == null ? beginnings : own.catalogs();
        content.fill(new Source(this, snapshot, catalogs.of(snapshot), own, user), out);
        return out.build();
    }
}
