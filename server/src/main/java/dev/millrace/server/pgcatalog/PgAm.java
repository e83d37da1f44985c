package dev.millrace.server.pgcatalog;

/** {@code pg_catalog.pg_am}: access methods by the names PostgreSQL gives them. */
final class PgAm implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        out.set("oid", 2).set("amname", "heap").set("amhandler", 3).set("amtype", 't').end();
        out.set("oid", 403).set("amname", "btree").set("amhandler", 330).set("amtype", 'i').end();
    }
}
