package dev.millrace.server.pgcatalog;

/** {@code pg_catalog.pg_roles}: the one role. */
final class PgRoles implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        out.set("rolname", source.user())
                .set("rolsuper", true)
                .set("rolinherit", true)
                .set("rolcreaterole", true)
                .set("rolcreatedb", true)
                .set("rolcanlogin", true)
                .set("rolreplication", false)
                .set("rolconnlimit", -1)
                .set("rolbypassrls", true)
                .set("oid", Source.ROLE_OID)
                .end();
    }
}
