package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.Set;

import dev.millrace.server.catalog.Acl;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.DefaultRights;
import dev.millrace.server.catalog.KeptSettings;
import dev.millrace.server.catalog.Membership;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.Roles;

/** Roles, as {@code pg_roles}, {@code pg_authid}, {@code pg_user} and their like show them. */
final class PgRoles {

    private static final String HIDDEN = "********";

    private PgRoles() {}

    static void roles(Source source, RowWriter out) {
        fill(source, false, out);
    }

    /** With verifiers: only superusers may read it. */
    static void authorities(Source source, RowWriter out) {
        fill(source, true, out);
    }

    private static void fill(Source source, boolean withSecrets, RowWriter out) {
        for (Role role : source.roles().all()) {
            out.set("oid", role.id())
                    .set("rolname", role.roleName())
                    .set("rolsuper", role.isSuperuser())
                    .set("rolinherit", role.inherits())
                    .set("rolcreaterole", role.createsRoles())
                    .set("rolcreatedb", role.createsDatabases())
                    .set("rolcanlogin", role.logsIn())
                    .set("rolreplication", role.replicates())
                    .set("rolconnlimit", role.connectionsMax())
                    .set("rolbypassrls", role.bypassesRowSecurity())
                    .set("rolpassword", withSecrets ? role.verifier() : HIDDEN);
            if (!withSecrets) {
                out.setTexts("rolconfig", kept(source, role));
            }
            if (role.validUntil() != null) {
                out.set("rolvaliduntil", role.validUntil());
            }
            out.end();
        }
    }

    /** What its sessions begin with in every database; null for nothing. */
    private static List<String> kept(Source source, Role role) {
        return source.roles().kept(0, role.id()).map(KeptSettings::settings).orElse(null);
    }

    static void settings(Source source, RowWriter out) {
        for (KeptSettings kept : source.roles().kept()) {
            out.set("setdatabase", kept.database())
                    .set("setrole", kept.role())
                    .setTexts("setconfig", kept.settings())
                    .end();
        }
    }

    static void users(Source source, RowWriter out) {
        users(source, false, out);
    }

    static void shadow(Source source, RowWriter out) {
        users(source, true, out);
    }

    private static void users(Source source, boolean withSecrets, RowWriter out) {
        for (Role role : source.roles().all()) {
            if (role.logsIn()) {
                out.set("usename", role.roleName())
                        .set("usesysid", role.id())
                        .set("usecreatedb", role.createsDatabases())
                        .set("usesuper", role.isSuperuser())
                        .set("userepl", role.replicates())
                        .set("usebypassrls", role.bypassesRowSecurity())
                        .set("passwd", withSecrets ? role.verifier() : HIDDEN)
                        .setTexts("useconfig", kept(source, role));
                if (role.validUntil() != null) {
                    out.set("valuntil", role.validUntil());
                }
                out.end();
            }
        }
    }

    static void groups(Source source, RowWriter out) {
        for (Role role : source.roles().all()) {
            if (!role.logsIn()) {
                List<Integer> members = source.roles().memberships().stream()
                        .filter(membership -> membership.role() == role.id() && role.id() != Role.DATABASE_OWNER)
                        .map(membership -> (int) membership.member())
                        .toList();
                out.set("groname", role.roleName()).set("grosysid", role.id()).set("grolist", members).end();
            }
        }
    }

    static void members(Source source, RowWriter out) {
        for (Membership membership : source.roles().memberships()) {
            if (membership.role() != Role.DATABASE_OWNER) { // that one is implied
                out.set("roleid", membership.role())
                        .set("member", membership.member())
                        .set("grantor", membership.grantor())
                        .set("admin_option", membership.isAdmin())
                        .end();
            }
        }
    }

    static void defaults(Source source, RowWriter out) {
        for (DefaultRights rights : source.roles().defaults()) {
            out.set("oid", rights.id())
                    .set("defaclrole", rights.role())
                    .set("defaclnamespace", rights.schema())
                    .set("defaclobjtype", rights.kind().code())
                    .setTexts("defaclacl", source.texts(new Acl(rights.grants())))
                    .end();
        }
    }

    static void enabled(Source source, RowWriter out) {
        Authority authority = source.authority();
        for (Role role : source.roles().all()) {
            if (authority.actsAs(role.id())) {
                out.set("role_name", role.roleName()).end();
            }
        }
    }

    static void applicable(Source source, RowWriter out) {
        applicable(source, false, out);
    }

    /** Those that one may grant on. */
    static void administrable(Source source, RowWriter out) {
        applicable(source, true, out);
    }

    private static void applicable(Source source, boolean onlyAdmin, RowWriter out) {
        Roles roles = source.roles();
        Set<Long> reached = roles.memberOf(source.authority().role());
        for (Membership membership : roles.memberships()) {
            if (reached.contains(membership.member()) && (!onlyAdmin || membership.isAdmin())) {
                out.set("grantee", roles.name(membership.member()))
                        .set("role_name", roles.name(membership.role()))
                        .set("is_grantable", membership.isAdmin() ? "YES" : "NO")
                        .end();
            }
        }
    }
}
