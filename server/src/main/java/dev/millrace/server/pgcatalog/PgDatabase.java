package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.Grantable;

/** {@code pg_catalog.pg_database}: the one database. */
final class PgDatabase implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        out.set("oid", Source.DATABASE_OID)
                .set("datname", source.tables().databaseName())
                .set("datdba", source.roles().owner(Source.DATABASE_OID))
                .setTexts("datacl", source.acl(Source.DATABASE_OID, 0, Grantable.DATABASE))
                .set("encoding", 6)
                .set("datlocprovider", 'c')
                .set("datallowconn", true)
                .set("datconnlimit", -1)
                .set("dattablespace", 1663)
                .set("datcollate", "C")
                .set("datctype", "C")
                .end();
    }
}
