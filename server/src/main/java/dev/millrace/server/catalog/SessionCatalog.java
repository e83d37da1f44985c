package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Routine;

/** A catalog snapshot as names are resolved in it by one session. */
public final class SessionCatalog implements PlannerCatalog {

    private final CatalogSnapshot snapshot;
    private final PlannedRelations planned;
    private final SystemCatalog system;
    private final List<String> searchPath;
    private final List<String> creationPath;
    private final String database;
    private final String temporarySchema;
    private final Authority authority;

    /**
     * @param searchPath schemas in order, without {@code $user}; those that do not exist are skipped
     * @param temporarySchema that of the session, whether it is there or not
     */
    public SessionCatalog(
            CatalogSnapshot snapshot, SystemCatalog system, List<String> searchPath, String database,
            String temporarySchema) {
        this(snapshot, system, searchPath, database, temporarySchema, Authority.unlimited(snapshot));
    }

    /** @param authority of the role that the session acts as: schemas it may not use are not searched */
    public SessionCatalog(
            CatalogSnapshot snapshot, SystemCatalog system, List<String> searchPath, String database,
            String temporarySchema, Authority authority) {
        this.snapshot = snapshot;
        this.planned = new PlannedRelations(snapshot);
        this.system = system;
        this.authority = authority;
        this.searchPath = TemporarySchema.path(
                usable(searchPath, authority), temporarySchema, snapshot);
        this.creationPath = usable(searchPath, authority);
        this.database = database;
        this.temporarySchema = temporarySchema;
    }

    /** The schemas of a path that a role may use. */
    public static List<String> usable(List<String> path, Authority authority) {
        return authority.isSuperuser()
                ? path
                : path.stream().filter(schema -> authority.hasOnSchema(Privilege.USAGE, schema)).toList();
    }

    public SystemCatalog system() {
        return system;
    }

    /** What the session's role may do. */
    public Authority authority() {
        return authority;
    }

    /** The schema of the session's temporary objects, which may not be there yet. */
    public String temporarySchema() {
        return temporarySchema;
    }

    public CatalogSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public Optional<Relation> resolve(List<String> name) {
        List<String> parts = withoutDatabase(name);
        if (parts.size() == 2) {
            if (!snapshot.hasSchema(parts.getFirst()) && !SystemCatalog.SCHEMAS.contains(parts.getFirst())) {
                return Optional.empty();
            }
            authority.checkSchema(Privilege.USAGE, parts.getFirst());
            return relation(parts.getFirst(), parts.getLast());
        }
        for (String schema : TemporarySchema.withSystem(searchPath)) {
            Optional<Relation> found = relation(schema, parts.getLast());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> withTemporary(List<String> path) {
        return TemporarySchema.path(path, temporarySchema, snapshot);
    }

    @Override
    public Optional<Relation> find(long id) {
        return snapshot.find(id).flatMap(planned::of);
    }

    @Override
    public Optional<EnumType> enumType(List<String> name) {
        return find(name, NamedType.class).map(NamedType::definition);
    }

    @Override
    public Optional<RowType> rowType(List<String> name) {
        List<String> parts = withoutDatabase(name);
        List<String> schemas = parts.size() == 2 ? parts.subList(0, 1) : searchPath;
        return schemas.stream()
                .map(schema -> snapshot.find(schema, parts.getLast()))
                .flatMap(Optional::stream)
                .flatMap(object -> RowTypes.of(object).stream())
                .findFirst();
    }

    @Override
    public Optional<RowType> rowType(long id) {
        return snapshot.find(id).flatMap(RowTypes::of);
    }

    @Override
    public Optional<Domain> domain(List<String> name) {
        return find(name, DomainObject.class).map(found -> snapshot.domain(found.id()));
    }

    /** The first of a kind on the search path, or in the schema that is named. */
    private <T> Optional<T> find(List<String> name, Class<T> kind) {
        List<String> parts = withoutDatabase(name);
        List<String> schemas = parts.size() == 2 ? parts.subList(0, 1) : searchPath;
        return schemas.stream()
                .map(schema -> snapshot.find(schema, parts.getLast()))
                .flatMap(Optional::stream)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    @Override
    public Map<Integer, Domain> domains(long relation) {
        return snapshot.find(relation).orElse(null) instanceof CatalogObject.Table table
                ? snapshot.domains(table.columns())
                : Map.of();
    }

    @Override
    public Map<String, Domain> attributeDomains(long relation) {
        return snapshot.attributeDomains(relation);
    }

    /** The functions of a name; those of a schema that is looked in earlier hide those with the same parameters. */
    public List<RoutineObject> routineObjects(List<String> name) {
        List<String> parts = withoutDatabase(name);
        List<RoutineObject> found = new ArrayList<>();
        for (String schema : parts.size() == 2 ? parts.subList(0, 1) : searchPath) {
            for (RoutineObject routine : snapshot.routines(schema, parts.getLast())) {
                boolean isHidden = found.stream()
                        .anyMatch(other -> other.definition().types().equals(routine.definition().types()));
                if (!isHidden) {
                    found.add(routine);
                }
            }
        }
        return found;
    }

    @Override
    public List<Routine> routines(List<String> name) {
        return routineObjects(name).stream()
                .map(routine -> RowTypes.refreshed(routine.definition(), snapshot))
                .toList();
    }

    @Override
    public Optional<Routine> routine(long id) {
        return snapshot.find(id)
                .filter(RoutineObject.class::isInstance)
                .map(found -> RowTypes.refreshed(((RoutineObject) found).definition(), snapshot));
    }

    @Override
    public Optional<EnumType> enumType(long id) {
        return snapshot.find(id)
                .filter(NamedType.class::isInstance)
                .map(type -> ((NamedType) type).definition());
    }

    /** The type that a statement made, by its OID or that of its arrays. */
    public Optional<SqlType> typeOf(int oid) {
        Optional<RowType> row = rowType(RowType.relation(oid));
        if (row.isPresent()) {
            SqlType plain = SqlType.ofRow(row.get());
            return Optional.of(RowType.isOfArrays(oid) ? SqlType.arrayOf(plain) : plain);
        }
        return snapshot.typeOf(oid).map(type -> {
            SqlType plain = SqlType.ofEnum(type.definition());
            return type.id() == oid ? plain : SqlType.arrayOf(plain);
        });
    }

    private List<String> withoutDatabase(List<String> name) {
        if (name.size() < 3) {
            return name.size() == 2 ? List.of(accessible(name.getFirst(), name.getLast()), name.getLast()) : name;
        }
        if (name.size() > 3 || !name.getFirst().equals(database)) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cross-database references are not implemented: \"" + String.join(".", name) + "\"");
        }
        return List.of(accessible(name.get(1), name.getLast()), name.getLast());
    }

    /** The schema as it is called; those of other sessions are theirs alone. */
    private String accessible(String schema, String name) {
        if (schema.equals(TemporarySchema.ALIAS)) {
            return temporarySchema;
        }
        if (TemporarySchema.isTemporary(schema) && !schema.equals(temporarySchema)
                && snapshot.find(schema, name).isPresent()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "cannot access temporary tables of other sessions");
        }
        return schema;
    }

