package dev.millrace.server.pgcatalog;

import java.util.Set;

import dev.millrace.server.catalog.AclEntry;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Roles;

/**
 * Who was granted what, as {@code information_schema} shows it: to those who were granted it, and to those who did.
 */
final class InformationPrivileges {

    private InformationPrivileges() {}

    /** {@code table_privileges}: with what everybody was granted. */
    static void tables(Source source, RowWriter out) {
        tables(source, true, out);
    }

    /** {@code role_table_grants}. */
    static void roleGrants(Source source, RowWriter out) {
        tables(source, false, out);
    }

    private static boolean isShown(AclEntry entry, boolean withPublic, Authority authority) {
        boolean isPublic = entry.grantee() == AclEntry.EVERYBODY;
        return isPublic
                ? withPublic || authority.actsAs(entry.grantor())
                : authority.actsAs(entry.grantee()) || authority.actsAs(entry.grantor());
    }

    private static void common(
            Source source, AclEntry entry, Privilege privilege, long owner, CatalogObject object, RowWriter out) {
        Roles roles = source.roles();
        boolean isGrantable = entry.grantee() == owner || entry.grantable().contains(privilege);
        out.set("grantor", roles.name(entry.grantor()))
                .set("grantee", entry.grantee() == AclEntry.EVERYBODY ? "PUBLIC" : roles.name(entry.grantee()))
                .set("privilege_type", privilege.name())
                .set("is_grantable", isGrantable ? "YES" : "NO")
                .set("table_catalog", source.tables().databaseName())
                .set("table_schema", object.schemaName())
                .set("table_name", object.name());
    }

    private static void tables(Source source, boolean withPublic, RowWriter out) {
        Authority authority = source.authority();
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            long owner = source.roles().owner(relation.id());
            for (AclEntry entry : source.roles().acl(relation.id(), 0, Grantable.TABLE).entries()) {
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
        Authority authority = source.authority();
        Set<Privilege> ofColumns = Grantable.COLUMN.all();
        for (CatalogObject.Relation relation : source.catalog().relations()) {
            for (int i = 0; i < relation.schema().size(); i++) {
                column(source, authority, relation, i, 0, Grantable.TABLE, ofColumns, out);
                column(source, authority, relation, i, i + 1, Grantable.COLUMN, ofColumns, out);
            }
        }
    }

    private static void column(
            Source source, Authority authority, CatalogObject.Relation relation, int position, int of,
            Grantable kind, Set<Privilege> wanted, RowWriter out) {
        long owner = source.roles().owner(relation.id());
        for (AclEntry entry : source.roles().acl(relation.id(), of, kind).entries()) {
            if (isShown(entry, true, authority)) {
                for (Privilege privilege : entry.privileges()) {
                    if (wanted.contains(privilege)) {
                        common(source, entry, privilege, owner, relation, out);
                        out.set("column_name", relation.schema().field(position).name()).end();
                    }
                }
            }
        }
    }
}
