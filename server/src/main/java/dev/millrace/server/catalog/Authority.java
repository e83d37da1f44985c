package dev.millrace.server.catalog;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Access;
import dev.millrace.planner.ViewSecurity;

/** What one role may do in one catalog version: PostgreSQL's answers, and its refusals (42501). Immutable. */
public final class Authority {

    /** System relations that hold secrets. */
    private static final Set<String> SECRET = Set.of(
            "pg_authid", "pg_shadow", "pg_statistic", "pg_statistic_ext_data", "pg_user_mapping", "pg_subscription",
            "pg_largeobject", "pg_hba_file_rules", "pg_ident_file_mappings", "pg_file_settings", "pg_config",
            "pg_shmem_allocations", "pg_backend_memory_contexts", "pg_replication_origin_status");

    /** Those of them that are for whoever may see all statistics. */
    private static final Set<String> MEMORY = Set.of("pg_shmem_allocations", "pg_backend_memory_contexts");

    private final CatalogSnapshot catalog;
    private final Roles roles;
    private final long role;
    private final boolean isSuperuser;
    private final Set<Long> inherited;

    Authority(CatalogSnapshot catalog, long role) {
        this.catalog = catalog;
        this.roles = catalog.roles();
        this.role = role;
        this.isSuperuser = roles.isSuperuser(role);
        this.inherited = roles.inherited(role);
    }

    /** That of the role which may do everything. */
    public static Authority unlimited(CatalogSnapshot catalog) {
        return catalog.authority(Role.BOOTSTRAP);
    }

    public long role() {
        return role;
    }

    public boolean isSuperuser() {
        return isSuperuser;
    }

    /** Whether it has the rights of another role, without having to become it. */
    public boolean actsAs(long other) {
        return isSuperuser || inherited.contains(other);
    }

    /** Whether it may become another role. */
    public boolean canBecome(long other) {
        return isSuperuser || roles.memberOf(role).contains(other);
    }

    public boolean createsRoles() {
        return isSuperuser || roles.find(role).map(Role::createsRoles).orElse(false);
    }

    private LongPredicate mine() {
        return inherited::contains;
    }

    // ---- owners -----------------------------------------------------------------------------------------------------

    /** The owner of any object: parts of a relation belong to who owns that. */
    public static long owner(CatalogObject object, CatalogSnapshot catalog) {
        long whole = switch (object) {
            case CatalogObject.Index index -> index.relation();
            case Comment comment -> comment.object();
            case Tuning tuning -> tuning.object();
            case ForeignKey key -> key.table();
            case TriggerObject trigger -> trigger.table();
            case CatalogObject.Sequence sequence when sequence.owner() != null -> sequence.owner().table();
            case CatalogObject other -> other.id();
        };
        return catalog.roles().owner(whole);
    }

    public boolean owns(CatalogObject object) {
        return actsAs(owner(object, catalog));
    }

    /** @throws SqlException 42501 {@code must be owner of ...} */
    public void checkOwner(CatalogObject object) {
        if (!owns(object)) {
            throw notOwner(object.kindName(), object.name());
        }
    }

    public static SqlException notOwner(String kind, String name) {
        return new SqlException(SqlState.INSUFFICIENT_PRIVILEGE, "must be owner of " + kind + " " + name);
    }

    // ---- privileges -------------------------------------------------------------------------------------------------

