package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.AccessObject;
import dev.millrace.server.catalog.AclEntry;
import dev.millrace.server.catalog.Rights;

/** {@code pg_catalog.pg_shdepend}: which objects stand on which roles, by owning them or by what they were granted. */
final class PgShared implements SystemRows {

    private static final int AUTHID = 1260;
    private static final int DATABASE = 1262;

    @Override
    public void fill(Source source, RowWriter out) {
        for (Rights rights : source.roles().rights()) {
            boolean isDatabase = source.catalog().database(rights.object()).isPresent();
            if (!isDatabase && source.catalog().find(rights.object()).isEmpty()) {
                continue;
            }
            long owner = source.roles().owner(rights.object());
            if (rights.column() == 0) {
                row(rights, owner, 'o', isDatabase, source, out);
            }
            if (rights.grants() != null) {
                rights.grants().stream()
                        .map(AclEntry::grantee)
                        .filter(grantee -> grantee != owner && grantee != AclEntry.EVERYBODY)
                        .distinct()
                        .forEach(grantee -> row(rights, grantee, 'a', isDatabase, source, out));
            }
        }
    }

    private static void row(
            Rights rights, long role, char type, boolean isDatabase, Source source, RowWriter out) {
        if (role < AccessObject.FIRST_ID) {
            return; // what is always there is depended on by nobody in particular
        }
        out.set("dbid", isDatabase ? 0 : source.catalog().database())
                .set("classid", isDatabase ? DATABASE : PgDependencies.catalog(rights.object(), source))
                .set("objid", rights.object())
                .set("objsubid", rights.column())
                .set("refclassid", AUTHID)
                .set("refobjid", role)
                .set("deptype", type)
                .end();
    }
}
