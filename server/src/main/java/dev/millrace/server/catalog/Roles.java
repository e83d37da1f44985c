package dev.millrace.server.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The roles of one catalog version, and what each owns and was granted. Immutable. */
public final class Roles {

    /** The name of {@link Role#BOOTSTRAP} until it gets another. */
    public static final String BOOTSTRAP_NAME = "millrace";

    private final Map<Long, Role> byId = new TreeMap<>();
    private final Map<String, Role> byName = new HashMap<>();
    private final List<Membership> memberships = new ArrayList<>();
    private final Map<Long, Map<Integer, Rights>> rights = new HashMap<>();
    private final List<DefaultRights> defaults = new ArrayList<>();
    private final List<KeptSettings> kept = new ArrayList<>();
    /** Roles whose rights a role has, itself among them, computed when first asked for. */
    private final Map<Long, Set<Long>> inherited = new ConcurrentHashMap<>();

    /** @param database the number of that of which the objects are */
    Roles(Collection<CatalogObject> objects, long database) {
        add(Role.bootstrap(BOOTSTRAP_NAME));
        Role.PREDEFINED.forEach(this::add);
        for (CatalogObject object : objects) {
            if (object instanceof AccessObject access) {
                switch (access) {
                    case Role role -> add(role);
                    case Membership membership -> memberships.add(membership);
                    case Rights one -> rights.computeIfAbsent(one.object(), id -> new TreeMap<>())
                            .put(one.column(), one);
                    case DefaultRights one -> defaults.add(one);
                    case KeptSettings one -> kept.add(one);
                    case DatabaseObject _ -> { }
                }
            }
        }
        memberships.add(new Membership(0, Role.READ_ALL_SETTINGS, Role.MONITOR, Role.BOOTSTRAP, false));
        memberships.add(new Membership(0, Role.READ_ALL_STATS, Role.MONITOR, Role.BOOTSTRAP, false));
        memberships.add(new Membership(0, Role.STAT_SCAN_TABLES, Role.MONITOR, Role.BOOTSTRAP, false));
        memberships.add(new Membership(0, Role.DATABASE_OWNER, owner(database), Role.BOOTSTRAP, false));
    }

    private void add(Role role) {
        Role before = byId.put(role.id(), role);
        if (before != null) {
            byName.remove(before.roleName());
        }
        byName.put(role.roleName(), role);
    }

    public Optional<Role> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Optional<Role> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** As {@code pg_get_userbyid} does it. */
    public String name(long id) {
        Role role = byId.get(id);
        return role == null ? "unknown (OID=" + id + ")" : role.roleName();
    }

    /** By number. */
    public List<Role> all() {
        return List.copyOf(byId.values());
    }

    /** Those that were granted; the ones that are always there are numbered 0. */
    public List<Membership> memberships() {
        return memberships;
    }

    /** What sessions begin with, of all databases and roles. */
    public List<KeptSettings> kept() {
        return kept;
    }

    /** The same of one database, or 0, and one role, or 0. */
    public Optional<KeptSettings> kept(long database, long role) {
        return kept.stream().filter(one -> one.database() == database && one.role() == role).findFirst();
    }

    public List<DefaultRights> defaults() {
        return defaults;
    }

    /** Of all objects and columns that have some noted. */
    public List<Rights> rights() {
        return rights.values().stream().flatMap(columns -> columns.values().stream()).toList();
    }

    // ---- membership -------------------------------------------------------------------------------------------------

    /** Roles that it can become: itself, those it is a member of, and so on. */
    public Set<Long> memberOf(long role) {
        return closure(role, false);
    }

    /** Roles whose rights it has without becoming them. */
    Set<Long> inherited(long role) {
        return byId.containsKey(role) ? inherited.computeIfAbsent(role, id -> closure(id, true)) : Set.of(role);
    }