    public static SqlException denied(String kind, String name) {
        return new SqlException(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for " + kind + " " + name);
    }

    /** Of the object itself, whatever was granted on its columns. */
    public boolean has(Privilege privilege, long object, Grantable kind) {
        return isSuperuser
                || roles.acl(object, 0, kind).allows(privilege, mine())
                || hasByGroup(privilege, kind, object);
    }

    /** What PostgreSQL's own groups may do with everything people have made. */
    private boolean hasByGroup(Privilege privilege, Grantable kind, long object) {
        boolean isData = kind == Grantable.TABLE || kind == Grantable.SEQUENCE;
        return switch (privilege) {
            case SELECT -> isData && inherited.contains(Role.READ_ALL_DATA);
            case INSERT, UPDATE, DELETE -> isData && !Roles.isSystem(object)
                    && inherited.contains(Role.WRITE_ALL_DATA);
            case USAGE -> kind == Grantable.SCHEMA
                    && (inherited.contains(Role.READ_ALL_DATA) || inherited.contains(Role.WRITE_ALL_DATA));
            case TRUNCATE, REFERENCES, TRIGGER, EXECUTE, CREATE, TEMPORARY, CONNECT -> false;
        };
    }

    /** @param column position, from 0 */
    public boolean hasOfColumn(Privilege privilege, long relation, int column) {
        return has(privilege, relation, Grantable.TABLE)
                || roles.isNoted(relation, column + 1)
                        && roles.acl(relation, column + 1, Grantable.COLUMN).allows(privilege, mine());
    }

    /** Whether there is a column of which it has it. */
    public boolean hasOfAny(Privilege privilege, long relation) {
        return has(privilege, relation, Grantable.TABLE)
                || roles.columnRights(relation).keySet().stream()
                        .anyMatch(number -> number > 0 && hasOfColumn(privilege, relation, number - 1));
    }

    public boolean hasOnSchema(Privilege privilege, String schema) {
        if (isSuperuser || TemporarySchema.isTemporary(schema) && privilege == Privilege.USAGE) {
            return true;
        }
        long id = catalog.schemaOid(schema);
        return id == 0 || has(privilege, id, Grantable.SCHEMA);
    }

    /** @throws SqlException 42501 */
    public void checkSchema(Privilege privilege, String schema) {
        if (!hasOnSchema(privilege, schema)) {
            throw denied("schema", schema);
        }
    }

    /** @throws SqlException 42501 */
    public void checkDatabase(Privilege privilege, String name) {
        if (!has(privilege, catalog.database(), Grantable.DATABASE)) {
            throw denied("database", name);
        }
    }

    /**
     * That it may use the types that a definition names.
     *
     * @param before what it was until now, whose types need no right any more; null for a new one
     * @throws SqlException 42501
     */
    public void checkTypes(CatalogObject object, CatalogObject before) {
        boolean hasTypes = object instanceof CatalogObject.Table || Grantable.of(object) == Grantable.TYPE
                || object instanceof RoutineObject;
        if (isSuperuser || !hasTypes) {
            return;
        }
        for (long id : object.dependencies()) {
            CatalogObject type = catalog.find(id).orElse(null);
            boolean isNew = before == null || !before.dependencies().contains(id);
            if (isNew && type != null && Grantable.of(type) == Grantable.TYPE
                    && !has(Privilege.USAGE, id, Grantable.TYPE)) {
                throw denied("type", type.name());
            }
        }
    }

    /** @throws SqlException 42501 */
    public void checkLanguage(String word) {
        Language language = Language.of(word).orElse(null);
        if (language != null && !has(Privilege.USAGE, language.oid(), Grantable.LANGUAGE)) {
            throw denied("language", word);
        }
    }

    // ---- statements -------------------------------------------------------------------------------------------------

    /**
     * Refuses what a statement does with a relation; through a view it is done with the rights of the view's owner, if
     * the view does not say that they are those of whoever reads it.
     *
     * @throws SqlException 42501
     */
    public void check(Access access, SystemCatalog system) {
        Authority who = this;
        if (access.view() != 0 && access.kind() != Access.Kind.EXECUTE) {
            CatalogObject view = catalog.find(access.view()).orElse(null);
            if (view == null || view instanceof CatalogObject.Sequence) {
                return;
            }
            who = isInvokers(view) ? this : catalog.authority(owner(view, catalog));
        }
        if (!who.isSuperuser && !who.allows(access, system)) {
            CatalogObject object = catalog.find(access.relation()).orElse(null);
            throw object == null
                    ? denied("table", systemName(access.relation(), system))
                    : denied(messageWord(object), object.name());
        }
    }

    private static boolean isInvokers(CatalogObject object) {
        return object instanceof CatalogObject.View view
                && ViewSecurity.read(view.options().getOrDefault(ViewSecurity.INVOKER, "off")).orElse(false);
    }

    /** As PostgreSQL speaks of it; of what it does not know, as of a table. */
    public static String messageWord(CatalogObject object) {
        return switch (object) {
            case CatalogObject.View _, CatalogObject.MaterializedView _, CatalogObject.Sequence _,
                    SinkObject _, CatalogObject.Index _, CatalogObject.Namespace _, RoutineObject _ ->
                object.kindName();
            case NamedType _, CompositeType _, DomainObject _ -> "type";
            case CatalogObject _ -> "table";
        };
    }

    private static String systemName(long relation, SystemCatalog system) {
        return system.relations().stream()
                .filter(stored -> stored.id() == relation)
                .findFirst()
                .map(stored -> stored.name())
                .orElse("?");
    }

    /** Of a system relation, which nobody can grant anything on: what it has by nature. */
    public boolean hasOnSystem(Privilege privilege, String name) {
        return isSuperuser
                || privilege == Privilege.SELECT && (!SECRET.contains(name)
                        || inherited.contains(Role.READ_ALL_DATA)
                        || MEMORY.contains(name) && inherited.contains(Role.READ_ALL_STATS));
    }

    private boolean allows(Access access, SystemCatalog system) {
        Privilege privilege = Privilege.valueOf(access.kind().name());
        if (access.relation() < 0) {
            return hasOnSystem(privilege, systemName(access.relation(), system));
        }
        if (access.kind() == Access.Kind.EXECUTE) {
            return has(privilege, access.relation(), Grantable.FUNCTION);
        }
        if (catalog.find(access.relation()).orElse(null) instanceof CatalogObject.Sequence sequence) {
            return has(privilege, sequence.id(), Grantable.SEQUENCE);
        }
        if (has(privilege, access.relation(), Grantable.TABLE)) {
            return true;
        }
        if (access.columns() == null) {
            return false;
        }
        return access.columns().isEmpty()
                ? hasOfAny(privilege, access.relation())
                : access.columns().stream().allMatch(column -> hasOfColumn(privilege, access.relation(), column));
    }

    // ---- granting ---------------------------------------------------------------------------------------------------

    /** Whether there is anything that it was granted. */
    public boolean hasAny(Acl acl) {
        return isSuperuser || !acl.privileges(mine()).isEmpty();
    }

    /** In whose name it grants, and what it may grant so. */
    public record Grantor(long role, Set<Privilege> privileges) {}

    /** The owner when it has that role's rights; otherwise the role of those it has that may grant most. */
    public Grantor grantor(Acl acl, Set<Privilege> wanted, long owner, Grantable kind) {
        if (actsAs(owner)) {
            return new Grantor(owner, kind.all());
        }
        Grantor best = new Grantor(role, Set.of());
        int bestCount = 0;
        Set<Long> candidates = new HashSet<>(inherited);
        for (long candidate : candidates) {
            Set<Privilege> options = acl.grantable(grantee -> grantee == candidate);
            int count = (int) wanted.stream().filter(options::contains).count();
            boolean isBetter = count > bestCount || count == bestCount && count > 0 && candidate == role;
            if (isBetter) {
                best = new Grantor(candidate, options);
                bestCount = count;
            }
        }
        return best;
    }
}
