package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.Grantable;

/** {@code pg_catalog.pg_database}. */
final class PgDatabase implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (DatabaseObject database : source.catalog().databases()) {
            out.set("oid", database.id())
                    .set("datname", database.databaseName())
                    .set("datdba", source.roles().owner(database.id()))
                    .setTexts("datacl", source.acl(database.id(), 0, Grantable.DATABASE))
                    .set("encoding", 6)
                    .set("datlocprovider", 'c')
                    .set("datistemplate", database.isTemplate())
                    .set("datallowconn", database.allowsConnections())
                    .set("datconnlimit", database.connectionsMax())
                    .set("dattablespace", 1663)
                    .set("datcollate", "C")
                    .set("datctype", "C")
                    .end();
        }
    }
}