    private Set<Long> closure(long role, boolean onlyInherited) {
        Set<Long> reached = new HashSet<>();
        Deque<Long> todo = new ArrayDeque<>(List.of(role));
        while (!todo.isEmpty()) {
            long next = todo.removeFirst();
            Role member = byId.get(next);
            if (!reached.add(next) || onlyInherited && member != null && !member.inherits()) {
                continue;
            }
            for (Membership membership : memberships) {
                if (membership.member() == next) {
                    todo.addLast(membership.role());
                }
            }
        }
        return reached;
    }

    public boolean isSuperuser(long role) {
        Role found = byId.get(role);
        return found != null && found.isSuperuser();
    }

    /** Whether it may make others members of a role. */
    public boolean isAdmin(long member, long role) {
        if (isSuperuser(member)) {
            return true;
        }
        Set<Long> reached = memberOf(member);
        return memberships.stream().anyMatch(membership -> membership.isAdmin() && membership.role() == role
                && reached.contains(membership.member()));
    }

    // ---- objects ----------------------------------------------------------------------------------------------------

    public Optional<Rights> rights(long object, int column) {
        Map<Integer, Rights> columns = rights.get(object);
        return columns == null ? Optional.empty() : Optional.ofNullable(columns.get(column));
    }

    /** Of the columns of a relation, by number. */
    Map<Integer, Rights> columnRights(long relation) {
        return rights.getOrDefault(relation, Map.of());
    }

    /** The owner of an object that can have grants. */
    public long owner(long object) {
        return rights(object, 0).map(Rights::owner).orElse(
                object == CatalogSnapshot.PUBLIC_OID ? Role.DATABASE_OWNER : Role.BOOTSTRAP);
    }

    /** What was granted on an object, or what it began with. */
    public Acl acl(long object, int column, Grantable kind) {
        Optional<Rights> noted = rights(object, column);
        if (noted.isPresent() && noted.get().grants() != null) {
            return new Acl(noted.get().grants());
        }
        return initialAcl(object, kind);
    }

    /** What an object begins with. */
    public Acl initialAcl(long object, Grantable kind) {
        long owner = owner(object);
        Acl initial = Acl.initial(kind, owner);
        Set<Privilege> looking = Privilege.ofLetters(kind == Grantable.SCHEMA ? "U" : "r");
        return isOpenToAll(object, kind)
                ? initial.grant(AclEntry.EVERYBODY, owner, looking, false, owner)
                : initial;
    }

    /** Whether everybody may look at it from the beginning: what comes with the database. */
    public static boolean isOpenToAll(long object, Grantable kind) {
        return kind == Grantable.SCHEMA && (object == CatalogSnapshot.PUBLIC_OID || isSystem(object))
                || kind == Grantable.TABLE && isSystem(object);
    }

    /** Whether grants differ from what such objects begin with. */
    public boolean isNoted(long object, int column) {
        return rights(object, column).map(Rights::grants).isPresent();
    }

    static boolean isSystem(long object) {
        return object < AccessObject.FIRST_ID && object != CatalogSnapshot.PUBLIC_OID;
    }

    /** What an object begins with when a role makes it; null when there is nothing to note. */
    public Acl initial(Grantable kind, long owner, long schema) {
        Acl general = defaults(owner, 0, kind);
        Acl more = defaults(owner, schema, kind);
        if (general == null && more == null) {
            return null;
        }
        Acl acl = general == null ? Acl.initial(kind, owner) : general;
        for (AclEntry entry : more == null ? List.<AclEntry>of() : more.entries()) {
            acl = acl.grant(entry.grantee(), entry.grantor(), entry.privileges(), false, owner);
            acl = acl.grant(entry.grantee(), entry.grantor(), entry.grantable(), true, owner);
        }
        return acl;
    }

    /** What ALTER DEFAULT PRIVILEGES has said; null for nothing. */
    public Acl defaults(long role, long schema, Grantable kind) {
        return defaults.stream()
                .filter(one -> one.role() == role && one.schema() == schema && one.kind() == kind)
                .findFirst()
                .map(one -> new Acl(one.grants()))
                .orElse(null);
    }
}
