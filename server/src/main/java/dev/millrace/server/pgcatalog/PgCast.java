package dev.millrace.server.pgcatalog;

/** {@code pg_catalog.pg_cast}: how types that we have become one another, as PostgreSQL has it. */
final class PgCast implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (String[] cast : SystemColumns.lines("pg_cast.tsv")) {
            out.set("oid", Long.parseLong(cast[0]))
                    .set("castsource", Long.parseLong(cast[1]))
                    .set("casttarget", Long.parseLong(cast[2]))
                    .set("castfunc", Long.parseLong(cast[3]))
                    .set("castcontext", cast[4])
                    .set("castmethod", cast[5])
                    .end();
        }
    }
}
