package dev.millrace.server.pgcatalog;

/** {@code pg_catalog.pg_am}: access methods by the names PostgreSQL gives them. */
final class PgAm implements SystemRows {

    static final int BTREE = 403;
    static final int HASH = 405;

    @Override
    public void fill(Source source, RowWriter out) {
        out.set("oid", 2).set("amname", "heap").set("amhandler", 3).set("amtype", 't').end();
        out.set("oid", BTREE).set("amname", "btree").set("amhandler", 330).set("amtype", 'i').end();
        out.set("oid", HASH).set("amname", "hash").set("amhandler", 331).set("amtype", 'i').end();
    }
}
