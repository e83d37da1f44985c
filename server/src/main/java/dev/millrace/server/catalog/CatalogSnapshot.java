package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.planner.Domain;
import dev.millrace.planner.PlannerCatalog;

/**
 * Everything in one database at one catalog version, and what all databases have in common; immutable. A transaction
 * that creates or drops objects sees its own derived snapshot.
 */
public final class CatalogSnapshot {

    public static final String PUBLIC = "public";
    public static final long PUBLIC_OID = 2200;

    private final long version;
    private final long database;
    private final boolean isDerived;
    private final Map<Long, CatalogObject> byId;
    private final Map<String, Map<String, CatalogObject>> bySchema;
    private final Map<String, AccessObject> accessObjects;
    /** Made when it is first asked for: most transactions that change the catalog do not change roles. */
    private volatile Roles roles;
    /** By role, made when first asked for. */
    private final Map<Long, Authority> authorities = new ConcurrentHashMap<>();
    /** By relation. */
    private final Map<Long, List<CatalogObject.Index>> indexes;
    /** By the table that has them. */
    private final Map<Long, List<TriggerObject>> triggers;
    /** By the OID of what is stored so. */
    private final Map<Long, Tuning> tunings = new HashMap<>();
    private final Map<Long, List<ForeignKey>> foreignKeys;
    /** Tables by those that they inherit from. */
    private final Map<Long, List<CatalogObject.Table>> children = new HashMap<>();
    /** By the table they refer to. */
    private final Map<Long, List<ForeignKey>> references;

    /** By name, in all schemas. */
    private final Map<String, List<RoutineObject>> routines;

    private CatalogSnapshot(long version, long database, boolean isDerived, Map<Long, CatalogObject> byId) {
        this.version = version;
        this.database = database;
        this.isDerived = isDerived;
        this.byId = byId;
        this.bySchema = new TreeMap<>();
        this.accessObjects = new HashMap<>();
        this.indexes = byId.values().stream()
                .filter(CatalogObject.Index.class::isInstance)
                .map(CatalogObject.Index.class::cast)
                .sorted(Comparator.comparingLong(CatalogObject.Index::id))
                .collect(Collectors.groupingBy(CatalogObject.Index::relation));
        List<ForeignKey> keys = byId.values().stream()
                .filter(ForeignKey.class::isInstance)
                .map(ForeignKey.class::cast)
                .sorted(Comparator.comparingLong(ForeignKey::id))
                .toList();
        this.triggers = byId.values().stream()
                .filter(TriggerObject.class::isInstance)
                .map(TriggerObject.class::cast)
                .sorted(Comparator.comparing(TriggerObject::name))
                .collect(Collectors.groupingBy(TriggerObject::table));
        this.foreignKeys = keys.stream().collect(Collectors.groupingBy(ForeignKey::table));
        this.routines = byId.values().stream()
                .filter(RoutineObject.class::isInstance)
                .map(RoutineObject.class::cast)
                .sorted(Comparator.comparingLong(RoutineObject::id))
                .collect(Collectors.groupingBy(RoutineObject::name));
        this.references = keys.stream().collect(Collectors.groupingBy(ForeignKey::referenced));
        bySchema.put(PUBLIC, new TreeMap<>());
        for (CatalogObject object : byId.values()) {
            if (object instanceof CatalogObject.Table table && table.inheritance() != null) {
                table.inheritance().parents()
                        .forEach(parent -> children.computeIfAbsent(parent, id -> new ArrayList<>()).add(table));
            }
            if (object instanceof Tuning tuning) {
                tunings.put(tuning.of(), tuning);
            }
            if (object instanceof AccessObject access) {
                accessObjects.put(access.name(), access);
            }
            if (object instanceof Comment || object instanceof ForeignKey
                    || object instanceof AccessObject || object instanceof RoutineObject
                    || object instanceof TriggerObject || object instanceof Tuning) {
                continue;
            }
            Map<String, CatalogObject> names = bySchema.computeIfAbsent(object.schemaName(), name -> new TreeMap<>());
            if (!(object instanceof CatalogObject.Namespace)) {
                names.put(object.name(), object);
            }
        }
    }

    public static CatalogSnapshot empty() {
        return new CatalogSnapshot(0, DatabaseObject.MILLRACE.id(), false, Map.of());
    }

    /** Reads the attachments of an engine's objects; those without one are not people's. */
    public static CatalogSnapshot of(long version, Collection<ObjectDefinition> objects, long database) {
        return new CatalogSnapshot(version, database, false, Placement.decoded(objects, database));
    }

    /** The number of the database in which an object lies, or is to lie. */
    public long databaseOf(CatalogObject object) {
        return Placement.of(object, this);
    }