    private Optional<Relation> relation(String schema, String name) {
        Optional<Relation> found = system.find(schema, name).map(Relation.class::cast);
        return found.isPresent() ? found : snapshot.find(schema, name).flatMap(planned::of);
    }

    @Override
    public Optional<Stored> table(long id) {
        return ownTable(id).map(planned::stored).or(() -> PlannerCatalog.super.table(id));
    }

    @Override
    public List<Stored> heirs(long table) {
        return Inheritance.heirs(table, snapshot).stream().map(planned::stored).toList();
    }

    private Optional<CatalogObject.Table> ownTable(long id) {
        return snapshot.find(id).filter(CatalogObject.Table.class::isInstance).map(CatalogObject.Table.class::cast);
    }

    @Override
    public Optional<PartitionDefinition.Key> partitionKey(long table) {
        return ownTable(table).map(CatalogObject.Table::partitioning).map(Partitioning::key);
    }

    @Override
    public Optional<PartitionDefinition.Layout> partitions(long table) {
        return ownTable(table).flatMap(new PartitionTree(snapshot)::layout);
    }

    @Override
    public String partitionOf(long table) {
        return ownTable(table).map(new PartitionTree(snapshot)::numberOf).orElse(null);
    }

    /** Finds an object of any kind (also sinks and indexes) by a name of one to three parts. */
    public Optional<CatalogObject> find(List<String> name) {
        List<String> parts = withoutDatabase(name);
        if (parts.size() == 2) {
            if (snapshot.hasSchema(parts.getFirst())) {
                authority.checkSchema(Privilege.USAGE, parts.getFirst());
            }
            return snapshot.find(parts.getFirst(), parts.getLast());
        }
        return searchPath.stream()
                .map(schema -> snapshot.find(schema, parts.getLast()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * The schema in which a name of one to three parts is created.
     *
     * @throws SqlException 3F000 when it does not exist, 42501 when it is a system schema
     */
    public String creationSchema(List<String> name) {
        String schema = creationPlace(name);
        authority.checkSchema(Privilege.CREATE, schema);
        return schema;
    }

    private String creationPlace(List<String> name) {
        List<String> parts = withoutDatabase(name);
        if (parts.size() == 1) {
            return creationPath.stream()
                    .filter(schema -> snapshot.hasSchema(schema) || schema.equals(TemporarySchema.ALIAS))
                    .map(SessionCatalog::permanent)
                    .findFirst()
                    .orElseThrow(() -> new SqlException(
                            SqlState.INVALID_SCHEMA_NAME, "no schema has been selected to create in"));
        }
        String schema = permanent(parts.getFirst());
        if (SystemCatalog.SCHEMAS.contains(schema)) {
            throw new SqlException(
                    SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for schema " + schema)
                    .withDetail("System schemas cannot be changed.");
        }
        if (!snapshot.hasSchema(schema)) {
            throw new SqlException(SqlState.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist");
        }
        return schema;
    }

    /** What is to be temporary says so itself, and asks for {@link #temporaryCreation}. */
    private static String permanent(String schema) {
        if (schema.equals(TemporarySchema.ALIAS) || TemporarySchema.isTemporary(schema)) {
            throw SqlException.unsupported("creating this in the schema of temporary tables");
        }
        return schema;
    }

    /**
     * The schema of a temporary object.
     *
     * @throws SqlException 42P16 when its name says that it is to be elsewhere
     */
    public String temporaryCreation(List<String> name) {
        List<String> parts = withoutDatabase(name);
        if (parts.size() == 2 && !parts.getFirst().equals(temporarySchema)) {
            throw new SqlException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "cannot create temporary relation in non-temporary schema");
        }
        authority.checkDatabase(Privilege.TEMPORARY, database);
        return temporarySchema;
    }

    @Override
    public List<String> relationNames() {
        return snapshot.relations().stream()
                .filter(relation -> !TemporarySchema.isTemporary(relation.schemaName())
                        || relation.schemaName().equals(temporarySchema))
                .map(CatalogObject::name).distinct().toList();
    }

    @Override
    public List<String> schemaNames() {
        List<String> names = new ArrayList<>(snapshot.schemaNames());
        names.addAll(SystemCatalog.SCHEMAS);
        return names;
    }
}
