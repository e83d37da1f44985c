package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.millrace.server.catalog.Acl;
import dev.millrace.server.catalog.AclEntry;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.catalog.RowTypes;
import dev.millrace.server.catalog.SystemCatalog;

/**
 * Who was granted what, as {@code information_schema} shows it: to those who were granted it, and to those who did.
 */
final class InformationPrivileges {

    /** Kinds of relations, as {@code pg_class} tells them. */
    private static final Set<Character> HAVE_GRANTS = Set.of('r', 'v', 'p');

    private InformationPrivileges() {}

    /** {@code table_privileges}: with what everybody was granted. */
    static void tables(Source source, RowWriter out) {
        tables(source, true, out);
    }

    /** {@code role_table_grants}. */
    static void roleGrants(Source source, RowWriter out) {
        tables(source, false, out);
    }

    static boolean isShown(AclEntry entry, boolean withPublic, Authority authority) {
        boolean isPublic = entry.grantee() == AclEntry.EVERYBODY;
        return isPublic
                ? withPublic || authority.actsAs(entry.grantor())
                : authority.actsAs(entry.grantee()) || authority.actsAs(entry.grantor());
    }

    /** Who granted it to whom; a grant by the owner to itself can be granted on. */
    static void grant(Source source, AclEntry entry, Privilege privilege, long owner, RowWriter out) {
        Roles roles = source.roles();
        boolean isGrantable = entry.grantee() == owner || entry.grantable().contains(privilege);
        out.set("grantor", roles.name(entry.grantor()))
                .set("grantee", entry.grantee() == AclEntry.EVERYBODY ? "PUBLIC" : roles.name(entry.grantee()))
                .set("is_grantable", isGrantable ? "YES" : "NO");
    }

    private static void common(
            Source source, AclEntry entry, Privilege privilege, long owner, Source.Relation relation, RowWriter out) {
        grant(source, entry, privilege, owner, out);
        out.set("privilege_type", privilege.name())
                .set("table_catalog", source.tables().databaseName())
                .set("table_schema", relation.schema())
                .set("table_name", relation.name());
    }

    private static void tables(Source source, boolean withPublic, RowWriter out) {
        Authority authority = source.authority();
        for (Source.Relation relation : source.relations()) {
            if (!HAVE_GRANTS.contains(relation.kind())) {
                continue;
            }
            long owner = source.roles().owner(relation.oid());
            for (AclEntry entry : source.roles().acl(relation.oid(), 0, Grantable.TABLE).entries()) {
                if (isShown(entry, withPublic, authority)) {
                    for (Privilege privilege : entry.privileges()) {
                        common(source, entry, privilege, owner, relation, out);
                        out.set("with_hierarchy", privilege == Privilege.SELECT ? "YES" : "NO").end();
                    }
                }
            }
        }
    }

    /** {@code column_privileges}: those of the whole relation count for each of its columns. */
    static void columns(Source source, RowWriter out) {
        columns(source, true, out);
    }

    /** {@code role_column_grants}. */
    static void roleColumns(Source source, RowWriter out) {
        columns(source, false, out);
    }

    private static void columns(Source source, boolean withPublic, RowWriter out) {
        Authority authority = source.authority();
        Set<Privilege> ofColumns = Grantable.COLUMN.all();
        for (Source.Relation relation : source.relations()) {
            if (!HAVE_GRANTS.contains(relation.kind())) {
                continue;
            }
            List<CatalogObject.Column> columns =
                    PgAttribute.columns(source.catalog().find(relation.oid()).orElse(null));
            List<AclEntry> whole = source.roles().acl(relation.oid(), 0, Grantable.TABLE).entries();
            for (int i = 0; i < relation.columns().size(); i++) {
                if (i < columns.size() && columns.get(i).isDropped()) {
                    continue;
                }
                List<AclEntry> entries = new ArrayList<>(whole);
                entries.addAll(source.roles().acl(relation.oid(), i + 1, Grantable.COLUMN).entries());
                for (AclEntry entry : entries) {
                    if (isShown(entry, withPublic, authority)) {
                        column(source, relation, i, entry, ofColumns, out);
                    }
                }
            }
        }
    }

    private static void column(
            Source source, Source.Relation relation, int position, AclEntry entry, Set<Privilege> wanted,
            RowWriter out) {
        long owner = source.roles().owner(relation.oid());
        for (Privilege privilege : entry.privileges()) {
            if (wanted.contains(privilege)) {
                common(source, entry, privilege, owner, relation, out);
                out.set("column_name", relation.columns().field(position).name()).end();
            }
        }
    }

    // ---- types, and what is used ------------------------------------------------------------------------------------

    /** {@code udt_privileges}: of composite types and relations' rows, with what everybody was granted. */
    static void types(Source source, RowWriter out) {
        types(source, true, out);
    }

    /** {@code role_udt_grants}. */
    static void roleTypes(Source source, RowWriter out) {
        types(source, false, out);
    }

    private static void types(Source source, boolean withPublic, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (RowTypes.of(object).isPresent()) {
                long owner = source.roles().owner(object.id());
                Acl acl = object instanceof CompositeType
                        ? source.roles().acl(object.id(), 0, Grantable.TYPE)
                        : Acl.initial(Grantable.TYPE, owner);
                for (AclEntry entry : acl.entries()) {
                    if (isShown(entry, withPublic, source.authority())) {
                        grant(source, entry, Privilege.USAGE, owner, out);
                        out.set("udt_catalog", source.tables().databaseName())
                                .set("udt_schema", object.schemaName())
                                .set("udt_name", object.name())
                                .set("privilege_type", "TYPE USAGE")
                                .end();
                    }
                }
            }
        }
    }

    /** {@code usage_privileges}: of domains and sequences, and of collations, which everybody may use. */
    static void usage(Source source, RowWriter out) {
        for (String collation : PgCollation.NAMES) {
            AclEntry entry = new AclEntry(AclEntry.EVERYBODY, Source.ROLE_OID, "U", "");
            grant(source, entry, Privilege.USAGE, Source.ROLE_OID, out);
            used(source, SystemCatalog.PG_CATALOG, collation, "COLLATION", out);
        }
        usage(source, true, out);
    }

    /** {@code role_usage_grants}. */
    static void roleUsage(Source source, RowWriter out) {
        usage(source, false, out);
    }

    private static void usage(Source source, boolean withPublic, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            Grantable kind = object instanceof DomainObject
                    ? Grantable.TYPE
                    : object instanceof CatalogObject.Sequence ? Grantable.SEQUENCE : null;
            if (kind == null) {
                continue;
            }
            long owner = Authority.owner(object, source.catalog());
            for (AclEntry entry : source.roles().acl(object.id(), 0, kind).entries()) {
                if (entry.privileges().contains(Privilege.USAGE)
                        && isShown(entry, withPublic, source.authority())) {
                    grant(source, entry, Privilege.USAGE, owner, out);
                    used(source, object.schemaName(), object.name(),
                            kind == Grantable.TYPE ? "DOMAIN" : "SEQUENCE", out);
                }
            }
        }
    }

    private static void used(Source source, String schema, String name, String type, RowWriter out) {
        out.set("object_catalog", source.tables().databaseName())
                .set("object_schema", schema)
                .set("object_name", name)
                .set("object_type", type)
                .set("privilege_type", "USAGE")
                .end();
    }
}