    /** The number of the one whose objects these are. */
    public long database() {
        return database;
    }

    /** Everything, in no order. */
    public Collection<CatalogObject> all() {
        return byId.values();
    }

    /** What other databases do not see. */
    public List<CatalogObject> own() {
        return byId.values().stream().filter(object -> databaseOf(object) == database).toList();
    }

    /** All databases, by number. */
    public List<DatabaseObject> databases() {
        return Placement.databases(accessObjects.values());
    }

    public Optional<DatabaseObject> database(String name) {
        return databases().stream().filter(one -> one.databaseName().equals(name)).findFirst();
    }

    public Optional<DatabaseObject> database(long id) {
        return databases().stream().filter(one -> one.id() == id).findFirst();
    }

    public long version() {
        return version;
    }

    /** Whether a transaction has changed it: plans made against it serve nobody else. */
    public boolean isDerived() {
        return isDerived;
    }

    public CatalogSnapshot with(CatalogObject object) {
        Map<Long, CatalogObject> changed = new HashMap<>(byId);
        changed.put(object.id(), object);
        return new CatalogSnapshot(version, database, true, changed);
    }

    public CatalogSnapshot without(long id) {
        Map<Long, CatalogObject> changed = new HashMap<>(byId);
        changed.remove(id);
        return new CatalogSnapshot(version, database, true, changed);
    }

    public Optional<CatalogObject> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Roles roles() {
        Roles known = roles;
        if (known == null) {
            known = new Roles(byId.values(), database);
            roles = known;
        }
        return known;
    }

    /** What a role may do. */
    public Authority authority(long role) {
        Authority known = authorities.get(role);
        if (known != null || roles().find(role).isEmpty()) {
            return known != null ? known : new Authority(this, role);
        }
        return authorities.computeIfAbsent(role, id -> new Authority(this, id));
    }

    /** An object that is not a schema; what lies in none by the empty name. */
    public Optional<CatalogObject> find(String schema, String name) {
        if (schema.isEmpty()) {
            return Optional.ofNullable(accessObjects.get(name));
        }
        Map<String, CatalogObject> names = bySchema.get(schema);
        return names == null ? Optional.empty() : Optional.ofNullable(names.get(name));
    }

    /** Functions of a name, oldest first. */
    public List<RoutineObject> routines(String schema, String name) {
        return routines.getOrDefault(name, List.of()).stream()
                .filter(routine -> routine.schemaName().equals(schema))
                .toList();
    }

