package dev.millrace.server.pgcatalog;

/** {@code pg_catalog.pg_tablespace}: the data directory, under the names PostgreSQL gives it. */
final class PgTablespace implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        out.set("oid", 1663).set("spcname", "pg_default").set("spcowner", Source.ROLE_OID).end();
        out.set("oid", 1664).set("spcname", "pg_global").set("spcowner", Source.ROLE_OID).end();
    }
}