    /** All functions, oldest first. */
    public List<RoutineObject> routines() {
        return routines.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(RoutineObject::id))
                .toList();
    }

    /** Whether it is {@code public} or was created; system schemas do not count. */
    public boolean hasSchema(String name) {
        return bySchema.containsKey(name);
    }

    public Optional<CatalogObject.Namespace> namespace(String name) {
        return byId.values().stream()
                .filter(object -> object instanceof CatalogObject.Namespace && object.name().equals(name))
                .map(CatalogObject.Namespace.class::cast)
                .findFirst();
    }

    /** {@code public} and the created ones, in name order. */
    public List<String> schemaNames() {
        return List.copyOf(bySchema.keySet());
    }

    public long schemaOid(String schema) {
        return switch (schema) {
            case SystemCatalog.PG_CATALOG -> 11;
            case SystemCatalog.INFORMATION_SCHEMA -> 13_000;
            case SystemCatalog.MILLRACE -> 13_001;
            case PUBLIC -> PUBLIC_OID;
            default -> namespace(schema).map(CatalogObject.Namespace::id).orElse(0L);
        };
    }

    /** Objects of a schema, by name. */
    public List<CatalogObject> inSchema(String schema) {
        return List.copyOf(bySchema.getOrDefault(schema, Map.of()).values());
    }

    /** All objects but schemas, by schema and name. */
    public List<CatalogObject> objects() {
        List<CatalogObject> all = new ArrayList<>();
        bySchema.values().forEach(names -> all.addAll(names.values()));
        return all;
    }

    public List<CatalogObject.Relation> relations() {
        return objects().stream()
                .filter(CatalogObject.Relation.class::isInstance)
                .map(CatalogObject.Relation.class::cast)
                .toList();
    }

    /** Of a table, oldest first. */
    public List<CatalogObject.Index> uniqueIndexes(long table) {
        return indexes(table).stream().filter(CatalogObject.Index::isUnique).toList();
    }

    /** Of a table those for constraints that are checked late. */
    public List<CatalogObject.Index> lateKeys(long table) {
        return indexes(table).stream().filter(CatalogObject.Index::isLate).toList();
    }

    /** Whether changes of a table's rows are looked at when the statement ends. */
    public boolean hasLateChecks(long table) {
        return !foreignKeys(table).isEmpty() || !references(table).isEmpty() || !lateKeys(table).isEmpty();
    }

    /** Whether an index tells rows apart by what is not just columns of theirs. */
    public static boolean isComputed(CatalogObject.Index index) {
        return index.isUnique() && index.detail() != null && !index.detail().isPlain();
    }

    /** Of a relation, oldest first. */
    public List<CatalogObject.Index> indexes(long relation) {
        return indexes.getOrDefault(relation, List.of());
    }

    /** Of a table, by name, which is the order they are called in. */
    public List<TriggerObject> triggers(long table) {
        return triggers.getOrDefault(table, List.of());
    }

    /** How something is to be stored; null where nobody said. */
    public Tuning tuning(long oid) {
        return tunings.get(oid);
    }

    /** The tables that inherit from one directly, oldest first. */
    public List<CatalogObject.Table> children(long table) {
        return children.getOrDefault(table, List.of()).stream()
                .sorted(Comparator.comparingLong(CatalogObject.Table::id))
                .toList();
    }

    /** Of a table, oldest first. */
    public List<ForeignKey> foreignKeys(long table) {
        return foreignKeys.getOrDefault(table, List.of());
    }

    /** Foreign keys of any table that refer to this one, oldest first. */
    public List<ForeignKey> references(long table) {
        return references.getOrDefault(table, List.of());
    }

    /** The named type of that OID, or of whose arrays it is. */
    public Optional<NamedType> typeOf(long oid) {
        return objects().stream()
                .filter(NamedType.class::isInstance)
                .map(NamedType.class::cast)
                .filter(type -> type.id() == oid || type.definition().arrayId() == oid)
                .findFirst();
    }

    /** The domain of that number with those that it was made of. */
    public Domain domain(long id) {
        DomainObject object = (DomainObject) find(id).orElseThrow();
        return new Domain(
                id, object.schemaName(), object.name(), object.base(),
                object.parent() == null ? null : domain(object.parent()), object.isNotNull(),
                object.checks().stream().map(check -> new PlannerCatalog.Check(check.name(), check.sql())).toList(),
                object.defaultSql());
    }

    /** Those that columns are declared to be of, by position. */
    Map<Integer, Domain> domains(List<CatalogObject.Column> columns) {
        Map<Integer, Domain> domains = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).domain() != null) {
                domains.put(i, domain(columns.get(i).domain()));
            }
        }
        return domains;
    }

    /** Those that attributes of the rows of a composite type or table are declared to be of. */
    Map<String, Domain> attributeDomains(long relation) {
        Map<String, Domain> domains = new TreeMap<>();
        switch (find(relation).orElse(null)) {
            case CompositeType type -> type.domains().forEach((name, id) -> domains.put(name, domain(id)));
            case CatalogObject.Table table -> table.columns().stream()
                    .filter(column -> column.domain() != null && !column.isDropped())
                    .forEach(column -> domains.put(column.name(), domain(column.domain())));
            case null -> { }
            case CatalogObject other -> { }
        }
        return domains;
    }

    /** Sequences that go with a table, oldest first. */
    public List<CatalogObject.Sequence> sequencesOf(long table) {
        return byId.values().stream()
                .filter(CatalogObject.Sequence.class::isInstance)
                .map(CatalogObject.Sequence.class::cast)
                .filter(sequence -> sequence.owner() != null && sequence.owner().table() == table)
                .sorted(Comparator.comparingLong(CatalogObject.Sequence::id))
                .toList();
    }

    /** In the order of what they are about. */
    public List<Comment> comments() {
        return byId.values().stream()
                .filter(Comment.class::isInstance)
                .map(Comment.class::cast)
                .sorted(Comparator.comparingLong(Comment::object)
                        .thenComparingInt(Comment::column))
                .toList();
    }

    /** @param column number of the column, from 1; 0 for the object itself */
    public Optional<Comment> comment(long object, int column) {
        return comments().stream()
                .filter(comment -> comment.object() == object && comment.column() == column && comment.part() == null)
                .findFirst();
    }

    /** What is said of a constraint. */
    public Optional<Comment> commentOnPart(long part) {
        return comments().stream()
                .filter(comment -> comment.part() != null && comment.part() == part)
                .findFirst();
    }

    /** Objects that need this one directly, oldest first. */
    public List<CatalogObject> dependants(CatalogObject object) {
        return byId.values().stream()
                .filter(other -> other.id() != object.id())
                .filter(other -> object instanceof CatalogObject.Namespace
                        ? other.schemaName().equals(object.name()) || other.dependencies().contains(object.id())
                        : other.dependencies().contains(object.id()))
                .sorted(Comparator.comparingLong(CatalogObject::id))
                .toList();
    }
}
